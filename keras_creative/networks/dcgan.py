"""Convolutional networks for images of at least 8 pixels per side."""

import math
from collections.abc import Sequence

import keras

from keras_creative.checks import check_integers
from keras_creative.layers import Conv2D, LeakyReLU
from keras_creative.networks.conditions import (
    attributes_input,
    check_projection,
    join_planes,
    join_vectors,
)
from keras_creative.networks.heads import discriminator_heads
from keras_creative.networks.normalization import (
    batch_normalization,
    spectrally_normalized,
)
from keras_creative.networks.packing import packed_input

_SMALLEST_SIDE = 4


def dcgan_generator(
    image_shape: Sequence[int] = (32, 32, 1),
    latent_dim: int = 64,
    width: int = 64,
    attributes_length: int | None = None,
) -> keras.Model:
    """DCGAN generator: transposed convolutions from a latent vector.

    It starts at 4x4 pixels and doubles the sides and halves the channels until
    the size of the image is reached; the last hidden stage has `width`
    channels. If the sides are not powers of two, the shorter one starts at 4
    to 7 pixels, and outputs are cropped to `dcgan_sizes()` after each stage.

    Args:
        image_shape: `(height, width, channels)`, sides of at least 8 pixels.
            Defaults to `(32, 32, 1)`.
        latent_dim: Length of the latent vector. Defaults to `64`.
        width: Channels of the highest resolution. Defaults to `64`.
        attributes_length: Length of the attributes that are appended to the
            latent vector. Defaults to `None`: no attributes.

    Returns:
        `keras.Model` from `(batch, latent_dim)`, or a pair of that and
        attributes `(batch, attributes_length)`, to images in [-1, 1].

    Raises:
        ValueError: If a side is below 8, or a length is not positive.

    Example:

    >>> keras_creative.networks.dcgan_generator().output_shape
    (None, 32, 32, 1)

    Reference:

    - [Radford et al., 2015](https://arxiv.org/abs/1511.06434)
    """
    widths = dcgan_stages(image_shape, width)
    *sizes, smallest = dcgan_sizes(image_shape)
    inputs = x = keras.Input((latent_dim,), name="latent")
    if attributes_length is not None:
        attributes, _ = attributes_input(attributes_length)
        inputs = [x, attributes]
        x = join_vectors(*inputs)
    x = first_features(x, (*smallest, widths[-1]))
    for index, channels in enumerate(reversed(widths[:-1])):
        x = doubled_features(x, channels, sizes.pop(), f"up_{index}")
    x = keras.layers.Conv2DTranspose(
        image_shape[-1], 4, strides=2, padding="same", name="to_picture"
    )(x)
    x = cut_to(sizes.pop(), x, "picture_cut")
    picture = keras.layers.Activation("tanh", dtype="float32", name="picture")
    return keras.Model(inputs, picture(x), name="generator")


def first_features(x, shape):
    """Features of the lowest resolution of a generator.

    Args:
        x: Keras tensor of latent vectors.
        shape: `(height, width, channels)` of the features.

    Returns:
        Keras tensor.
    """
    x = keras.layers.Dense(math.prod(shape), use_bias=False, name="dense")(x)
    x = keras.layers.Reshape(shape, name="reshape")(x)
    x = batch_normalization("dense_norm")(x)
    return keras.layers.ReLU(name="dense_relu")(x)


def doubled_features(x, channels, size, name):
    """Features of a generator at twice the resolution.

    Args:
        x: Keras tensor of features.
        channels: Number of channels.
        size: Height and width, to which they are cropped.
        name: Prefix of the names of the layers.

    Returns:
        Keras tensor.
    """
    x = keras.layers.Conv2DTranspose(
        channels, 4, strides=2, padding="same", use_bias=False, name=name
    )(x)
    x = cut_to(size, x, f"{name}_cut")
    x = batch_normalization(f"{name}_norm")(x)
    return keras.layers.ReLU(name=f"{name}_relu")(x)


