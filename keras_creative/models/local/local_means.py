"""Mean images given the local surroundings of each noisy pixel."""

import numpy as np
import tensorflow as tf
from keras import ops

from keras_creative.typing import Tensor

# Pairs of a query and a patch that are compared at once, 256 MiB.
_PAIRS = 2**26


def patch_band(size: int, width: float) -> np.ndarray:
    """Matrix that sums over the patch around each position of a line.

    Patches are cut off at the border.

    Args:
        size: Length of the line.
        width: Width of a patch, rounded down to an odd number.

    Returns:
        float32 array `(size, size)` of zeros and ones.
    """
    index = np.arange(size)
    near = abs(index[:, None] - index) <= (max(1, width) - 1) // 2
    return near.astype("float32")


def local_weights(
    x: Tensor, t: Tensor, images: Tensor, rows: Tensor, columns: Tensor
) -> Tensor:
    """Probability of each image at each pixel, given the patch around it.

    On the path `x = (1 - t) z + t y` from noise `z` to an image `y`, the patch
    of `x` is normally distributed around `t` times the patch of `y`.

    Args:
        x: Noisy images `(n, height, width, channels)`.
        t: Time, a scalar in [0, 1).
        images: Images `(m, height, width, channels)`.
        rows: Matrix of `patch_band()` for the height.
        columns: The same for the width.

    Returns:
        Tensor `(height, width, n, m)`.
    """
    # Positions first: sums over patches are then matrix products.
    x = ops.transpose(x, (1, 2, 0, 3))
    images = ops.transpose(images, (1, 2, 3, 0))
    squares = (
        ops.sum(x**2, axis=-1)[..., None]
        - 2 * t * (x @ images)
        + t**2 * ops.sum(images**2, axis=2)[:, :, None]
    )
    shape = ops.shape(squares)
    squares = rows @ ops.reshape(squares, (shape[0], -1))
    squares = ops.reshape(squares, (shape[0], shape[1], -1))
    squares = ops.reshape(columns @ squares, shape)
    return ops.softmax(-squares / (2 * (1 - t) ** 2), axis=-1)


@tf.function(reduce_retracing=True)
def local_means(
    x: Tensor, t: Tensor, images: Tensor, rows: Tensor, columns: Tensor
) -> Tensor:
    """Mean of the images at each pixel, given the patch around it.

    The local score machine.

    Args:
        x: See `local_weights()`.
        t: See `local_weights()`.
        images: See `local_weights()`.
        rows: See `local_weights()`.
        columns: See `local_weights()`.

    Returns:
        Tensor of the shape of `x`.

    Reference:

    - [Kamb & Ganguli, 2025, section 3](https://arxiv.org/abs/2412.20292)
    """
    weights = local_weights(x, t, images, rows, columns)
    return ops.einsum("hwnm,mhwc->nhwc", weights, images)


@tf.function(reduce_retracing=True)
def image_shares(
    x: Tensor, t: Tensor, images: Tensor, rows: Tensor, columns: Tensor
) -> Tensor:
    """Share of the pixels that follow each image.

    Args:
        x: See `local_weights()`.
        t: See `local_weights()`.
        images: See `local_weights()`.
        rows: See `local_weights()`.
        columns: See `local_weights()`.

    Returns:
        Tensor `(n, m)`; each row sums to 1.
    """
    return ops.mean(local_weights(x, t, images, rows, columns), axis=(0, 1))


@tf.function
def equivariant_means(
    x: Tensor, t: Tensor, images: Tensor, width: int
) -> Tensor:
    """Mean of the pixels of all images at all places, given the patch.

    As `local_means()`, but the patch may lie anywhere in an image: the
    equivariant local score machine. Images are padded with zeros, so that
    patches at the border differ from others.

    Args:
        x: Noisy images `(n, height, width, channels)`.
        t: Time, a scalar in [0, 1).
        images: Images `(m, height, width, channels)`.
        width: Odd width of a patch, a Python integer.

    Returns:
        Tensor of the shape of `x`.

    Reference:

    - [Kamb & Ganguli, 2025, section 3](https://arxiv.org/abs/2412.20292)
    """
    channels = x.shape[-1]
    queries = _patches(x, width)
    patches = _patches(images, width)
    pixels = ops.reshape(images, (-1, channels))
    block = max(1, _PAIRS // max(1, queries.shape[0]))
    variance = (1 - t) ** 2

    def body(start, top, total, sums):
        keys = patches[start : start + block]
        logits = (
            t * (queries @ ops.transpose(keys))
            - t**2 * ops.sum(keys**2, axis=1) / 2
        ) / variance
        new = ops.maximum(top, ops.max(logits, axis=1))
        weights = ops.exp(logits - new[:, None])
        old = ops.exp(top - new)
        total = old * total + ops.sum(weights, axis=1)
        sums = old[:, None] * sums + weights @ pixels[start : start + block]
        return start + block, new, total, sums

    count = queries.shape[0]
    state = (
        tf.constant(0),
        tf.fill([count], -np.inf),
        tf.zeros([count]),
        tf.zeros([count, channels]),
    )
    _, _, total, sums = tf.while_loop(
        lambda start, *_: start < patches.shape[0], body, state
    )
    return ops.reshape(sums / total[:, None], x.shape)


def _patches(images, width):
    """The patch around every pixel, `(n * height * width, features)`."""
    found = tf.image.extract_patches(
        images, [1, width, width, 1], [1] * 4, [1] * 4, "SAME"
    )
    return ops.reshape(found, (-1, found.shape[-1]))
