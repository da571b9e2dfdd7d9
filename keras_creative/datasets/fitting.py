"""Resizing and color conversion of pictures for a network."""

import numpy as np
import tensorflow as tf

# Fits that take another window of a picture every time.
FITS = ("crop", "resize", "scaled-crop", "random-crop")
WINDOWED_FITS = FITS[2:]

_CHUNK = 1024
# Sides of a picture, in sides of the window that is cut from it, at least.
_SCALE = 1.5


def fit_picture(picture, sides, fit, seed):
    """Cut or squeeze one picture to a rectangle, in the graph.

    Args:
        picture: uint8 tensor `(height, width, channels)`.
        sides: Height and width of the rectangle, in pixels.
        fit: `"crop"`, the middle of the picture, scaled so that it just covers
            the rectangle; `"resize"`, the whole picture, squeezed;
            `"scaled-crop"`, a window of the picture, scaled down so that it
            just covers 1.5 times the sides, unless it is smaller; or
            `"random-crop"`, a window at the picture's own resolution. For a
            window, the picture must be at least as high and wide. Pictures are
            scaled down by area, up bilinearly.
        seed: Pair of integers that fixes the window.

    Returns:
        uint8 tensor `(*sides, channels)`.
    """
    shape = (*sides, picture.shape[-1])
    if fit in WINDOWED_FITS:
        if fit == "scaled-crop":
            picture = _scale_down(picture, [round(_SCALE * s) for s in sides])
        picture = _window(picture, sides, seed)
    else:
        if fit == "crop":
            picture = _middle(picture, sides)
        picture = _resize(picture, sides)
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


def shrink(images, sides):
    """Scale pictures down until they fit into a rectangle, by area.

    Args:
        images: uint8 array `(n, height, width, channels)`, 0 to 255.
        sides: Height and width of the rectangle, in pixels.

    Returns:
        uint8 array of the same proportions; `images` when they are small
        enough.
    """
    own = images.shape[1:3]
    share = min(most / side for most, side in zip(sides, own, strict=True))
    if share >= 1:
        return images
    sides = [max(1, round(share * side)) for side in own]

    def resize(chunk):
        return tf.round(tf.image.resize(chunk, sides, method="area"))

    return _in_chunks(images, resize)


def _window(picture, sides, seed):
    room = tf.shape(picture)[:2] - sides + 1
    share = tf.random.stateless_uniform((2,), seed, alg="philox")
    begin = tf.cast(share * tf.cast(room, "float32"), "int32")
    return tf.slice(picture, tf.pad(begin, [(0, 1)]), (*sides, -1))


def _scale_down(picture, covered):
    """The picture, which just covers a rectangle unless it is smaller."""
    sides = tf.shape(picture)[:2]
    shares = tf.cast(covered, "float32") / tf.cast(sides, "float32")
    share = tf.reduce_max(shares)
    scaled = tf.cast(tf.round(share * tf.cast(sides, "float32")), "int32")

    def resize():
        resized = tf.image.resize(picture, scaled, method="area")
        return tf.cast(tf.round(resized), "uint8")

    return tf.cond(share < 1, resize, lambda: picture)


def _middle(picture, sides):
    """The largest middle part with the proportions of a rectangle."""
    own = tf.shape(picture, out_type="int64")[:2]
    height, width = sides
    fitting = own[::-1] * [height, width] // [width, height]
    part = tf.minimum(own, tf.maximum(fitting, 1))
    top, left = tf.unstack((own - part) // 2)
    height, width = tf.unstack(part)
    return picture[top : top + height, left : left + width]


def _resize(picture, sides):
    resized = tf.cond(
        tf.reduce_any(tf.shape(picture)[:2] > sides),
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
