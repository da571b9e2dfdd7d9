"""Networks of deformations: an image is warped to become another one."""

from collections.abc import Sequence

import keras
import numpy as np
from keras import ops

from keras_creative.checks import check_integers
from keras_creative.networks.dcgan import cut_to
from keras_creative.networks.normalization import check_group_width, group_silu
from keras_creative.networks.vae import gaussian_heads
from keras_creative.typing import Tensor

# Channels of the code on the map of the shifts, and size of the first shifts.
_CODE_CHANNELS = 16
_FIRST_SHIFTS = 1e-2
_SMALLEST_SIDE = 8


def deformation_encoder(
    image_shape: Sequence[int] = (28, 28, 1),
    latent_dim: int = 16,
    width: int = 32,
) -> keras.Model:
    """Encoder of the deformation from one image to another.

    Three strided convolutions and a dense layer.

    Args:
        image_shape: `(height, width, channels)`, sides of at least 8 pixels.
            Defaults to `(28, 28, 1)`.
        latent_dim: Length of the code. Defaults to `16`.
        width: Channels of the first layer, a multiple of 8. Defaults to `32`.

    Returns:
        `keras.Model` from `[shots, others]`, two batches of images, to a dict
        with `mean` and `log_variance`, each `(batch, latent_dim)`.

    Raises:
        ValueError: If a size is not positive, a side too short, or `width` is
            no multiple of 8.

    Example:

    >>> sorted(keras_creative.networks.deformation_encoder().output)
    ['log_variance', 'mean']
    """
    _check(image_shape, latent_dim, width)
    inputs = [
        keras.Input(tuple(image_shape), name=n) for n in ("shot", "other")
    ]
    x = keras.layers.Concatenate(name="both")(inputs)
    for index, channels in enumerate((width, 2 * width, 2 * width)):
        x = _block(x, channels, f"down_{index}", strides=2)
    x = keras.layers.Flatten(name="flatten")(x)
    x = keras.layers.Dense(8 * width, "silu", name="hidden")(x)
    return keras.Model(inputs, gaussian_heads(x, latent_dim), name="encoder")


def deformation_decoder(
    latent_dim: int = 16,
    image_shape: Sequence[int] = (28, 28, 1),
    width: int = 32,
) -> keras.Model:
    """Decoder that deforms an image as a code says.

    Convolutions of the image and the code make an affine map and, on a grid of
    a quarter of the sides, a map of shifts. Each pixel is read from the place
    in the image that both lead to, see `warp()`.

    Args:
        latent_dim: Length of the code. Defaults to `16`.
        image_shape: See `deformation_encoder()`.
        width: See `deformation_encoder()`.

    Returns:
        `keras.Model` from `[shots, codes]` to images in [-1, 1].

    Raises:
        ValueError: See `deformation_encoder()`.

    Example:

    >>> keras_creative.networks.deformation_decoder().output_shape
    (None, 28, 28, 1)

    Reference:

    - [Jaderberg et al., 2015, equations 1 and 3](
        https://arxiv.org/abs/1506.02025)
    """
    _check(image_shape, latent_dim, width)
    shot = keras.Input(tuple(image_shape), name="shot")
    code = keras.Input((latent_dim,), name="latent")
    x = _block(shot, width, "down_0", strides=2)
    x = _block(x, 2 * width, "down_1", strides=2)
    x = _block(_with_code(x, code), 2 * width, "middle_0")
    x = _block(_with_global(x, code), 2 * width, "middle_1")
    shifts = _shifts(x, image_shape)
    pixels = ops.multiply(shifts, np.array(image_shape[:2], "float32") / 4)
    deformed = ops.clip(warp(shot, pixels), -1.0, 1.0)
    return keras.Model([shot, code], deformed, name="decoder")


