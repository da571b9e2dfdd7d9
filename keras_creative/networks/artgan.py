"""The networks of ArtGAN's three versions, for images of artworks.

Version 2 follows its author's description. Version 1 ("an MNIST DCGAN scaled
up") and version 3 ("batch norm, odd kernels and dropout", 128x128) are
reconstructed from these short notes.
"""

from collections.abc import Sequence

import keras

from keras_creative.layers import Conv2D, LeakyReLU
from keras_creative.networks.heads import discriminator_heads
from keras_creative.networks.normalization import batch_normalization


def artgan_v1_generator(
    image_shape: Sequence[int] = (64, 64, 3),
    latent_dim: int = 100,
    width: int = 64,
) -> keras.Model:
    """The MNIST DCGAN, scaled up: two upsamplings from a quarter of the side.

    Args:
        image_shape: `(side, side, channels)`, the side a multiple of 4.
            Defaults to `(64, 64, 3)`.
        latent_dim: Length of the latent vector. Defaults to `100`.
        width: Channels of the last hidden stage. Defaults to `64`.

    Returns:
        `keras.Model` from `(batch, latent_dim)` to images in [-1, 1].

    Raises:
        ValueError: If the side is not a multiple of 4.
    """
    latent = keras.Input((latent_dim,), name="latent")
    x = _from_latent(latent, image_shape, 4, 4 * width, normalized=True)
    for index, (channels, stride) in enumerate([(2 * width, 1), (width, 2)]):
        x = _normalized_stage(x, index, channels, stride)
    x = keras.layers.Conv2DTranspose(
        image_shape[-1], 5, strides=2, padding="same", name="to_picture"
    )(x)
    return _generator(latent, keras.layers.Activation("tanh", name="tanh")(x))


def artgan_v1_discriminator(
    image_shape: Sequence[int] = (64, 64, 3),
    num_classes: int | None = None,
    width: int = 64,
) -> keras.Model:
    """Discriminator of the MNIST DCGAN: two strided convolutions.

    Args:
        image_shape: `(side, side, channels)`. Defaults to `(64, 64, 3)`.
        num_classes: Number of classes of the class head. Defaults to `None`: no
            class head.
        width: Channels of the first stage. Defaults to `64`.

    Returns:
        `keras.Model` from images to a dict with `score` and, if `num_classes`
        is given, `class_logits`.
    """
    return _discriminator(
        image_shape, num_classes, (width, 2 * width), kernel=5, dropout=0.3
    )


def artgan_v2_generator(
    image_shape: Sequence[int] = (64, 64, 3),
    latent_dim: int = 128,
    width: int = 128,
) -> keras.Model:
    """Three upsamplings from an eighth of the side and a 5x5 convolution.

    The upsamplings are 4x4 transposed convolutions with `width`, `2 * width`
    and `4 * width` channels, without normalization. The output is a sigmoid
    that is rescaled to [-1, 1].

    Args:
        image_shape: `(side, side, channels)`, the side a multiple of 8.
            Defaults to `(64, 64, 3)`.
        latent_dim: Length of the latent vector. Defaults to `128`.
        width: Channels of the first stage. Defaults to `128`.

    Returns:
        `keras.Model` from `(batch, latent_dim)` to images in [-1, 1].

    Raises:
        ValueError: If the side is not a multiple of 8.
    """
    latent = keras.Input((latent_dim,), name="latent")
    x = _from_latent(latent, image_shape, 8, width)
    for index in range(3):
        x = keras.layers.Conv2DTranspose(
            width * 2**index, 4, strides=2, padding="same", name=f"up_{index}"
        )(x)
        x = keras.layers.LeakyReLU(0.2, name=f"up_{index}_relu")(x)
    x = keras.layers.Conv2D(
        image_shape[-1], 5, padding="same", name="to_picture"
    )(x)
    x = keras.layers.Activation("sigmoid", name="sigmoid")(x)
    return _generator(latent, keras.layers.Rescaling(2.0, -1.0)(x))


def artgan_v2_discriminator(
    image_shape: Sequence[int] = (64, 64, 3),
    num_classes: int | None = None,
    width: int = 64,
) -> keras.Model:
    """Three strided 4x4 convolutions and dropout.

    They have `width`, `2 * width` and `2 * width` channels; the dropout rate is
    0.2.

    Args:
        image_shape: `(side, side, channels)`. Defaults to `(64, 64, 3)`.
        num_classes: Number of classes of the class head. Defaults to `None`: no
            class head.
        width: Channels of the first stage. Defaults to `64`.

    Returns:
        `keras.Model` from images to a dict with `score` and, if `num_classes`
        is given, `class_logits`.
    """
    widths = (width, 2 * width, 2 * width)
    return _discriminator(
        image_shape, num_classes, widths, kernel=4, last_dropout=0.2
    )


