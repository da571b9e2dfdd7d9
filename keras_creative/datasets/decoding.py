"""Picture files decoded, by TensorFlow or by Pillow, within limits."""

import contextlib
import os
import stat
import warnings

import numpy as np
import tensorflow as tf

# Pillow's names. Formats that run other programs, as EPS does, are not among
# them. An MPO is a JPEG followed by more pictures.
FORMATS = ("JPEG", "MPO", "PNG", "GIF", "BMP", "WEBP", "TIFF", "AVIF") + (
    "JPEG2000",
    "PPM",
)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_HEIC = (
    "it is a HEIC photo, which cannot be read: save it as JPEG, or let the "
    "phone do so (on an iPhone: Settings, Camera, Formats, Most Compatible)"
)


@contextlib.contextmanager
def open_picture(path):
    """Open a picture's file; its pixels are not decoded yet.

    Args:
        path: The file.

    Yields:
        `PIL.Image.Image`.

    Raises:
        ValueError: If it is no regular file, no picture, damaged, of a format
            that is not read, or has more than `PIL.Image.MAX_IMAGE_PIXELS`
            pixels; also for what is raised within.
    """
    from PIL import Image, UnidentifiedImageError

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
    """Turn a picture upright, lay it on a background and make it 8-bit RGB.

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
    """Pixels of a picture's file.

    Args:
        path: The file.
        background: Tuple of 3 integers, 0 to 255, the colour that transparent
            pixels get.

    Returns:
        uint8 array `(height, width, 3)`.

    Raises:
        ValueError: As for `open_picture()`.
    """
    with open_picture(path) as image:
        return np.asarray(flatten(image, background))


def parse_color(background):
    """Numbers of a colour.

    Args:
        background: Name of a colour, such as `"white"`, or `"#rrggbb"`.

    Returns:
        Tuple of 3 integers, 0 to 255.

    Raises:
        ValueError: If there is no such colour.
    """
    from PIL import ImageColor

    try:
        return ImageColor.getrgb(background)[:3]
    except (ValueError, TypeError):
        raise ValueError(
            "`background` must be the name of a color, such as 'white', or "
            f"'#rrggbb'. Received: background={background!r}"
        ) from None


def make_decoder(paths, native, background):
    """Decode some of many files, in the graph.

    Args:
        paths: List of the files.
        native: List of whether TensorFlow decodes each; the others are left to
            `decode_picture()`.
        background: As for that.

    Returns:
        Function from the index of a file to its uint8 picture
        `(height, width, 3)`, which fails when the file is damaged.
    """
    with tf.device("CPU:0"):
        files = tf.constant([os.fsencode(path) for path in paths])
        is_native = tf.constant(native)

    def decode(index):
        path = tf.gather(files, index)

        def by_tensorflow():
            file = tf.io.read_file(path)
            return tf.io.decode_image(file, 3, expand_animations=False)

        def by_pillow():
            return tf.numpy_function(
                lambda path: decode_picture(os.fsdecode(path), background),
                [path],
                "uint8",
            )

        if all(native):
            return by_tensorflow()
        picture = tf.cond(tf.gather(is_native, index), by_tensorflow, by_pillow)
        return tf.ensure_shape(picture, (None, None, 3))

    return decode


@contextlib.contextmanager
def quiet_pillow():
    """Without Pillow's warnings about files; for the main thread."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _check_file(path):
    try:
        status = os.stat(path)
    except OSError as error:
        raise ValueError(f"it can't be opened ({error.strerror})") from error
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("it is no regular file")
    if not status.st_size:
        raise ValueError("it is no picture: it is empty")


def _check_pixels(image, most):
    if most is not None and image.width * image.height > most:
        raise ValueError(_too_large(most))


def _too_large(most):
    return (
        f"it has more than {most:,} pixels, as files do that are made to "
        "exhaust the memory: save a smaller copy, or, if you trust it, raise "
        "PIL.Image.MAX_IMAGE_PIXELS in Python"
    )


def _not_a_picture(path):
    with open(path, "rb") as file:
        begin = file.read(12)
    if begin[4:8] == b"ftyp" and begin[8:] in _HEIC_BRANDS:
        return _HEIC
    return "it is no picture, or of a format that is not read"