def dcgan_discriminator(
    image_shape: Sequence[int] = (32, 32, 1),
    num_classes: int | None = None,
    width: int = 64,
    spectral_normalization: bool = False,
    attributes_length: int | None = None,
    projection: bool = False,
    code_size: int | None = None,
    packing: int = 1,
    minibatch: str | None = None,
    first_width: int | None = None,
) -> keras.Model:
    """DCGAN discriminator: strided convolutions down to 4x4 pixels.

    If the sides are not powers of two, the shorter one ends at 4 to 7 pixels.
    There is no batch normalization, so that a score depends only on its own
    sample or pack, as gradient penalties require; `minibatch` layers do not
    have this property.

    Args:
        image_shape: `(height, width, channels)`, sides of at least 8 pixels.
            Defaults to `(32, 32, 1)`.
        num_classes: Number of classes of the class head. Defaults to `None`: no
            class head.
        width: Channels of the first stage, doubled at each stage. Defaults to
            `64`.
        spectral_normalization: Whether all kernels up to the score have
            spectral normalization. Defaults to `False`.
        attributes_length: Length of the attributes on which the score is
            conditioned. Defaults to `None`: no attributes.
        projection: Whether attributes enter by an inner product with the last
            features instead of as channels of the input. Defaults to `False`.
        code_size: Length of the estimates of InfoGAN's codes. Defaults to
            `None`: no codes.
        packing: Number of images per score, as in PacGAN. Defaults to `1`.
        minibatch: Layer before the heads that compares the samples of a batch,
            `"discrimination"` or `"stddev"`, see `keras_creative.layers`.
            Defaults to `None`: no such layer.
        first_width: Channels of the first stage only. Color channels with
            independent contents compete for its filters, and a channel
            without filters is ignored. Defaults to `None`: `width`.

    Returns:
        `keras.Model` from images, or a pair of images and attributes
        `(batch, attributes_length)`, to a dict with `score` `(batch, 1)`, a
        logit, the last `features` and, if configured, `class_logits`
        `(batch, num_classes)` and `codes` `(batch, code_size)`. With
        `packing`, inputs, class logits and codes have shape
        `(batch, packing, ...)`.

    Raises:
        ValueError: If a side is below 8, a name is unknown, or `projection` is
            `True` without attributes.

    Example:

    >>> network = keras_creative.networks.dcgan_discriminator(num_classes=10)
    >>> network.output["class_logits"].shape
    (None, 10)

    Reference:

    - [Radford et al., 2015](https://arxiv.org/abs/1511.06434)
    """
    check_projection(projection, attributes_length)
    inputs, x = packed_input(image_shape, packing, "picture")
    if attributes_length is not None:
        second, attributes = attributes_input(attributes_length, packing)
        inputs = [inputs, second]
        if not projection:
            x = join_planes(x, attributes)
    first, *later = dcgan_stages(image_shape, width)
    if first_width is not None:
        check_integers(first_width=(first_width, 1))
        first = first_width
    for index, channels in enumerate([first, *later]):
        layer = Conv2D(
            channels, 4, strides=2, padding="same", name=f"down_{index}"
        )
        if spectral_normalization:
            layer = spectrally_normalized(layer)
        x = layer(x)
        x = LeakyReLU(0.2, name=f"down_{index}_relu")(x)
    x = keras.layers.Flatten(name="flatten")(x)
    heads = discriminator_heads(
        x,
        num_classes,
        spectral_normalization,
        projected=attributes if projection else None,
        code_size=code_size,
        packing=packing,
        minibatch=minibatch,
    )
    return keras.Model(inputs, heads, name="discriminator")


def dcgan_stages(image_shape, width):
    """Channels of the stages of a discriminator, from the first to the last.

    Args:
        image_shape: `(height, width, channels)`.
        width: Channels of the first stage, doubled at each stage.

    Returns:
        List of integers, down to 4 to 7 pixels of the shorter side.

    Raises:
        ValueError: If a side is below 8, or the shape does not have three
            entries.
    """
    stages = len(dcgan_sizes(image_shape)) - 1
    return [width * 2**stage for stage in range(stages)]


def dcgan_sizes(image_shape):
    """Heights and widths from an image down to the smallest resolution.

    Each is half of the previous one, rounded up, as computed by a strided
    convolution.

    Args:
        image_shape: `(height, width, channels)`.

    Returns:
        List of pairs of integers; the shorter side ends at 4 to 7 pixels.

    Raises:
        ValueError: If a side is below 8, or the shape does not have three
            entries.

    Example:

    >>> keras_creative.networks.dcgan.dcgan_sizes((105, 64, 1))
    [(105, 64), (53, 32), (27, 16), (14, 8), (7, 4)]
    """
    sides = tuple(image_shape[:-1])
    if len(image_shape) != 3 or min(sides) < 2 * _SMALLEST_SIDE:
        raise ValueError(
            "`image_shape` must be (height, width, channels) with sides of at "
            f"least {2 * _SMALLEST_SIDE} pixels. "
            f"Received: image_shape={tuple(image_shape)}"
        )
    sizes = [sides]
    while min(sides) >= 2 * _SMALLEST_SIDE:
        sides = tuple(-(-side // 2) for side in sides)
        sizes.append(sides)
    return sizes


def cut_to(size, pictures, name):
    """Crop images at the bottom and right to a size.

    Args:
        size: Requested height and width.
        pictures: Keras tensor `(batch, height, width, channels)`.
        name: Name of the layer.

    Returns:
        Keras tensor of that size.
    """
    excess = [
        (0, made - side)
        for made, side in zip(pictures.shape[1:3], size, strict=True)
    ]
    if excess == [(0, 0), (0, 0)]:
        return pictures
    return keras.layers.Cropping2D(excess, name=name)(pictures)
