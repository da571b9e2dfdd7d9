"""Networks that translate an image into another one of the same size."""

from collections.abc import Sequence

import keras
from keras import ops

from keras_creative.checks import check_integers
from keras_creative.layers import Conv2D, LeakyReLU

_SPREAD = 0.02
_EPSILON = 1e-5


def resnet_translator(
    image_shape: Sequence[int] = (64, 64, 3),
    width: int = 32,
    blocks: int = 6,
    channels: int | None = None,
) -> keras.Model:
    """CycleGAN's generator: residual blocks at a quarter of the sides.

    A 7x7 convolution and two strided ones, `blocks` residual blocks, two
    transposed convolutions and a 7x7 one. Instance normalization follows each
    but the last. Padding reflects the image, so that borders show no frame.

    Args:
        image_shape: `(height, width, channels)`, sides a multiple of 4 and at
            least 8. Defaults to `(64, 64, 3)`.
        width: Channels at full size. Defaults to `32`; published are 64.
        blocks: Number of residual blocks. Defaults to `6`, published for 128
            pixels; 9 are for 256.
        channels: Channels of the images that are made. Defaults to `None`: as
            many as given.

    Returns:
        `keras.Model` from images to images in [-1, 1].

    Raises:
        ValueError: If a side is no such multiple, or a size is not positive.

    Example:

    >>> keras_creative.networks.resnet_translator(width=4, blocks=1).name
    'translator'

    Reference:

    - [Zhu et al., 2017, section 7.2](https://arxiv.org/abs/1703.10593)
    """
    check_integers(width=(width, 1), blocks=(blocks, 1))
    _check_sides(image_shape, 4, 8)
    inputs = keras.Input(tuple(image_shape), name="image")
    x = _reflected(inputs, 3)
    x = _normalized(_convolution(width, 7, "in")(x), "in")
    for stage in (1, 2):
        down = _convolution(width * 2**stage, 3, f"down_{stage}", 2, "same")
        x = _normalized(down(x), f"down_{stage}")
    for block in range(blocks):
        x = _residual(x, f"block_{block}")
    for stage in (1, 0):
        up = keras.layers.Conv2DTranspose(
            width * 2**stage, 4, 2, **_options(f"up_{stage}", "same")
        )
        x = _normalized(up(x), f"up_{stage}")
    channels = channels or image_shape[-1]
    x = _convolution(channels, 7, "to_image", bias=True)(_reflected(x, 3))
    image = keras.layers.Activation("tanh", dtype="float32", name="made")
    return keras.Model(inputs, image(x), name="translator")


def unet_translator(
    image_shape: Sequence[int] = (64, 64, 3),
    width: int = 32,
    channels: int | None = None,
    dropout: float = 0.5,
) -> keras.Model:
    """Pix2pix's generator: a U-Net down to a side of 1 or 2 pixels.

    Strided convolutions halve the sides, and transposed ones double them, each
    joined with the features of its size on the way down. Dropout in the inner
    stages is the only noise, in training alone. Each sample is normalized
    alone, but at the lowest resolution, where a channel may be one number.

    Args:
        image_shape: `(height, width, channels)`, sides a power of two and at
            least 8. Defaults to `(64, 64, 3)`.
        width: Channels of the first stage, doubled at each stage up to eight
            times. Defaults to `32`; published are 64.
        channels: Channels of the images that are made. Defaults to `None`: as
            many as given.
        dropout: Rate of dropout, in [0, 1). Defaults to `0.5`.

    Returns:
        `keras.Model` from images to images in [-1, 1].

    Raises:
        ValueError: If a side is no such power, or a size is out of range.

    Example:

    >>> keras_creative.networks.unet_translator(width=4).output_shape
    (None, 64, 64, 3)

    Reference:

    - [Isola et al., 2017, section 6.1](https://arxiv.org/abs/1611.07004)
    """
    check_integers(width=(width, 1))
    shortest = min(image_shape[:2])
    stages = shortest.bit_length() - 1
    _check_sides(image_shape, 2**stages, 8)
    widths = [width * min(2**stage, 8) for stage in range(stages)]
    inputs = x = keras.Input(tuple(image_shape), name="image")
    skips = []
    for stage, size in enumerate(widths):
        if stage:
            x = keras.layers.LeakyReLU(0.2, name=f"leaky_{stage}")(x)
        is_normalized = 0 < stage < stages - 1
        x = _convolution(
            size, 4, f"down_{stage}", 2, "same", not is_normalized
        )(x)
        if is_normalized:
            x = _instance_norm(f"down_{stage}_norm")(x)
        skips.append(x)
    for stage in reversed(range(stages)):
        x = keras.layers.ReLU(name=f"relu_{stage}")(x)
        made = widths[stage - 1] if stage else channels or image_shape[-1]
        x = keras.layers.Conv2DTranspose(
            made, 4, 2, **_options(f"up_{stage}", "same", not stage)
        )(x)
        if stage:
            x = _instance_norm(f"up_{stage}_norm")(x)
            if stage >= stages - 3 and dropout:
                x = keras.layers.Dropout(dropout, name=f"drop_{stage}")(x)
            x = keras.layers.Concatenate(name=f"join_{stage}")(
                [x, skips[stage - 1]]
            )
    image = keras.layers.Activation("tanh", dtype="float32", name="made")
    return keras.Model(inputs, image(x), name="translator")


