"""One picture of a file that may come from anywhere."""

import warnings
from pathlib import Path

from keras_creative.files import check_regular_file


def read_picture(path, mode="RGB"):
    """A picture of a file, upright as its camera was held.

    Args:
        path: The file, in a format that Pillow reads.
        mode: Mode of Pillow that it is converted to. Defaults to `"RGB"`.

    Returns:
        `PIL.Image.Image`.

    Raises:
        ValueError: If it is no regular file, no whole picture, or has more
            pixels than Pillow's limit, 89 million.

    Example:

    ```python
    picture = read_picture("cat.jpg", "L")
    ```
    """
    from PIL import Image, ImageOps

    path = Path(path)
    try:
        check_regular_file(path)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as file:
                return ImageOps.exif_transpose(file).convert(mode)
    except Exception as error:  # damaged bytes make Pillow raise many kinds
        reason = " ".join(str(error).split())[:200]
        raise ValueError(
            "A picture must be a whole file of at most "
            f"{Image.MAX_IMAGE_PIXELS} pixels. Received: {str(path)!r} "
            f"({type(error).__name__}: {reason})"
        ) from error
