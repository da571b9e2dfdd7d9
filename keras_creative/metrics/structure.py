"""What a changed image keeps of the original's structure."""

import numpy as np
import tensorflow as tf

from keras_creative.typing import ArrayLike

_LUMINANCE = (0.299, 0.587, 0.114)
# Side of the window of the paper.
_LEAST = 11


def structural_similarity(images: ArrayLike, others: ArrayLike) -> np.ndarray:
    """Structural similarity (SSIM) of pairs of images, by their luminance.

    Args:
        images: Array `(n, height, width, 1 or 3)` in [-1, 1], sides of at
            least 11 pixels.
        others: Array of the same shape.

    Returns:
        Array `(n,)`: 1 for equal images, about 0 for unrelated ones.

    Raises:
        ValueError: If a shape is wrong.

    Example:

    >>> images = np.random.default_rng(0).uniform(-1, 1, (2, 16, 16, 3))
    >>> similarity = keras_creative.metrics.structural_similarity
    >>> similarity(images, images).tolist()
    [1.0, 1.0]

    Reference:

    - [Wang et al., 2004, equation 13](https://doi.org/10.1109/TIP.2003.819861)
    """
    images, others = np.asarray(images), np.asarray(others)
    shape = images.shape
    if (
        shape != others.shape
        or len(shape) != 4
        or shape[-1] not in (1, 3)
        or min(shape[1:3]) < _LEAST
    ):
        raise ValueError(
            "`images` and `others` must have one shape, (n, height, width, 1 "
            f"or 3), with sides of at least {_LEAST}. Received: "
            f"images.shape={shape}, others.shape={others.shape}"
        )
    with tf.device("CPU:0"):
        pair = (_luminance(images), _luminance(others))
        return tf.image.ssim(*pair, max_val=2.0).numpy()


def _luminance(images):
    """Images of one channel, from 0 to 2."""
    images = np.clip(images, -1, 1).astype("float32") + 1
    if images.shape[-1] == 3:
        images = (images @ np.float32(_LUMINANCE))[..., np.newaxis]
    return tf.constant(images)
