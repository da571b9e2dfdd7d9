"""Refusals of arguments that several data sets share."""

import numpy as np
import tensorflow as tf


def check_images(images):
    """Refuse what is no batch of pictures.

    Args:
        images: Array or tensor.

    Raises:
        ValueError: If it isn't uint8 of shape
            `(n, height, width, channels)`, with a known height and width.
    """
    shape = tf.TensorShape(images.shape)
    if images.dtype != "uint8" or shape.rank != 4 or None in shape[1:3]:
        raise ValueError(
            "`images` must be uint8 of shape (n, height, width, channels), "
            "with a known height and width. Received: images of dtype "
            f"{images.dtype.name} and shape {shape}"
        )


def check_labels(labels, count):
    """Labels as an int32 array.

    Args:
        labels: Integers `(count,)`.
        count: Number of pictures.

    Returns:
        int32 array `(count,)`.

    Raises:
        ValueError: If `labels` isn't one integer per picture.
    """
    labels = np.asarray(labels)
    if labels.shape != (count,) or not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(
            f"`labels` must be one integer for each of the {count} pictures. "
            f"Received: labels of dtype {labels.dtype} and shape {labels.shape}"
        )
    return labels.astype(np.int32)


def check_sample(n, count):
    """Refuse a number of pictures that can't be drawn without repetition.

    Args:
        n: Number of pictures to draw.
        count: Number of pictures there are.

    Raises:
        ValueError: If `n` isn't from 1 to `count`.
    """
    if not 1 <= n <= count:
        raise ValueError(
            f"`n` must be from 1 to the number of pictures, {count}. "
            f"Received: n={n}"
        )
