"""Pictures inside the page, small in bytes."""

import base64
import io

import numpy as np
from PIL import Image

from keras_creative import plotting
from keras_creative.files.picture_files import read_picture

_WIDEST = 840
# The narrowest column; images below are never shrunk, only enlarged.
_NARROW = 230
_COLORS = 256
_SCALES = (8, 6, 5, 4, 3, 2)


def tile(pictures, columns=None, padding=1):
    """One image of pictures in rows.

    Args:
        pictures: Array `(n, height, width, 1 or 3)` in [-1, 1].
        columns: Pictures in a row. Defaults to `None`: a square of them.
        padding: White pixels between. Defaults to `1`.

    Returns:
        `PIL.Image.Image`.
    """
    return Image.fromarray(plotting.tile_images(pictures, columns, padding))


def read_grid(path):
    """A grid of a run, without the enlargement of its pixels.

    Args:
        path: The PNG file.

    Returns:
        `PIL.Image.Image`, at most 840 pixels wide, and the width that it is to
        be shown in.

    Raises:
        ValueError: If it is no picture, is damaged or much too large.
    """
    pixels = np.asarray(read_picture(path))
    image = Image.fromarray(_without_enlargement(pixels))
    if image.width > _WIDEST:
        height = max(1, round(image.height * _WIDEST / image.width))
        image = image.resize((_WIDEST, height), Image.Resampling.LANCZOS)
    return image, min(_WIDEST, pixels.shape[1])


def data_uri(image):
    """An image as the address of itself, a PNG of at most 256 colours.

    Args:
        image: `PIL.Image.Image` in RGB. Grey ones, and those of few colours,
            are kept exactly.
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
    """What templates need of an image.

    Args:
        image: `PIL.Image.Image`.
        uri: What `data_uri()` returned for it, if it is known. Defaults to
            `None`.
    """
    return {
        "uri": uri or data_uri(image),
        "width": image.width,
        "height": image.height,
        "smooth": image.width > _NARROW,
    }


def player(frames, name, width, start=-1):
    """Frames of which one is shown, a slider and a button that plays them.

    Args:
        frames: List of tuples of an image, its address, and its label.
        name: What the frames show.
        width: Pixels that it is wide where there is room.
        start: Which frame is shown first. Defaults to `-1`, the last.
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
    """Pixels of at most 256 colours as an image with just these."""
    numbers = pixels.astype("int32") @ [1 << 16, 1 << 8, 1]
    colors, places = np.unique(numbers, return_inverse=True)
    image = Image.fromarray(places.reshape(numbers.shape).astype("uint8"))
    palette = np.stack([colors >> 16, colors >> 8 & 255, colors & 255], axis=1)
    image.putpalette(palette.astype("uint8").tobytes())
    return image


def _without_enlargement(pixels):
    """The picture whose pixels were each made a square."""
    height, width, _ = pixels.shape
    for scale in _SCALES:
        if height % scale or width % scale:
            continue
        small = pixels[::scale, ::scale]
        if (small.repeat(scale, 0).repeat(scale, 1) == pixels).all():
            return small
    return pixels
