"""The residual networks of FIGR."""

from collections.abc import Sequence

import keras

from keras_creative.checks import check_integers
from keras_creative.networks.figr import (
    figr_map,
    figr_picture,
    figr_stages,
)
from keras_creative.networks.heads import discriminator_heads

_BLOCKS = 2


def figr_resnet_generator(
    image_shape: Sequence[int] = (32, 32, 1),
    latent_dim: int = 100,
    width: int = 64,
) -> keras.Model:
    """FIGR's residual generator: two blocks of two 3x3 convolutions a stage.

    Args:
        image_shape: See `figr_generator()`, as for the others.
        latent_dim: Length of the latent vector. Defaults to `100`.
        width: Channels at full size, doubled at each stage. Defaults to `64`.

    Returns:
        `keras.Model` from `(batch, latent_dim)` to images in [-1, 1].

    Raises:
        ValueError: See `figr_generator()`.

    Example:

    >>> keras_creative.networks.figr_resnet_generator(width=4).output_shape
    (None, 32, 32, 1)
    """
    stages = figr_stages(image_shape, width)
    check_integers(latent_dim=(latent_dim, 1))
    inputs = x = keras.Input((latent_dim,), name="latent")
    first = width * 2 ** (stages - 1)
    x = figr_map(x, first)
    for stage in reversed(range(stages)):
        x = keras.layers.UpSampling2D(name=f"up_{stage}")(x)
        x = _stage(x, width * 2**stage, f"stage_{stage}")
    picture = figr_picture(x, image_shape[-1], 3)
    return keras.Model(inputs, picture, name="generator")


def figr_resnet_discriminator(
    image_shape: Sequence[int] = (32, 32, 1), width: int = 64
) -> keras.Model:
    """FIGR's residual discriminator, the mirror of the generator.

    Args:
        image_shape: See `figr_generator()`.
        width: Channels at full size. Defaults to `64`.

    Returns:
        `keras.Model` from images to a dict with `score` `(batch, 1)`.

    Raises:
        ValueError: See `figr_generator()`.

    Example:

    >>> network = keras_creative.networks.figr_resnet_discriminator(width=4)
    >>> network(np.zeros((3, 32, 32, 1)))["score"].shape
    TensorShape([3, 1])
    """
    stages = figr_stages(image_shape, width)
    inputs = x = keras.Input(tuple(image_shape), name="picture")
    for stage in range(stages):
        x = _stage(x, width * 2**stage, f"stage_{stage}")
        x = keras.layers.AveragePooling2D(2, name=f"down_{stage}")(x)
    x = keras.layers.Flatten(name="features")(x)
    return keras.Model(inputs, discriminator_heads(x), name="discriminator")


def _stage(x, channels, name):
    """Residual blocks; a 1x1 convolution changes the number of channels."""
    for block in range(_BLOCKS):
        shortcut = x
        if x.shape[-1] != channels:
            shortcut = keras.layers.Conv2D(
                channels, 1, name=f"{name}_shortcut"
            )(x)
        for index in range(2):
            label = f"{name}_{block}_{index}"
            x = keras.layers.GroupNormalization(1, name=f"{label}_norm")(x)
            x = keras.layers.PReLU(shared_axes=(1, 2), name=f"{label}_prelu")(x)
            x = keras.layers.Conv2D(channels, 3, padding="same", name=label)(x)
        x = keras.layers.Add(name=f"{name}_{block}_sum")([shortcut, x])
    return x
