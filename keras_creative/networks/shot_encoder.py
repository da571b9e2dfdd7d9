"""The encoder of single shots, whose features are averaged over a task."""

from collections.abc import Sequence

import keras

from keras_creative.checks import check_integers
from keras_creative.networks.dcgan import dcgan_stages
from keras_creative.networks.normalization import GROUPS, check_group_width


def shot_encoder(
    image_shape: Sequence[int] = (28, 28, 1),
    length: int = 128,
    width: int = 32,
) -> keras.Model:
    """Convolutional encoder of shots: strided convolutions down to 4x4 pixels.

    It normalizes each sample alone, so that the features of a shot do not
    depend on the others.

    Args:
        image_shape: `(height, width, channels)`, sides of at least 8 pixels.
            Defaults to `(28, 28, 1)`.
        length: Number of features. Defaults to `128`.
        width: Channels of the first stage, doubled at each stage; a multiple of
            8. Defaults to `32`.

    Returns:
        `keras.Model` from images to features `(batch, length)`.

    Raises:
        ValueError: If a size is not positive, a side is below 8, or `width` is
            no multiple of 8.

    Example:

    >>> keras_creative.networks.shot_encoder().output_shape
    (None, 128)
    """
    check_integers(length=(length, 1))
    check_group_width(width)
    inputs = x = keras.Input(tuple(image_shape), name="shot")
    for index, channels in enumerate(dcgan_stages(image_shape, width)):
        x = keras.layers.Conv2D(
            channels, 4, strides=2, padding="same", name=f"down_{index}"
        )(x)
        x = keras.layers.GroupNormalization(GROUPS, name=f"norm_{index}")(x)
        x = keras.layers.Activation("silu", name=f"silu_{index}")(x)
    x = keras.layers.Flatten(name="flatten")(x)
    features = keras.layers.Dense(length, dtype="float32", name="features")
    return keras.Model(inputs, features(x), name="encoder")
