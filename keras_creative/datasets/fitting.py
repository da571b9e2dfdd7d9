"""Resizing and color conversion of pictures for a network."""

import numpy as np
import tensorflow as tf

# Fits that take another window of a picture every time.
FITS = ("crop", "resize", "scaled-crop", "random-crop")
WINDOWED_FITS = FITS[2:]

_CHUNK = 1024
# Shorter side of a picture, in sides of the window that is cut from it.
_SCALE = 1.5


def fit_picture(picture, size, fit, seed):
    """Cut or squeeze one picture to a square, in the graph.

    Args:
        picture: uint8 tensor `(height, width, channels)`.
        size: Side of the square, in pixels.
        fit: `"crop"`, the middle of the picture with the shorter side scaled
            to `size`; `"resize"`, the whole picture, squeezed;
            `"scaled-crop"`, a window of the picture with the shorter side
            scaled down to 1.5 `size`, unless it is less; or `"random-crop"`, a
            window at the picture's own resolution. For a window, the picture
            must be at least `size` high and wide. Pictures are scaled down by
            area, up bilinearly.
        seed: Pair of integers that fixes the window.

    Returns:
        uint8 tensor `(size, size, channels)`.
    """
    shape = (size, size, picture.shape[-1])
    if fit in WINDOWED_FITS:
        if fit == "scaled-crop":
            picture = _scale_down(picture, round(_SCALE * size))
        picture = _window(picture, size, seed)
    else:
        if fit == "crop":
            picture = _middle_square(picture)
        picture = _resize(picture, size)
    return tf.ensure_shape(picture, shape)


def recolor(images, color):
    """Convert pictures to the requested channels.

    Args:
        images: uint8 array `(n, height, width, channels)`, 0 to 255.
        color: `True` for 3 channels, where gray is repeated; `False` for 1,
            the luminance; `None` for those that are there.

    Returns:
        uint8 array `(n, height, width, 1 or 3)`.

    Raises:
        ValueError: If the pictures have other than 1 or 3 channels and `color`
            isn't `None`.
    """
    channels = images.shape[-1]
    if color is None or channels == (3 if color else 1):
        return images
    if channels not in (1, 3):
        raise ValueError(
            "`color` must be None for pictures of other than 1 or 3 channels. "
            f"Received: color={color}, images of shape {images.shape}"
        )
    if color:
        return np.repeat(images, 3, axis=-1)
    return _in_chunks(images, tf.image.rgb_to_grayscale)


def shrink(images, size):
    """Scale pictures down until the longer side is `size`, by area.

    Args:
        images: uint8 array `(n, height, width, channels)`, 0 to 255.
        size: The longest side that may be, in pixels.

    Returns:
        uint8 array of the same proportions; `images` when they are small
        enough.
    """
    longest = max(images.shape[1:3])
    if longest <= size:
        return images
    sides = [max(1, round(s * size / longest)) for s in images.shape[1:3]]

    def resize(chunk):
        return tf.round(tf.image.resize(chunk, sides, method="area"))

    return _in_chunks(images, resize)


def _window(picture, size, seed):
    room = tf.shape(picture)[:2] - size + 1
    share = tf.random.stateless_uniform((2,), seed, alg="philox")
    begin = tf.cast(share * tf.cast(room, "float32"), "int32")
    return tf.slice(picture, tf.pad(begin, [(0, 1)]), (size, size, -1))


def _scale_down(picture, shorter):
    """The picture with a shorter side of at most so many pixels."""
    sides = tf.shape(picture)[:2]
    share = tf.cast(shorter, "float32") / tf.cast(
        tf.reduce_min(sides), "float32"
    )
    scaled = tf.cast(tf.round(share * tf.cast(sides, "float32")), "int32")

    def resize():
        resized = tf.image.resize(picture, scaled, method="area")
        return tf.cast(tf.round(resized), "uint8")

    return tf.cond(share < 1, resize, lambda: picture)


def _middle_square(picture):
    sides = tf.shape(picture)[:2]
    shorter = tf.reduce_min(sides)
    begin = tf.pad((sides - shorter) // 2, [(0, 1)])
    return tf.slice(picture, begin, tf.stack([shorter, shorter, -1]))


def _resize(picture, size):
    sides = (size, size)
    resized = tf.cond(
        tf.reduce_max(tf.shape(picture)[:2]) > size,
        lambda: tf.image.resize(picture, sides, method="area"),
        lambda: tf.image.resize(picture, sides, method="bilinear"),
    )
    return tf.cast(tf.round(resized), "uint8")


def _in_chunks(images, function):
    with tf.device("CPU:0"):
        chunks = [
            tf.cast(function(images[i : i + _CHUNK]), "uint8").numpy()
            for i in range(0, len(images), _CHUNK)
        ]
    return np.concatenate(chunks)
