"""What the beginning of a picture's file says."""

import dataclasses

from keras_creative.files.picture_files import open_picture, quiet_pillow

_GRAY_MODES = ("1", "L", "LA", "I", "I;16", "I;16B")
_MODES = (*_GRAY_MODES, "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr")
# Decoded by TensorFlow, unless they are transparent or lie on their side.
_NATIVE_FORMATS = ("JPEG", "MPO", "PNG")
_ORIENTATION = 0x0112


@dataclasses.dataclass(frozen=True, slots=True)
class Header:
    """What the beginning of a picture's file says.

    Args:
        width: In pixels.
        height: In pixels.
        gray: Whether there is no color.
        alpha: Whether some of it may be transparent.
        native: Whether TensorFlow decodes it as it is to be seen.
        problem: Why the file can't be used, or `None`.
    """

    width: int = 0
    height: int = 0
    gray: bool = False
    alpha: bool = False
    native: bool = False
    problem: str | None = None


def read_header(container, name):
    """Look at the beginning of a picture's file with Pillow.

    Args:
        container: `Folder` or `Archive`.
        name: Name of the file in it.

    Returns:
        `Header`. In an archive no file is native.
    """
    try:
        place = container.locate(name)
        with quiet_pillow(), open_picture(place) as image:
            header = _header(image)
    except ValueError as error:
        return Header(problem=str(error))
    if hasattr(place, "read"):
        return dataclasses.replace(header, native=False)
    return header


def _header(image):
    alpha = image.has_transparency_data
    native = (
        image.format in _NATIVE_FORMATS
        and not alpha
        and _orientation(image) in (None, 0, 1)
    )
    gray = image.mode in _GRAY_MODES
    return Header(*image.size, gray, alpha, native, _problem(image))


def _orientation(image):
    """Number of EXIF's tag, or `None`; a PNG is not decoded to find it."""
    if image.format == "PNG" and "exif" not in image.info:
        return None
    try:
        return image.getexif().get(_ORIENTATION)
    except Exception:  # whatever a damaged tag makes Pillow raise
        return None


def _problem(image):
    wide = image.format == "TIFF" and image.mode == "I"
    if image.mode not in _MODES or wide:
        return f"its pixels are of the kind {image.mode!r}, which is not read"
    return None
