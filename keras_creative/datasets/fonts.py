"""Characters in many fonts: pictures with two labels."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from keras_creative.datasets.checks import file_refusal
from keras_creative.datasets.images import find_in_data_folder
from keras_creative.files.archives import check_archive
from keras_creative.typing import PathLike

_FILE = "fonts32.npz"
_ARRAYS = ("x", "chars", "family")


class Fonts(NamedTuple):
    """Characters drawn in many fonts.

    Attributes:
        images: uint8 array `(fonts, characters, 32, 32, 1)`, ink 255.
        characters: Tuple of the characters.
        families: Integers `(fonts,)`, the family of each font; hold out whole
            families for fonts that are new.
    """

    images: np.ndarray
    characters: tuple[str, ...]
    families: np.ndarray


def load_fonts(path: PathLike | None = None) -> Fonts:
    """Load the characters of many fonts.

    Args:
        path: The .npz file, with the arrays `x` `(fonts, characters, height,
            width)`, `chars` and `family`. Defaults to `None`: `fonts32.npz` in
            the folder named by the environment variable
            `KERAS_CREATIVE_DATA`.

    Returns:
        `Fonts`.

    Raises:
        FileNotFoundError: If the file is missing.
        ValueError: If it is damaged or lacks an array.

    Example:

    ```text
    fonts = load_fonts("fonts32.npz")
    capitals = fonts.images[:, fonts.characters.index("A")]
    ```
    """
    path = (
        find_in_data_folder(_FILE, "fonts", "`path`")
        if path is None
        else Path(path)
    )
    if not path.exists():
        raise FileNotFoundError(
            f"`path` must exist. Received: path={str(path)!r}"
        )
    check_archive(path, [f"{name}.npy" for name in _ARRAYS])
    with np.load(path, allow_pickle=False) as file:
        images, characters, families = (file[name] for name in _ARRAYS)
    is_complete = images.dtype == np.uint8 and images.ndim == 4
    if not is_complete or images.shape[:2] != (len(families), len(characters)):
        raise file_refusal(
            path,
            "hold uint8 pictures x of each font and character",
            f"x of dtype {images.dtype} and shape {images.shape}, "
            f"{len(families)} fonts and {len(characters)} characters",
        )
    return Fonts(images[..., np.newaxis], tuple(characters.tolist()), families)
