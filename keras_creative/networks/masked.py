"""A generator of images whose shape is given by a mask."""

from collections.abc import Sequence

import keras

from keras_creative.networks.dcgan import (
    cut_to,
    dcgan_sizes,
    dcgan_stages,
    doubled_features,
    first_features,
)


def mask_generator(
    image_shape: Sequence[int] = (32, 32, 1),
    latent_dim: int = 64,
    width: int = 64,
) -> keras.Model:
    """DCGAN generator that is conditioned on the mask of a shape.

    It starts from the latent vector alone, so that this is not ignored, and
    joins features of the mask, which strided convolutions encode, at each
    resolution from 4x4 pixels upwards.

    Args:
        image_shape: `(height, width, channels)`, sides of at least 8 pixels.
            Defaults to `(32, 32, 1)`.
        latent_dim: Length of the latent vector. Defaults to `64`.
        width: Channels of the highest resolution; the mask's features have a
            quarter. Defaults to `64`.

    Returns:
        `keras.Model` from pairs of latent vectors and masks
        `(batch, height, width, 1)` of zeros and ones to images in [-1, 1].

    Raises:
        ValueError: If a side is below 8, or a length is not positive.

    Example:

    >>> keras_creative.networks.mask_generator((28, 28, 1)).output_shape
    (None, 28, 28, 1)
    """
    widths = dcgan_stages(image_shape, width)
    *sizes, smallest = dcgan_sizes(image_shape)
    latent = keras.Input((latent_dim,), name="latent")
    mask = keras.Input((*image_shape[:2], 1), name="mask")
    shape, of_mask = mask, [mask]
    for index, channels in enumerate(widths):
        shape = keras.layers.Conv2D(
            max(1, channels // 4),
            4,
            strides=2,
            padding="same",
            activation="relu",
            name=f"mask_down_{index}",
        )(shape)
        of_mask.append(shape)
    x = first_features(latent, (*smallest, widths[-1]))
    x = keras.layers.Concatenate(name="dense_mask")([x, of_mask.pop()])
    for index, channels in enumerate(reversed(widths[:-1])):
        x = doubled_features(x, channels, sizes.pop(), f"up_{index}")
        joined = keras.layers.Concatenate(name=f"up_{index}_mask")
        x = joined([x, of_mask.pop()])
    x = keras.layers.Conv2DTranspose(
        width, 4, strides=2, padding="same", activation="relu", name="full"
    )(x)
    x = cut_to(sizes.pop(), x, "full_cut")
    x = keras.layers.Concatenate(name="full_mask")([x, of_mask.pop()])
    x = keras.layers.Conv2D(
        image_shape[-1], 3, padding="same", name="to_picture"
    )(x)
    picture = keras.layers.Activation("tanh", dtype="float32", name="picture")
    return keras.Model([latent, mask], picture(x), name="generator")
