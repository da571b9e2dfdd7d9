"""Fully convolutional encoder and decoder for style transfer."""

from collections.abc import Sequence

import keras
from keras import ops

from keras_creative.checks import check_integers


def style_encoder(
    channels: int = 3, width: int = 16, depth: int = 3
) -> keras.Model:
    """Encoder of images of any size for a `StyleAutoencoder`.

    One convolution at the full resolution, and at each lower one a strided
    convolution and another. There is no normalization, so that the statistics
    of the features are those of the image, and images are padded by
    reflection, so that borders look like the rest.

    Args:
        channels: Channels of the images. Defaults to `3`.
        width: Channels of the features at the full resolution, doubled at each
            lower one. Defaults to `16`.
        depth: Number of times that the sides are halved. Defaults to `3`.

    Returns:
        `keras.Model` from images `(batch, height, width, channels)` in
        [-1, 1], whose sides are multiples of `2**depth` and at least twice
        that, to a list of `depth + 1` feature maps, from the full to the
        lowest resolution.

    Raises:
        ValueError: If a number is not positive.

    Example:

    >>> encoder = keras_creative.networks.style_encoder(width=8, depth=2)
    >>> [tuple(f.shape) for f in encoder(np.zeros((1, 16, 24, 3)))]
    [(1, 16, 24, 8), (1, 8, 12, 16), (1, 4, 6, 32)]
    """
    check_integers(channels=(channels, 1), width=(width, 1), depth=(depth, 1))
    images = keras.Input((None, None, channels), name="images")
    x = _convolution(images, width, "level_0")
    levels = [x]
    for level in range(1, depth + 1):
        filters = width * 2**level
        x = _convolution(x, filters, f"down_{level}", kernel=4, strides=2)
        x = _convolution(x, filters, f"level_{level}")
        levels.append(x)
    return keras.Model(images, levels, name="encoder")


def style_decoder(
    channels: int = 3, widths: Sequence[int] = (16, 32, 64, 128)
) -> keras.Model:
    """Decoder of the features of `style_encoder()` or `vgg19_encoder()`.

    The features of each resolution but the highest are used. What the decoder
    draws is added to the blurred image, the mean of 3x3 pixels taken twice:
    colors need not be learned, and edges are drawn anew.

    Args:
        channels: Channels of the images. Defaults to `3`.
        widths: Channels of the encoder's feature maps, from the full to the
            lowest resolution. Defaults to `(16, 32, 64, 128)`, those of
            `style_encoder()`.

    Returns:
        `keras.Model` from a list of images and of the feature maps from the
        second to the last, to images.

    Raises:
        ValueError: If there are fewer than two widths, or one is not positive.

    Example:

    >>> decoder = keras_creative.networks.style_decoder(widths=(8, 16, 32))
    >>> features = [np.zeros((1, 8, 8, 16)), np.zeros((1, 4, 4, 32))]
    >>> tuple(decoder([np.zeros((1, 16, 16, 3)), *features]).shape)
    (1, 16, 16, 3)
    """
    check_integers(
        channels=(channels, 1),
        **{f"widths[{i}]": (width, 1) for i, width in enumerate(widths)},
    )
    if len(widths) < 2:
        raise ValueError(
            "`widths` must have at least two numbers, one for each "
            f"resolution. Received: widths={tuple(widths)}"
        )
    images = keras.Input((None, None, channels), name="images")
    features = [
        keras.Input((None, None, width), name=f"level_{level}")
        for level, width in enumerate(widths[1:], start=1)
    ]
    x = features[-1]
    for level in range(len(widths) - 1, 0, -1):
        if x is not features[level - 1]:
            x = keras.layers.Concatenate(name=f"joined_{level}")(
                [x, features[level - 1]]
            )
        x = _convolution(x, widths[level], f"mixed_{level}")
        x = _convolution(x, widths[level - 1], f"narrowed_{level}")
        x = keras.layers.UpSampling2D(name=f"up_{level}")(x)
    x = _convolution(x, widths[0], "drawn")
    drawn = _convolution(
        x, channels, "strokes", activation=None, initializer="zeros"
    )
    blurred = reflected(images, 2)
    for index in range(2):
        blurred = keras.layers.AveragePooling2D(
            3, strides=1, dtype="float32", name=f"blurred_{index}"
        )(blurred)
    made = keras.layers.Add(dtype="float32", name="pictures")([blurred, drawn])
    return keras.Model([images, *features], made, name="decoder")


def reflected(x, size):
    """Images or features, padded on each side by reflection.

    Args:
        x: Tensor `(batch, height, width, channels)`, sides above `size`.
        size: Rows and columns to add on each side.
    """
    sides = ((0, 0), (size, size), (size, size), (0, 0))
    return ops.pad(x, sides, mode="reflect")


def _convolution(
    x, filters, name, kernel=3, strides=1, activation="relu", initializer=None
):
    """Convolution whose output has the input's sides, divided by `strides`."""
    return keras.layers.Conv2D(
        filters,
        kernel,
        strides=strides,
        activation=activation,
        kernel_initializer=initializer or "he_normal",
        name=name,
    )(reflected(x, (kernel - 1) // 2))