def artgan_v3_generator(
    image_shape: Sequence[int] = (128, 128, 3),
    latent_dim: int = 128,
    width: int = 32,
) -> keras.Model:
    """Four upsamplings, odd kernels and batch normalization.

    The first stage has a sixteenth of the side.

    Args:
        image_shape: `(side, side, channels)`, the side a multiple of 16.
            Defaults to `(128, 128, 3)`.
        latent_dim: Length of the latent vector. Defaults to `128`.
        width: Channels of the last hidden stage. Defaults to `32`.

    Returns:
        `keras.Model` from `(batch, latent_dim)` to images in [-1, 1].

    Raises:
        ValueError: If the side is not a multiple of 16.
    """
    latent = keras.Input((latent_dim,), name="latent")
    x = _from_latent(latent, image_shape, 16, 8 * width, normalized=True)
    for index, factor in enumerate((8, 4, 2, 1)):
        x = _normalized_stage(x, index, factor * width, 2)
    x = keras.layers.Conv2D(
        image_shape[-1], 5, padding="same", name="to_picture"
    )(x)
    return _generator(latent, keras.layers.Activation("tanh", name="tanh")(x))


def artgan_v3_discriminator(
    image_shape: Sequence[int] = (128, 128, 3),
    num_classes: int | None = None,
    width: int = 32,
) -> keras.Model:
    """Four strided 5x5 convolutions with dropout, without normalization.

    Args:
        image_shape: `(side, side, channels)`. Defaults to `(128, 128, 3)`.
        num_classes: Number of classes of the class head. Defaults to `None`: no
            class head.
        width: Channels of the first stage. Defaults to `32`.

    Returns:
        `keras.Model` from images to a dict with `score` and, if `num_classes`
        is given, `class_logits`.
    """
    widths = [factor * width for factor in (1, 2, 4, 8)]
    return _discriminator(
        image_shape, num_classes, widths, kernel=5, dropout=0.3
    )


def _from_latent(latent, image_shape, shrunk, channels, normalized=False):
    """Dense layer to `channels` channels at the side divided by `shrunk`."""
    side = image_shape[0]
    if len(image_shape) != 3 or side != image_shape[1] or side % shrunk:
        raise ValueError(
            "`image_shape` must be (side, side, channels) with a side that is "
            f"a multiple of {shrunk}. "
            f"Received: image_shape={tuple(image_shape)}"
        )
    side //= shrunk
    x = keras.layers.Dense(
        side * side * channels, use_bias=not normalized, name="dense"
    )(latent)
    x = keras.layers.Reshape((side, side, channels), name="reshape")(x)
    if normalized:
        x = batch_normalization("dense_norm")(x)
        x = keras.layers.LeakyReLU(0.2, name="dense_relu")(x)
    return x


def _normalized_stage(x, index, channels, stride):
    """A 5x5 transposed convolution with batch normalization."""
    x = keras.layers.Conv2DTranspose(
        channels,
        5,
        strides=stride,
        padding="same",
        use_bias=False,
        name=f"up_{index}",
    )(x)
    x = batch_normalization(f"up_{index}_norm")(x)
    return keras.layers.LeakyReLU(0.2, name=f"up_{index}_relu")(x)


def _generator(latent, x):
    picture = keras.layers.Activation("linear", dtype="float32", name="picture")
    return keras.Model(latent, picture(x), name="generator")


def _discriminator(
    image_shape, num_classes, widths, kernel, dropout=0.0, last_dropout=0.0
):
    picture = keras.Input(image_shape, name="picture")
    x = picture
    for index, channels in enumerate(widths):
        x = Conv2D(
            channels, kernel, strides=2, padding="same", name=f"down_{index}"
        )(x)
        x = LeakyReLU(0.2, name=f"down_{index}_relu")(x)
        if dropout:
            x = keras.layers.Dropout(dropout, name=f"down_{index}_dropout")(x)
    x = keras.layers.Flatten(name="flatten")(x)
    if last_dropout:
        x = keras.layers.Dropout(last_dropout, name="dropout")(x)
    heads = discriminator_heads(x, num_classes)
    return keras.Model(picture, heads, name="discriminator")
