"""A small U-Net for the velocities of flow matching on images."""

from collections.abc import Sequence

import keras

from keras_creative.checks import check_integers
from keras_creative.networks.dcgan import cut_to
from keras_creative.networks.normalization import (
    check_group_width,
    group_silu,
)
from keras_creative.networks.velocity_inputs import (
    time_features,
    velocity_inputs,
)


def unet_velocity(
    image_shape: Sequence[int] = (28, 28, 1),
    width: int = 16,
    depth: int = 2,
    attributes_length: int | None = None,
    takes_shot: bool = False,
) -> keras.Model:
    """U-Net for the velocities of flow matching on images.

    Strided convolutions halve the sides and double the channels `depth` times;
    a residual block follows each, and two more lie at the lowest resolution.
    On the way up, the features of each resolution are joined with those of the
    way down. Blocks have group normalization and take the time and the label by
    a bias for each channel. At the full resolution there are two convolutions
    and no block, which would take more time than all others.

    Sides need not be powers of two: they are halved rounding up, and cropped on
    the way up.

    Args:
        image_shape: `(height, width, channels)`, sides of at least `2**depth`
            pixels. Defaults to `(28, 28, 1)`.
        width: Channels at the full resolution, a multiple of 8. With 32 a step
            takes five times as long. Defaults to `16`.
        depth: Number of times that the sides are halved. Defaults to `2`.
        attributes_length: Length of the attributes of a label. The code has
            one more entry, which is 1 for samples without a label. Defaults to
            `None`: no labels.
        takes_shot: Whether the network is given a second image, a shot of the
            task, as further channels. Defaults to `False`.

    Returns:
        `keras.Model` from `[images, times]`, with times `(batch, 1)`, or from
        `[images, times, codes]` to velocities `(batch, *image_shape)`. A shot
        is the last input.

    Raises:
        ValueError: If a size is not positive, `width` is not a multiple of 8,
            or a side is too short.

    Example:

    >>> keras_creative.networks.unet_velocity((32, 32, 3)).output_shape
    (None, 32, 32, 3)

    Reference:

    - [Ronneberger et al., 2015](https://arxiv.org/abs/1505.04597)
    - Blocks: [Ho et al., 2020, appendix B](https://arxiv.org/abs/2006.11239)
    """
    _check_sizes(image_shape, width, depth)
    inputs = velocity_inputs(image_shape, attributes_length, takes_shot)
    picture, time, *code = inputs
    if takes_shot:
        shown = [picture, code.pop()]
        picture = keras.layers.Concatenate(name="with_shot")(shown)
    embedding = _embedding(time, code, 4 * width)
    x = _convolution(width, "from_picture")(picture)
    skips = [x]
    for index in range(1, depth + 1):
        channels = width * 2**index
        x = _convolution(channels, f"down_{index}", strides=2)(x)
        x = _block(x, embedding, channels, f"down_{index}_block")
        skips.append(x)
    x = _block(x, embedding, channels, "middle_block")
    for index in range(depth, 0, -1):
        channels = width * 2**index
        x = _joined(x, skips[index], f"up_{index}")
        x = _block(x, embedding, channels, f"up_{index}_block")
        x = keras.layers.UpSampling2D(name=f"up_{index}")(x)
        x = cut_to(skips[index - 1].shape[1:3], x, f"up_{index}_cut")
        x = _convolution(channels // 2, f"up_{index}_convolution")(x)
    x = _joined(x, skips[0], "up_0")
    x = _convolution(width, "up_0_convolution")(group_silu(x, "up_0"))
    x = group_silu(x, "to_picture")
    x = keras.layers.Conv2D(
        image_shape[-1],
        3,
        padding="same",
        kernel_initializer="zeros",
        dtype="float32",
        name="velocity",
    )(x)
    return keras.Model(inputs, x, name="velocity")


def _embedding(time, code, units):
    """Features of the time and the label for every block."""
    x = keras.layers.Dense(units, "silu", name="time_hidden")(
        time_features(time, units // 2)
    )
    x = keras.layers.Dense(units, name="time_embedding")(x)
    if code:
        label = keras.layers.Dense(units, name="label_embedding")(*code)
        x = keras.layers.Add(name="embedding")([x, label])
    return keras.layers.Activation("silu", name="embedding_silu")(x)


def _block(x, embedding, channels, name):
    """Residual block of two convolutions, with a bias by the embedding."""
    shortcut = x
    if x.shape[-1] != channels:
        shortcut = keras.layers.Conv2D(channels, 1, name=f"{name}_shortcut")(x)
    x = _convolution(channels, f"{name}_0")(group_silu(x, f"{name}_0"))
    bias = keras.layers.Dense(channels, name=f"{name}_embedding")(embedding)
    bias = keras.layers.Reshape((1, 1, channels), name=f"{name}_bias")(bias)
    x = keras.layers.Add(name=f"{name}_biased")([x, bias])
    x = _convolution(channels, f"{name}_1")(group_silu(x, f"{name}_1"))
    return keras.layers.Add(name=f"{name}_sum")([x, shortcut])


def _convolution(channels, name, strides=1):
    return keras.layers.Conv2D(
        channels, 3, strides=strides, padding="same", name=name
    )


def _joined(x, skip, name):
    return keras.layers.Concatenate(name=f"{name}_joined")([x, skip])


def _check_sizes(image_shape, width, depth):
    check_integers(depth=(depth, 1))
    check_group_width(width)
    if len(image_shape) != 3 or min(image_shape[:2]) < 2**depth:
        raise ValueError(
            "`image_shape` must be (height, width, channels) with sides of at "
            f"least {2**depth} pixels. "
            f"Received: image_shape={tuple(image_shape)}"
        )
