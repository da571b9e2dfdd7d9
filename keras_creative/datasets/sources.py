"""One way in for pictures of every kind."""

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image

from keras_creative.checks import check_choice
from keras_creative.datasets.fitting import FITS
from keras_creative.datasets.folders import PictureFolder
from keras_creative.datasets.images import IMAGE_DATASETS
from keras_creative.datasets.pictures import PictureSet
from keras_creative.datasets.readers import IDX_IMAGES, find_plain_or_gz
from keras_creative.files import is_system_path
from keras_creative.typing import ArrayLike, PathLike

_COMMON = ("BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")


def open_pictures(
    source: PathLike | np.ndarray | tuple[np.ndarray, ArrayLike | None],
    size: int | tuple[int, int] = 32,
    color: bool | None = None,
    fit: str = "crop",
    holdout: Iterable[int] = (),
    strict: bool = False,
    background: str = "white",
    fewest: int = 2,
) -> PictureSet | PictureFolder:
    """Pictures ready for training, whatever they come from.

    Args:
        source: uint8 array `(n, height, width[, channels])`; tuple of such an
            array and integer labels `(n,)`; one of
            `keras_creative.datasets.IMAGE_DATASETS`; the path of an .npz or an
            IDX file or of a folder with IDX files (see `PictureSet.load()`,
            with the training split); or the path of a folder or a .zip file of
            pictures (see `PictureFolder`).
        size: Side of the pictures as the networks see them, in pixels, or a
            pair of height and width. Defaults to `32`.
        color: `True` for 3 channels, `False` for 1, the luminance. Defaults to
            `None`: as the pictures are.
        fit: How the pictures of a folder get this size, `"crop"`, `"resize"`,
            `"scaled-crop"` or `"random-crop"`. Others are padded or scaled
            down, and `fit` has to be left as it is. Defaults to `"crop"`.
        holdout: Labels that are held out. Defaults to `()`.
        strict: Whether a damaged picture in a folder is an error. Defaults to
            `False`: it is skipped.
        background: Color behind transparent pictures of a folder,
            see `PictureFolder`. For others it has to be left as it is.
            Defaults to `"white"`.
        fewest: Smallest number of pictures of a folder. Defaults to `2`.

    Returns:
        `PictureSet`, or `PictureFolder` for a folder of pictures.

    Raises:
        FileNotFoundError: If `source` is neither a known name nor a path that
            is there.
        ValueError: If `source` is nothing of the above, or as for the classes.

    Example:

    ```python
    pictures = open_pictures("paintings", size=64, fit="scaled-crop")
    pictures = open_pictures("fashion-mnist", holdout=[1])
    ```
    """
    check_choice("fit", fit, FITS)
    if isinstance(source, str | os.PathLike) and is_system_path(source):
        raise ValueError(
            "`source` must be a file or folder on a disk. "
            f"Received: source={_in_words(source)}"
        )
    if _is_picture_folder(source):
        return PictureFolder(
            source,
            size,
            color,
            fit,
            holdout,
            strict,
            background=background,
            fewest=fewest,
        )
    _check_source(source)
    _check_defaults(source, fit=(fit, "crop"), background=(background, "white"))
    if isinstance(source, np.ndarray):
        return PictureSet(source, None, holdout, size, color=color)
    if isinstance(source, tuple) and len(source) == 2:
        return PictureSet(*source, holdout, size, color=color)
    if isinstance(source, str | os.PathLike):
        return PictureSet.load(source, holdout, size, color=color)
    raise ValueError(
        "`source` must be an array, a tuple (images, labels), one of "
        f"{IMAGE_DATASETS}, or the path of a file or folder. "
        f"Received: source={_in_words(source)}"
    )


def _check_source(source):
    """Raise if a path is missing, or that of a single picture."""
    if isinstance(source, str | os.PathLike) and not (
        source in IMAGE_DATASETS or Path(source).exists()
    ):
        raise FileNotFoundError(
            f"There is no {_in_words(source)}: `source` must be one of "
            f"{IMAGE_DATASETS}, or the path of a file or folder. "
            f"Received: source={_in_words(source)}"
        )
    if _is_picture(source):
        raise ValueError(
            "`source` must be a folder of pictures, not a picture; that of "
            f"this one is {str(Path(source).parent)!r}. "
            f"Received: source={_in_words(source)}"
        )


def _check_defaults(source, **settings):
    """Raise if a setting of folders differs from its default."""
    for name, (value, default) in settings.items():
        if value != default:
            raise ValueError(
                f"`{name}` must be left at {default!r} unless `source` is a "
                f"folder of pictures. Received: {name}={value!r}, "
                f"source={_in_words(source)}"
            )


def _is_picture_folder(source):
    if not isinstance(source, str | os.PathLike) or source in IMAGE_DATASETS:
        return False
    folder = Path(source)
    idx_files = [find_plain_or_gz(folder / n) for n in IDX_IMAGES.values()]
    if folder.suffix.lower() == ".zip":
        return folder.exists()
    return folder.is_dir() and not any(idx_files)


def _is_picture(source):
    """Whether a source is a picture file, by its first bytes."""
    if not isinstance(source, str | os.PathLike) or source in IMAGE_DATASETS:
        return False
    try:
        with Image.open(source, formats=_COMMON):
            return True
    except (OSError, Image.DecompressionBombError):
        return False


def _in_words(source):
    if isinstance(source, str | os.PathLike):
        return repr(str(source))
    return f"an object of type {type(source).__name__}"
