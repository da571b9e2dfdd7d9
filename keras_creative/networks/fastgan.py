"""FastGAN's networks, for a few hundred images, small enough for a laptop.

Resolutions are counted from the lowest one, 4 to 7 pixels of the shorter side,
and so are the names and the channels of the layers: networks of two sizes
share all layers but those of the highest resolutions.
"""

import math
from collections.abc import Sequence

import keras
from keras import ops

from keras_creative.checks import check_integers
from keras_creative.layers import Conv2D, Conv2DTranspose, LeakyReLU
from keras_creative.networks.dcgan import cut_to, dcgan_sizes
from keras_creative.networks.heads import discriminator_heads
from keras_creative.networks.normalization import batch_normalization

# Channels of each resolution from the lowest one, in widths.
_FACTORS = (8, 8, 4, 2, 1, 1 / 2, 1 / 4, 1 / 8)
_FEWEST_CHANNELS = 4
# Resolutions between the features that excite and those that are excited.
_SKIP = 4
# Resolution of the features whose quarters are decoded, and the lowest one
# that is decoded as a whole.
_CROPPED, _WHOLE = 2, 1


def fastgan_generator(
    image_shape: Sequence[int] = (64, 64, 3),
    latent_dim: int = 128,
    width: int = 32,
) -> keras.Model:
    """FastGAN's generator: gated convolutions with skip-layer excitation.

    It starts at 4x4 pixels and doubles the sides until the size of the image is
    reached. Features of a resolution are multiplied by weights of their
    channels that follow from the features of a sixteenth of the sides. Sides
    that are not powers of two are handled as by `dcgan_generator()`.

    It departs from the paper in three points: features are doubled by a
    transposed 4x4 convolution, which includes the paper's doubling of pixels
    before a 3x3 convolution and costs less; it adds no noise to the features,
    so that a latent vector determines its image; and it is smaller.

    Args:
        image_shape: `(height, width, channels)`, sides of at least 16 pixels.
            Defaults to `(64, 64, 3)`.
        latent_dim: Length of the latent vector. Defaults to `128`.
        width: Channels at 64 pixels. Half of them at 128 pixels, and twice, 4
            and 8 times as many at 32, 16 and 8 pixels. Defaults to `32`.

    Returns:
        `keras.Model` from `(batch, latent_dim)` to images in [-1, 1].

    Raises:
        ValueError: If a side is below 16, or a length is not positive.

    Example:

    >>> keras_creative.networks.fastgan_generator((96, 64, 3)).output_shape
    (None, 96, 64, 3)

    Reference:

    - [Liu et al., 2021, section 3.1](https://arxiv.org/abs/2101.04775)
    """
    check_integers(latent_dim=(latent_dim, 1), width=(width, 1))
    smallest, *sizes = _sizes(image_shape)
    latent = keras.Input((latent_dim,), name="latent")
    shape = (*smallest, 2 * _channels(width, 0))
    x = keras.layers.Dense(math.prod(shape), use_bias=False, name="dense")(
        latent
    )
    x = keras.layers.Reshape(shape, name="reshape")(x)
    features = [ops.glu(batch_normalization("dense_norm")(x))]
    for level, size in enumerate(sizes, start=1):
        channels = _channels(width, level)
        x = keras.layers.Conv2DTranspose(
            2 * channels,
            4,
            strides=2,
            padding="same",
            use_bias=False,
            name=f"up_{level}",
        )(features[-1])
        x = cut_to(size, x, f"up_{level}_cut")
        x = ops.glu(batch_normalization(f"up_{level}_norm")(x))
        if level >= _SKIP:
            low = features[level - _SKIP]
            x = _excited(x, low, level - _SKIP, f"excite_{level}")
        features.append(x)
    x = keras.layers.Conv2D(
        image_shape[-1], 3, padding="same", name="to_picture"
    )(features[-1])
    picture = keras.layers.Activation("tanh", dtype="float32", name="picture")
    return keras.Model(latent, picture(x), name="generator")


