"""What lies in a folder of pictures, by names and headers alone."""

import dataclasses
import os

import numpy as np
import tensorflow as tf

# Formats as Pillow calls them; an MPO is a JPEG followed by more pictures.
_FORMATS = ("JPEG", "MPO", "PNG", "GIF", "BMP")
_SUFFIXES = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".bmp", ".webp"),
    *(".avif", ".heic", ".jp2", ".jxl", ".ppm", ".tif", ".tiff"),
)
_GRAY_MODES = ("1", "L", "LA", "I", "I;16", "I;16B")
_BMP_MODES = ("L", "RGB", "RGBA")


@dataclasses.dataclass(frozen=True, slots=True)
class Header:
    """What the beginning of a picture's file says.

    Args:
        width: In pixels.
        height: In pixels.
        gray: Whether there is no colour.
        problem: Why the file can't be used, or `None`.
    """

    width: int = 0
    height: int = 0
    gray: bool = False
    problem: str | None = None


def find_names(path):
    """Files below a folder whose suffix is that of a picture.

    Files and folders whose name begins with a dot are passed over.

    Args:
        path: `pathlib.Path` of the folder.

    Returns:
        Sorted list of names relative to the folder, with slashes.

    Raises:
        FileNotFoundError: If the folder is missing.
        ValueError: If `path` isn't a folder.
    """
    if not path.exists():
        raise FileNotFoundError(
            "`path` must be a folder of pictures. "
            f"Received: path={str(path)!r}, which is missing"
        )
    if not path.is_dir():
        raise ValueError(
            "`path` must be a folder of pictures. "
            f"Received: path={str(path)!r}, which is a file"
        )
    names = [file.name for file in path.iterdir() if file.is_file()]
    for folder in _subfolders(path):
        for parent, _, files in os.walk(path / folder):
            parent = os.path.relpath(parent, path).replace(os.sep, "/")
            names += [f"{parent}/{file}" for file in files]
    return sorted(name for name in names if _looks_like_a_picture(name))


def find_class_names(path, names):
    """Sub-folders that stand for labels.

    Args:
        path: `pathlib.Path` of the folder.
        names: What `find_names()` found in it.

    Returns:
        Sorted tuple of names; `None` when no picture is in a sub-folder.

    Raises:
        ValueError: If there are pictures both in sub-folders and beside them.
    """
    inside = [name for name in names if "/" in name]
    if not inside:
        return None
    outside = [name for name in names if "/" not in name]
    if outside:
        raise ValueError(
            "`path` must hold its pictures either all in sub-folders, one per "
            f"label, or all outside of them. Received: path={str(path)!r}, "
            f"with {outside[0]!r} beside {inside[0]!r}"
        )
    return tuple(_subfolders(path))


def find_labels(path, names, class_names):
    """Label of each picture.

    Args:
        path: `pathlib.Path` of the folder, for the error.
        names: Names of the pictures that can be used.
        class_names: What `find_class_names()` gave.

    Returns:
        int32 array `(n,)`, or `None` when there are no labels.

    Raises:
        ValueError: If a sub-folder has no picture that can be used.
    """
    if class_names is None:
        return None
    numbers = {name: label for label, name in enumerate(class_names)}
    labels = [numbers[name.partition("/")[0]] for name in names]
    missing = sorted(set(class_names) - {class_names[k] for k in set(labels)})
    if missing:
        raise ValueError(
            "Each sub-folder of `path` is a label and must hold a picture that "
            f"can be used. Received: path={str(path)!r}, with none in "
            f"{missing[0]!r}"
        )
    return np.array(labels, "int32")


def read_header(path):
    """Look at the beginning of a picture's file with Pillow.

    Args:
        path: The file.

    Returns:
        `Header`.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            gray = image.mode in _GRAY_MODES
            return Header(*image.size, gray, _problem(image))
    except UnidentifiedImageError:
        return Header(problem="it is no picture")
    except (
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
    ) as error:
        return Header(problem=f"it can't be opened ({error})")


def check_window(headers, size):
    """Refuse pictures that are smaller than a window to be cut from them.

    Args:
        headers: Dict from name to `Header`.
        size: Side of the window, in pixels.

    Raises:
        ValueError: If there are any. It names the first.
    """
    small = [n for n, h in headers.items() if min(h.width, h.height) < size]
    if small:
        first = headers[small[0]]
        raise ValueError(
            "`size` must be at most the width and height of every picture when "
            f"`fit` is 'random-crop'. Received: size={size}, with {len(small)} "
            f"of {len(headers)} pictures smaller, the first {small[0]!r} of "
            f"{first.width} x {first.height}"
        )


def _problem(image):
    formats = _FORMATS
    if hasattr(tf.io, "decode_webp"):
        formats = (*formats, "WEBP")
    if image.format not in formats:
        return f"its format, {image.format}, is not one of {formats}"
    if image.format == "WEBP" and image.is_animated:
        return "it is an animated WebP"
    if image.format == "BMP" and image.mode not in _BMP_MODES:
        return "it is a BMP with a palette"
    return None


def _looks_like_a_picture(name):
    hidden = any(part.startswith(".") for part in name.split("/"))
    return not hidden and name.lower().endswith(_SUFFIXES)


def _subfolders(path):
    return sorted(
        folder.name
        for folder in path.iterdir()
        if folder.is_dir() and not folder.name.startswith(".")
    )
