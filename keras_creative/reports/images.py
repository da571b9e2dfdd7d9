"""Images embedded in the page, in few bytes."""

import base64
import io

import numpy as np
from PIL import Image

from keras_creative import plotting
from keras_creative.files.picture_files import read_picture

_WIDEST = 840
# Width of the narrowest column: smaller images are never scaled down.
_NARROW = 230
_COLORS = 256
_SCALES = (8, 6, 5, 4, 3, 2)


def tile(pictures, columns=None, padding=1):
    """One image of several pictures in rows.

    Args:
        pictures: Array `(n, height, width, 1 or 3)` in [-1, 1].
        columns: Pictures in a row. Defaults to `None`: as in a square.
        padding: White pixels between them. Defaults to `1`.

    Returns:
        `PIL.Image.Image`.
    """
    return Image.fromarray(plotting.tile_images(pictures, columns, padding))


def read_grid(path):
    """Read a grid of samples, and undo the enlargement of its pixels.

    Args:
        path: The PNG file.

    Returns:
        `PIL.Image.Image`, at most 840 pixels wide, and the width to show it
        with.

    Raises:
        ValueError: If it is not an image, is damaged or far too large.
    """
    pixels = np.asarray(read_picture(path))
    image = Image.fromarray(_without_enlargement(pixels))
    if image.width > _WIDEST:
        height = max(1, round(image.height * _WIDEST / image.width))
        image = image.resize((_WIDEST, height), Image.Resampling.LANCZOS)
    return image, min(_WIDEST, pixels.shape[1])


def data_uri(image):
    """Data URI of an image, a PNG with at most 256 colors.

    Args:
        image: `PIL.Image.Image` in RGB. Gray images, and those with few
            colors, are kept exactly.
    """
    pixels = np.asarray(image)
    if (pixels == pixels[..., :1]).all():
        image = Image.fromarray(np.ascontiguousarray(pixels[..., 0]))
    elif image.getcolors(_COLORS) is None:
        image = image.quantize(_COLORS, Image.Quantize.MEDIANCUT)
    else:
        image = _with_few_colors(pixels)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    code = base64.b64encode(file.getvalue()).decode()
    return f"data:image/png;base64,{code}"


def picture(image, uri=None):
    """Data of an image for the templates.

    Args:
        image: `PIL.Image.Image`.
        uri: Result of `data_uri()`, if it is known. Defaults to
            `None`.
    """
    return {
        "uri": uri or data_uri(image),
        "width": image.width,
        "height": image.height,
        "smooth": image.width > _NARROW,
    }


def player(frames, name, width, start=-1):
    """Frames with a slider and a play button.

    Args:
        frames: List of tuples of an image, its data URI, and its label.
        name: What the frames show.
        width: Maximum width in pixels.
        start: Index of the frame shown first. Defaults to `-1`, the last.
    """
    first = start % len(frames)
    return {
        "kind": "player",
        "name": name,
        "width": width,
        "start": first,
        "smooth": width <= frames[first][0].width,
        "frames": [
            (picture(image, uri), label) for image, uri, label in frames
        ],
    }


def _with_few_colors(pixels):
    """Pixels of at most 256 colors as an image with this palette."""
    numbers = pixels.astype("int32") @ [1 << 16, 1 << 8, 1]
    colors, places = np.unique(numbers, return_inverse=True)
    image = Image.fromarray(places.reshape(numbers.shape).astype("uint8"))
    palette = np.stack([colors >> 16, colors >> 8 & 255, colors & 255], axis=1)
    image.putpalette(palette.astype("uint8").tobytes())
    return image


def _without_enlargement(pixels):
    """The image whose pixels were each enlarged to a square."""
    height, width, _ = pixels.shape
    for scale in _SCALES:
        if height % scale or width % scale:
            continue
        small = pixels[::scale, ::scale]
        if (small.repeat(scale, 0).repeat(scale, 1) == pixels).all():
            return small
    return pixels
