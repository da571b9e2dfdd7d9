"""Argument validation that several data sets share."""

import numbers
import os

import numpy as np
import tensorflow as tf

# A small set may lack some classes.
_FEW_CLASSES = 1000
# Files of pictures are compressed far less than this.
_MOST_RATIO = 100
_SMALL = 2**28


class FileRefusal(ValueError):
    """A file isn't what it must be."""


def file_refusal(path, rule, received):
    """The error about a file.

    Args:
        path: The file.
        rule: What it must do, after "`path` must".
        received: What it does.

    Returns:
        `FileRefusal`.
    """
    return FileRefusal(
        f"`path` must {rule}. Received: path={str(path)!r}, {received}"
    )


def check_sides(size):
    """Height and width of pictures.

    Args:
        size: Side of squares in pixels, or a pair of height and width.

    Returns:
        Tuple of two integers.

    Raises:
        ValueError: If it is neither, or a side isn't positive.

    Example:

    >>> from keras_creative.datasets.checks import check_sides
    >>> check_sides(64), check_sides((96, 64))
    ((64, 64), (96, 64))
    """
    sides = tuple(size) if isinstance(size, tuple | list) else (size, size)
    for side in sides:
        is_integer = isinstance(side, numbers.Integral)
        if not is_integer or isinstance(side, bool) or side < 1:
            break
    else:
        if len(sides) == 2:
            return sides
    raise ValueError(
        "`size` must be an integer of at least 1, or two of them, height and "
        f"width. Received: size={size!r}"
    )


def check_images(images):
    """Check that an array is a batch of pictures.

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
        labels: Integers `(count,)`, 0 or more. They number the classes, so the
            largest is below `count`, or below 1,000 for fewer pictures.
        count: Number of pictures.

    Returns:
        int32 array `(count,)`.

    Raises:
        ValueError: If `labels` isn't one such integer per picture.
    """
    labels = np.asarray(labels)
    if labels.shape != (count,) or not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(
            f"`labels` must be one integer for each of the {count} pictures. "
            f"Received: labels of dtype {labels.dtype} and shape {labels.shape}"
        )
    end = max(count, _FEW_CLASSES)
    if count and not (labels.min() >= 0 and labels.max() < end):
        raise ValueError(
            f"`labels` must number the classes from 0, and be below {end} for "
            f"{count} pictures. Received: labels from {labels.min()} to "
            f"{labels.max()}"
        )
    return labels.astype(np.int32)


def check_unpacked(path, size):
    """Raise if a file unpacks to implausibly many bytes.

    Args:
        path: The file.
        size: Bytes that it declares to hold.

    Raises:
        ValueError: If these are more than 256 MiB, and more than 100 times its
            size.
    """
    packed = os.path.getsize(path)
    if size > max(_SMALL, _MOST_RATIO * packed):
        raise file_refusal(
            path,
            f"unpack to at most {_SMALL} bytes or {_MOST_RATIO} times its size",
            f"{size} bytes from {packed}",
        )


def check_sample(n, count):
    """Check a number of pictures to draw without repetition.

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