def warp(images: Tensor, shifts: Tensor) -> Tensor:
    """Read each pixel of images from another place.

    The interpolation is cubic, over 4 x 4 pixels, which keeps thin lines
    sharp. It may exceed the range of the images.

    Args:
        images: Tensor `(batch, height, width, channels)`.
        shifts: Tensor `(batch, height, width, 2)`: distance in pixels, down and
            to the right, of the place from the pixel. Places outside are those
            on the border.

    Returns:
        Images of the same shape.

    Example:

    >>> images = np.arange(36, dtype="float32").reshape(1, 6, 6, 1)
    >>> shifts = np.full((1, 6, 6, 2), 0.5, "float32")
    >>> warped = keras_creative.networks.warp(images, shifts)
    >>> warped[0, 2, 1:4, 0].numpy().tolist()
    [16.5, 17.5, 18.5]

    Reference:

    - [Jaderberg et al., 2015, equation 3](https://arxiv.org/abs/1506.02025)
    - [Keys, 1981, equation 15](https://doi.org/10.1109/TASSP.1981.1163711)
    """
    height, width, channels = images.shape[1:]
    rows, columns = np.mgrid[:height, :width].astype("float32")
    y = ops.clip(shifts[..., 0] + rows, 0, height - 1)
    x = ops.clip(shifts[..., 1] + columns, 0, width - 1)
    top, left = ops.floor(y), ops.floor(x)
    flat = ops.reshape(images, (-1, height * width, channels))

    def at(row, column):
        row = ops.clip(row, 0, height - 1)
        column = ops.clip(column, 0, width - 1)
        places = ops.cast(row * width + column, "int32")
        # Shifts that are NaN give images that are NaN.
        places = ops.clip(places, 0, height * width - 1)
        places = ops.reshape(places, (-1, height * width, 1))
        places = ops.repeat(places, channels, axis=2)
        found = ops.take_along_axis(flat, places, axis=1)
        return ops.reshape(found, (-1, height, width, channels))

    across = [ops.expand_dims(weight, -1) for weight in _cubic(x - left)]
    warped = 0.0
    for i, down in enumerate(_cubic(y - top), start=-1):
        line = sum(
            weight * at(top + i, left + j)
            for j, weight in enumerate(across, start=-1)
        )
        warped += ops.expand_dims(down, -1) * line
    return warped


def _cubic(share):
    """Weights of four neighbors for a place between the middle ones.

    Args:
        share: Distance from the second one, in [0, 1).
    """
    square, cube = share**2, share**3
    return [
        -0.5 * share + square - 0.5 * cube,
        1.0 - 2.5 * square + 1.5 * cube,
        0.5 * share + 2.0 * square - 1.5 * cube,
        -0.5 * square + 0.5 * cube,
    ]


def _with_code(x, code):
    """Features joined with a map of the code."""
    height, width = x.shape[1:3]
    units = height * width * _CODE_CHANNELS
    spread = keras.layers.Dense(units, "silu", name="code_map")(code)
    spread = keras.layers.Reshape((height, width, _CODE_CHANNELS))(spread)
    return keras.layers.Concatenate(name="with_code")([x, spread])


def _with_global(x, code):
    """Features with a bias by their means and the code."""
    channels = x.shape[-1]
    means = keras.layers.GlobalAveragePooling2D(name="means")(x)
    joined = keras.layers.Concatenate(name="means_and_code")([means, code])
    bias = keras.layers.Dense(channels, name="bias")(joined)
    bias = keras.layers.Reshape((1, 1, channels), name="bias_map")(bias)
    return keras.layers.Add(name="biased")([x, bias])


def _shifts(x, image_shape):
    """Shifts of all pixels, in quarters of the sides."""
    small = keras.initializers.RandomNormal(0.0, _FIRST_SHIFTS, seed=0)
    local = keras.layers.Conv2D(
        2,
        3,
        padding="same",
        kernel_initializer=small,
        dtype="float32",
        name="shifts",
    )(x)
    local = keras.layers.UpSampling2D(
        4, interpolation="bilinear", dtype="float32", name="up"
    )(local)
    local = cut_to(image_shape[:2], local, "cut")
    means = keras.layers.GlobalAveragePooling2D(name="last_means")(x)
    affine = keras.layers.Dense(
        6, kernel_initializer=small, dtype="float32", name="affine"
    )(means)
    affine = keras.layers.Reshape((1, 3, 2), name="affine_map")(affine)
    return ops.add(local, ops.matmul(_coordinates(image_shape), affine))


def _coordinates(image_shape):
    """Row, column and 1 of each pixel `(1, height, width, 3)`, in [-1, 1]."""
    rows, columns = (np.linspace(-1, 1, side) for side in image_shape[:2])
    y, x = np.meshgrid(rows, columns, indexing="ij")
    return np.stack([y, x, np.ones_like(y)], -1)[None].astype("float32")


def _block(x, channels, name, strides=1):
    x = keras.layers.Conv2D(
        channels, 3, strides=strides, padding="same", name=name
    )(x)
    return group_silu(x, name)


def _check(image_shape, latent_dim, width):
    check_integers(latent_dim=(latent_dim, 1))
    check_group_width(width)
    if len(image_shape) != 3 or min(image_shape[:2]) < _SMALLEST_SIDE:
        raise ValueError(
            "`image_shape` must be (height, width, channels) with sides of at "
            f"least {_SMALLEST_SIDE} pixels. "
            f"Received: image_shape={tuple(image_shape)}"
        )
