"""Picture files from untrusted sources, read by Pillow within limits."""

import contextlib
import os
import warnings

import numpy as np

from keras_creative.files import check_regular_file

# Pillow's names. Formats that run other programs, as EPS does, are not among
# them. An MPO is a JPEG followed by more pictures.
FORMATS = ("JPEG", "MPO", "PNG", "GIF", "BMP", "WEBP", "TIFF", "AVIF") + (
    "JPEG2000",
    "PPM",
)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_HEIC = (
    "it is a HEIC photo, which is not supported: save it as JPEG, or let the "
    "phone do so (on an iPhone: Settings, Camera, Formats, Most Compatible)"
)


@contextlib.contextmanager
def open_picture(path):
    """Open a picture file; its pixels are not decoded yet.

    Args:
        path: The file, or a binary file object.

    Yields:
        `PIL.Image.Image`.

    Raises:
        ValueError: If it is no regular file, no picture, damaged, of an
            unsupported format, or has more than `PIL.Image.MAX_IMAGE_PIXELS`
            pixels; also for errors that are raised within.
    """
    from PIL import Image, UnidentifiedImageError

    if not hasattr(path, "read"):
        _check_file(path)
    Image.init()
    formats = [name for name in FORMATS if name in Image.OPEN]
    try:
        with Image.open(path, formats=formats) as image:
            _check_pixels(image, Image.MAX_IMAGE_PIXELS)
            yield image
    except Image.DecompressionBombError:
        raise ValueError(_too_large(Image.MAX_IMAGE_PIXELS)) from None
    except UnidentifiedImageError:
        raise ValueError(_not_a_picture(path)) from None
    except ValueError:
        raise
    except Exception as error:  # whatever a damaged file makes Pillow raise
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"it can't be read ({reason})") from error


def flatten(image, background):
    """Rotate a picture upright, add a background and convert to 8-bit RGB.

    Args:
        image: `PIL.Image.Image`.
        background: Tuple of 3 integers, 0 to 255.

    Returns:
        `PIL.Image.Image` in RGB.
    """
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        values = np.clip(np.asarray(image).astype("int64"), 0, 65535)
        image = Image.fromarray(np.round(values / 257).astype("uint8"))
    if image.has_transparency_data:
        ground = Image.new("RGBA", image.size, background)
        image = Image.alpha_composite(ground, image.convert("RGBA"))
    return image.convert("RGB")


def decode_picture(path, background):
    """Pixels of a picture file.

    Args:
        path: The file, or a binary file object.
        background: Tuple of 3 integers, 0 to 255, the color behind transparent
            pixels.

    Returns:
        uint8 array `(height, width, 3)`.

    Raises:
        ValueError: See `open_picture()`.
    """
    with open_picture(path) as image:
        return np.asarray(flatten(image, background))


def read_picture(path, mode="RGB"):
    """Read a picture file, rotated upright, on a white background.

    Args:
        path: The file.
        mode: Pillow mode that it is converted to. Defaults to `"RGB"`.

    Returns:
        `PIL.Image.Image`.

    Raises:
        ValueError: See `open_picture()`, with the name of the file.

    Example:

    ```python
    picture = read_picture("paintings/0.png", "L")
    ```
    """
    try:
        with quiet_pillow(), open_picture(path) as image:
            return flatten(image, (255, 255, 255)).convert(mode)
    except ValueError as error:
        raise ValueError(
            "A picture must be a complete file of a supported format. "
            f"Received: {str(path)!r}: {error}"
        ) from error


def parse_color(background):
    """RGB values of a color.

    Args:
        background: Name of a color, such as `"white"`, or `"#rrggbb"`.

    Returns:
        Tuple of 3 integers, 0 to 255.

    Raises:
        ValueError: If there is no such color.
    """
    from PIL import ImageColor

    try:
        return ImageColor.getrgb(background)[:3]
    except (ValueError, TypeError):
        raise ValueError(
            "`background` must be the name of a color, such as 'white', or "
            f"'#rrggbb'. Received: background={background!r}"
        ) from None


@contextlib.contextmanager
def quiet_pillow():
    """Suppress Pillow's warnings about files; for the main thread."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _check_file(path):
    try:
        check_regular_file(path)
        is_empty = not os.path.getsize(path)
    except OSError as error:
        raise ValueError(f"it can't be opened ({error.strerror})") from error
    except ValueError as error:
        raise ValueError("it is no regular file") from error
    if is_empty:
        raise ValueError("it is no picture: it is empty")


def _check_pixels(image, most):
    if most is not None and image.width * image.height > most:
        raise ValueError(_too_large(most))


def _too_large(most):
    return (
        f"it has more than {most:,} pixels, which may be an attempt to "
        "exhaust the memory: save a smaller copy, or, if you trust it, raise "
        "PIL.Image.MAX_IMAGE_PIXELS in Python"
    )


def _not_a_picture(path):
    if hasattr(path, "read"):
        path.seek(0)
        begin = path.read(12)
    else:
        with open(path, "rb") as file:
            begin = file.read(12)
    if begin[4:8] == b"ftyp" and begin[8:] in _HEIC_BRANDS:
        return _HEIC
    return "it is no picture, or of an unsupported format"
