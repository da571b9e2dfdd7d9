"""Files of pictures whose partners are known."""

import io

import numpy as np
from PIL import Image

from keras_creative.checks import check_choice
from keras_creative.datasets.checks import file_refusal
from keras_creative.datasets.images import find_in_data_folder
from keras_creative.files.archives import check_archive

_EMOJI = "emoji64.npz"
_FACADES = "facades128.npz"
# Color of each part of a facade.
_PALETTE = np.array(
    [
        (0, 0, 170),
        (0, 0, 255),
        (0, 85, 255),
        (0, 170, 255),
        (0, 255, 255),
        (85, 255, 170),
        (170, 255, 85),
        (255, 255, 0),
        (255, 170, 0),
        (255, 85, 0),
        (255, 0, 0),
        (170, 0, 0),
    ],
    "uint8",
)


def load_emoji(*vendors):
    """Emoji by two vendors; those with one code are partners.

    Args:
        *vendors: Names of both.

    Returns:
        List of pairs of uint8 pictures `(n, 64, 64, 3)` and their codes.

    Raises:
        FileNotFoundError: If the file is missing.
        ValueError: If it is damaged, or a vendor is unknown.
    """
    arrays = _read(_EMOJI, ("x", "codes", "vendor", "vendors"))
    images, codes, numbers = (arrays[n] for n in ("x", "codes", "vendor"))
    names = arrays["vendors"].tolist()
    if not len(images) == len(codes) == len(numbers):
        raise file_refusal(
            _EMOJI,
            "have a code and a vendor of each picture",
            f"{len(images)} pictures, {len(codes)} codes",
        )
    sides = []
    for vendor in vendors:
        check_choice("side", vendor, names)
        places = np.flatnonzero(numbers == names.index(vendor))
        sides.append((images[places], codes[places].tolist()))
    return sides


def load_facades(*sides):
    """Facades: maps of their parts in colors, and photographs.

    Args:
        *sides: `"maps"` or `"photographs"` for each.

    Returns:
        List of pairs of uint8 pictures `(n, 128, 128, 3)` and their numbers.

    Raises:
        FileNotFoundError: If the file is missing.
        ValueError: If it is damaged, or a side is unknown.
    """
    for side in sides:
        check_choice("side", side, ("maps", "photographs"))
    arrays = _read(_FACADES, ("jpeg", "offsets", "labels"))
    keys = [f"{i:04d}" for i in range(len(arrays["labels"]))]
    return [
        (
            _PALETTE[arrays["labels"] % len(_PALETTE)]
            if side == "maps"
            else _photographs(arrays),
            keys,
        )
        for side in sides
    ]


def _photographs(arrays):
    offsets, data = arrays["offsets"], arrays["jpeg"]
    pictures = []
    for start, end in zip(offsets[:-1], offsets[1:], strict=True):
        file = io.BytesIO(data[start:end].tobytes())
        with Image.open(file, formats=("JPEG",)) as picture:
            pictures.append(np.asarray(picture.convert("RGB")))
    return np.stack(pictures)


def _read(name, arrays):
    path = find_in_data_folder(name, f"pictures of {name}", "`a`")
    check_archive(path, [f"{array}.npy" for array in arrays])
    with np.load(path, allow_pickle=False) as file:
        return {array: file[array] for array in arrays}