def patch_discriminator(
    image_shape: Sequence[int] = (64, 64, 3),
    width: int = 32,
    stages: int = 2,
) -> keras.Model:
    """Discriminator that scores overlapping patches of an image.

    Args:
        image_shape: `(height, width, channels)`. Defaults to `(64, 64, 3)`.
        width: Channels of the first convolution, doubled by each further one
            up to eight times. Defaults to `32`; published are 64.
        stages: Number of strided convolutions, at least 1: 3 for patches of 70
            pixels, as published, 2 for 34, 1 for 16. Defaults to `2`.

    Returns:
        `keras.Model` from images to a dict with `score`
        `(batch, rows, columns, 1)`.

    Raises:
        ValueError: If a size is not positive, or the image is too small.

    Example:

    >>> network = keras_creative.networks.patch_discriminator(width=4)
    >>> network(np.zeros((2, 64, 64, 3)))["score"].shape
    TensorShape([2, 14, 14, 1])

    Reference:

    - [Isola et al., 2017, section 6.1.2](https://arxiv.org/abs/1611.07004)
    """
    check_integers(width=(width, 1), stages=(stages, 1))
    smallest = 4 * 2**stages
    if min(image_shape[:2]) < smallest:
        raise ValueError(
            f"`image_shape` must have sides of at least {smallest} pixels for "
            f"{stages} stages. Received: image_shape={tuple(image_shape)}"
        )
    inputs = x = keras.Input(tuple(image_shape), name="image")
    for stage in range(stages + 1):
        size, name = width * min(2**stage, 8), f"patch_{stage}"
        if stage < stages:
            x = Conv2D(size, 4, 2, **_options(name, "same", not stage))(x)
        else:
            x = _convolution(size, 4, name)(_padded(x, 1))
        if stage:
            x = _instance_norm(f"{name}_norm")(x)
        x = LeakyReLU(0.2, name=f"leaky_{stage}")(x)
    x = _convolution(1, 4, "to_score", bias=True)(_padded(x, 1))
    score = keras.layers.Activation("linear", dtype="float32", name="score")
    return keras.Model(inputs, {"score": score(x)}, name="discriminator")


def _residual(x, name):
    inner = _convolution(x.shape[-1], 3, f"{name}_a")(_reflected(x, 1))
    inner = _normalized(inner, f"{name}_a")
    inner = _convolution(x.shape[-1], 3, f"{name}_b")(_reflected(inner, 1))
    inner = _instance_norm(f"{name}_b_norm")(inner)
    return keras.layers.Add(name=f"{name}_sum")([x, inner])


def _reflected(x, margin):
    return _padded(x, margin, mode="reflect")


def _padded(x, margin, mode="constant"):
    sides = (margin, margin)
    return ops.pad(x, ((0, 0), sides, sides, (0, 0)), mode=mode)


def _convolution(
    channels, kernel, name, strides=1, padding="valid", bias=False
):
    options = _options(name, padding, bias)
    return keras.layers.Conv2D(channels, kernel, strides, **options)


def _options(name, padding, bias=False):
    """Options of a convolution; a bias before a normalization is useless."""
    return {
        "padding": padding,
        "use_bias": bias,
        "kernel_initializer": keras.initializers.RandomNormal(stddev=_SPREAD),
        "name": name,
    }


def _normalized(x, name):
    x = _instance_norm(f"{name}_norm")(x)
    return keras.layers.ReLU(name=f"{name}_relu")(x)


def _instance_norm(name):
    """Each channel of each sample, normalized over its pixels."""
    return keras.layers.GroupNormalization(-1, epsilon=_EPSILON, name=name)


def _check_sides(image_shape, multiple, smallest):
    sides = image_shape[:2]
    if any(side % multiple or side < smallest for side in sides):
        raise ValueError(
            f"`image_shape` must have sides that are a multiple of {multiple} "
            f"and at least {smallest}. "
            f"Received: image_shape={tuple(image_shape)}"
        )