def fastgan_discriminator(
    image_shape: Sequence[int] = (64, 64, 3),
    num_classes: int | None = None,
    width: int = 32,
    decoders: bool = True,
) -> keras.Model:
    """FastGAN's discriminator, with decoders of its features.

    Each stage is the sum of a strided 4x4 convolution and of averaged features
    after a 1x1 convolution, down to 4x4 pixels. Without batch normalization,
    which the paper has, a score depends on its own image alone, as gradient
    penalties require.

    Two decoders reconstruct the images: one from the features at 8x8 pixels,
    at half the size; and one, the layer `crop_decoder`, from the features at
    16x16 pixels, or from a part of them, at full size.

    Args:
        image_shape: See `fastgan_generator()`. Defaults to `(64, 64, 3)`.
        num_classes: Number of classes of the class head. Defaults to `None`: no
            class head.
        width: Channels of the first stage of an image of 64 pixels. Defaults
            to `32`.
        decoders: Whether it has decoders, which `models.FastGAN` trains.
            Defaults to `True`.

    Returns:
        `keras.Model` from images to a dict with `score` `(batch, 1)`, a logit,
        the last `features`, with `num_classes` `class_logits`, and with
        `decoders` `reconstruction`
        `(batch, height / 2, width / 2, channels)`, `crop_features`, the input
        of the layer `crop_decoder`, and its output `crop_reconstruction`.

    Raises:
        ValueError: If a side is below 16.

    Example:

    >>> network = keras_creative.networks.fastgan_discriminator(width=8)
    >>> network.output["reconstruction"].shape
    (None, 32, 32, 3)

    Reference:

    - [Liu et al., 2021, section 3.2](https://arxiv.org/abs/2101.04775)
    """
    check_integers(width=(width, 1))
    sizes = _sizes(image_shape)
    top = len(sizes) - 1
    x = picture = keras.Input(image_shape, name="picture")
    levels = {}
    for level in reversed(range(top)):
        x = levels[level] = _halved(x, _channels(width, level + 1), level)
    x = keras.layers.Flatten(name="flatten")(x)
    heads = discriminator_heads(x, num_classes)
    if decoders:
        heads |= _reconstructions(levels, sizes, image_shape[-1])
    return keras.Model(picture, heads, name="discriminator")


def _sizes(image_shape):
    """Heights and widths from the smallest resolution up to the image."""
    if len(image_shape) != 3 or min(image_shape[:2]) < 16:
        raise ValueError(
            "`image_shape` must be (height, width, channels) with sides of at "
            f"least 16 pixels. Received: image_shape={tuple(image_shape)}"
        )
    return dcgan_sizes(image_shape)[::-1]


def _channels(width, level):
    factor = _FACTORS[min(level, len(_FACTORS) - 1)]
    return max(_FEWEST_CHANNELS, round(width * factor))


def _excited(x, low, level, name):
    """Features whose channels are weighted by those of a low resolution."""
    if level:
        low = keras.layers.AveragePooling2D(
            2**level, padding="same", name=f"{name}_pool"
        )(low)
    channels = x.shape[-1]
    low = keras.layers.Conv2D(
        channels, low.shape[1:3], activation="silu", name=f"{name}_hidden"
    )(low)
    weights = keras.layers.Conv2D(
        channels, 1, activation="sigmoid", name=f"{name}_weights"
    )(low)
    return keras.layers.Multiply(name=name)([x, weights])


def _halved(x, channels, level):
    """Features of a discriminator at half the resolution."""
    name = f"down_{level}"
    shortcut = keras.layers.AveragePooling2D(
        2, padding="same", name=f"{name}_pool"
    )(x)
    shortcut = Conv2D(channels, 1, name=f"{name}_shortcut")(shortcut)
    x = Conv2D(channels, 4, strides=2, padding="same", name=name)(x)
    x = LeakyReLU(0.2, name=f"{name}_relu")(x)
    return keras.layers.Add(name=f"{name}_sum")([x, shortcut])


def _reconstructions(levels, sizes, channels):
    """Outputs of the decoders, by name."""
    top = len(sizes) - 1
    whole = levels[_WHOLE]
    decoder = _decoder(
        whole.shape[1:], sizes[_WHOLE + 1 : top], channels, "decoder"
    )
    level = min(_CROPPED, top - 1)
    cropped = levels[level]
    crop_decoder = _decoder(
        (None, None, cropped.shape[-1]),
        [None] * (top - level),
        channels,
        "crop_decoder",
    )
    return {
        "reconstruction": decoder(whole),
        "crop_features": cropped,
        "crop_reconstruction": crop_decoder(cropped),
    }


def _decoder(shape, sizes, channels, name):
    """Model from features to images, which doubles the sides for each size."""
    x = features = keras.Input(shape, name=f"{name}_features")
    width = max(8, shape[-1] // 2)
    for index, size in enumerate(sizes):
        label = f"{name}_{index}"
        x = Conv2DTranspose(width, 4, strides=2, padding="same", name=label)(x)
        if size is not None:
            x = cut_to(size, x, f"{label}_cut")
        x = LeakyReLU(0.2, name=f"{label}_relu")(x)
        width = max(8, width // 2)
    x = Conv2D(channels, 3, padding="same", name=f"{name}_last")(x)
    picture = keras.layers.Activation(
        "tanh", dtype="float32", name=f"{name}_picture"
    )
    return keras.Model(features, picture(x), name=name)
