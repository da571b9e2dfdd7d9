"""The convolutional networks of FIGR."""

from collections.abc import Sequence

import keras

from keras_creative.checks import check_integers
from keras_creative.networks.heads import discriminator_heads

_SMALLEST_SIDE = 2


def figr_generator(
    image_shape: Sequence[int] = (32, 32, 1),
    latent_dim: int = 100,
    width: int = 64,
) -> keras.Model:
    """FIGR's generator: upsampling and 5x5 convolutions from 2x2 pixels.

    Each stage doubles the sides and halves the channels, which are `width` at
    full size. PReLU and a normalization over all features of a sample follow
    each convolution, so that samples of a batch are independent.

    Args:
        image_shape: `(height, width, channels)`; both sides are equal and a
            power of two from 4. Defaults to `(32, 32, 1)`.
        latent_dim: Length of the latent vector. Defaults to `100`.
        width: Channels at full size. Defaults to `64`, as published.

    Returns:
        `keras.Model` from `(batch, latent_dim)` to images in [-1, 1].

    Raises:
        ValueError: If a side is no such power of two, or a length is not
            positive.

    Example:

    >>> keras_creative.networks.figr_generator(width=4).output_shape
    (None, 32, 32, 1)

    Reference:

    - [Clouatre and Demers, 2019](https://arxiv.org/abs/1901.02199), with group
      normalization of one group in place of layer normalization
    """
    stages = figr_stages(image_shape, width)
    check_integers(latent_dim=(latent_dim, 1))
    inputs = x = keras.Input((latent_dim,), name="latent")
    first = width * 2**stages
    x = figr_map(x, first)
    for stage in reversed(range(stages)):
        x = keras.layers.UpSampling2D(name=f"up_{stage}")(x)
        x = _block(x, width * 2**stage, f"block_{stage}")
    picture = figr_picture(x, image_shape[-1], 5)
    return keras.Model(inputs, picture, name="generator")


def figr_discriminator(
    image_shape: Sequence[int] = (32, 32, 1), width: int = 64
) -> keras.Model:
    """FIGR's discriminator: 5x5 convolutions and average pooling to 2x2.

    The mirror of `figr_generator()`.

    Args:
        image_shape: See `figr_generator()`.
        width: Channels at full size. Defaults to `64`, as published.

    Returns:
        `keras.Model` from images to a dict with `score` `(batch, 1)`.

    Raises:
        ValueError: See `figr_generator()`.

    Example:

    >>> network = keras_creative.networks.figr_discriminator(width=4)
    >>> network(np.zeros((3, 32, 32, 1)))["score"].shape
    TensorShape([3, 1])
    """
    stages = figr_stages(image_shape, width)
    inputs = x = keras.Input(tuple(image_shape), name="picture")
    for stage in range(stages):
        x = _block(x, width * 2**stage, f"block_{stage}")
        x = keras.layers.AveragePooling2D(2, name=f"down_{stage}")(x)
    x = keras.layers.Flatten(name="features")(x)
    return keras.Model(inputs, discriminator_heads(x), name="discriminator")


def _block(x, channels, name):
    x = keras.layers.Conv2D(channels, 5, padding="same", name=name)(x)
    x = keras.layers.PReLU(shared_axes=(1, 2), name=f"{name}_prelu")(x)
    return keras.layers.GroupNormalization(1, name=f"{name}_norm")(x)


def figr_map(latent, channels):
    """The smallest map of a generator.

    Args:
        latent: Latent vectors.
        channels: Channels of the map.

    Returns:
        Features `(batch, 2, 2, channels)`.
    """
    x = keras.layers.Dense(channels * _SMALLEST_SIDE**2, name="dense")(latent)
    return keras.layers.Reshape(
        (_SMALLEST_SIDE, _SMALLEST_SIDE, channels), name="reshape"
    )(x)


def figr_picture(x, channels, kernel):
    """The picture of the last features of a generator.

    Args:
        x: Features `(batch, height, width, features)`.
        channels: Channels of the picture.
        kernel: Side of the convolution's kernel.

    Returns:
        Pictures in [-1, 1].
    """
    x = keras.layers.Conv2D(
        channels, kernel, padding="same", name="to_picture"
    )(x)
    picture = keras.layers.Activation("tanh", dtype="float32", name="picture")
    return picture(x)


def figr_stages(image_shape, width):
    """Number of times that a generator doubles the sides.

    Args:
        image_shape: `(height, width, channels)`.
        width: Channels at full size.

    Raises:
        ValueError: If the sides are not equal or no power of two from 4, or
            `width` is not positive.
    """
    check_integers(width=(width, 1))
    height, side, _ = image_shape
    stages = side.bit_length() - _SMALLEST_SIDE.bit_length()
    if height != side or stages < 1 or side != _SMALLEST_SIDE * 2**stages:
        raise ValueError(
            "`image_shape` must have equal sides that are a power of two, at "
            f"least {2 * _SMALLEST_SIDE}. "
            f"Received: image_shape={tuple(image_shape)}"
        )
    return stages
