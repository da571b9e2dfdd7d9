"""The tasks of Omniglot, from its official archives."""

import io
import zipfile
from pathlib import PurePosixPath

import numpy as np
from PIL import Image

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


def load_omniglot(size):
    """Tasks of Omniglot: a character is a concept, its alphabet a group.

    Args:
        size: Side of the pictures in pixels.

    Returns:
        `TaskSet` in memory. Its `evaluation` are the evaluation alphabets; with
        the two small archives, the alphabets that only the second has.

    Raises:
        FileNotFoundError: If neither pair of archives is found.
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
    """Paths of the first pair that is there."""
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
    raise missing


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
            with open_picture(io.BytesIO(archive.read(name))) as image:
                gray = image.convert("L")
                scaled = gray.resize((size, size), Image.Resampling.BOX)
            drawings[PurePosixPath(*inside.parts[1:])] = np.asarray(scaled)
    return drawings
