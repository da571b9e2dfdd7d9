"""The tasks of Omniglot, from its official archives."""

import io
import zipfile
from pathlib import PurePosixPath

import keras
import numpy as np
from PIL import Image

from keras_creative.datasets.checks import file_refusal
from keras_creative.datasets.images import find_in_data_folder
from keras_creative.datasets.task_set import TaskSet
from keras_creative.files.archives import check_archive
from keras_creative.files.picture_files import open_picture

_FOLDER = "omniglot"
# Pairs of archives: alphabets that only the second has are for the test.
_PAIRS = (
    ("images_background.zip", "images_evaluation.zip"),
    ("images_background_small1.zip", "images_background_small2.zip"),
)
_ADDRESS = "https://github.com/brendenlake/omniglot/raw/master/python"
# SHA-256 of what is downloaded, 3 MB.
_DIGESTS = {
    "images_background_small1.zip": (
        "f38eb80f801274ac2b4dff5b24289016bfaba4a7d5bb50deebf27104ad6cb8a4"
    ),
    "images_background_small2.zip": (
        "3ccaa407515a8778e5d0861875af38b17e418f301ad5bb3b5a6b65d901a41c7f"
    ),
}


def load_omniglot(size):
    """Tasks of Omniglot: a character is a concept, its alphabet a group.

    Args:
        size: Side of the pictures in pixels.

    Returns:
        `TaskSet` in memory. Its `evaluation` are the evaluation alphabets; with
        the two small archives, the alphabets that only the second has.

    Raises:
        FileNotFoundError: If no pair of archives is found, and the small one
            cannot be downloaded.
        ValueError: If an archive or a picture is damaged.
    """
    first, second = (_read(path, size) for path in _find_pair())
    drawings = {**first, **second}
    names = [str(path.parent) for path in drawings]
    concepts, numbers = np.unique(names, return_inverse=True)
    groups = [name.partition("/")[0] for name in concepts]
    ink = 255 - np.stack([*drawings.values()])[..., np.newaxis]
    tasks = TaskSet(ink, numbers, concepts.tolist(), groups)
    tasks.inverted = True
    tasks.evaluation = tuple(sorted(_alphabets(second) - _alphabets(first)))
    return tasks


def _find_pair():
    """Paths of the first pair in the folder of the data, or of a download."""
    for names in _PAIRS:
        try:
            return [
                find_in_data_folder(
                    f"{_FOLDER}/{name}", "archives of Omniglot", "`source`"
                )
                for name in names
            ]
        except FileNotFoundError as error:
            missing = error
    try:
        return [
            keras.utils.get_file(name, f"{_ADDRESS}/{name}", file_hash=digest)
            for name, digest in _DIGESTS.items()
        ]
    except Exception as error:  # whatever a download raises
        raise FileNotFoundError(
            f"{missing}. They could not be downloaded from {_ADDRESS} either: "
            f"{error}"
        ) from error


def _alphabets(drawings):
    return {path.parts[0] for path in drawings}


def _read(path, size):
    """Drawings of an archive by alphabet, character and file."""
    check_archive(path)
    drawings = {}
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            inside = PurePosixPath(name)
            if inside.suffix != ".png" or len(inside.parts) != 4:
                continue
            drawing = _decoded(path, name, archive.read(name), size)
            drawings[PurePosixPath(*inside.parts[1:])] = drawing
    if not drawings:
        raise file_refusal(
            path, "hold pictures FOLDER/ALPHABET/CHARACTER/NAME.png", "none"
        )
    return drawings


def _decoded(path, name, data, size):
    try:
        with open_picture(io.BytesIO(data)) as image:
            gray = image.convert("L")
            scaled = gray.resize((size, size), Image.Resampling.BOX)
    except ValueError as error:
        raise file_refusal(
            path, "hold complete pictures", f"{name!r}: {error}"
        ) from error
    return np.asarray(scaled)
