"""The file that holds what is shown, and nothing else.

The scorer's process writes it; the process of a job reads it. So a job never
opens what is hidden.
"""

import hashlib

import numpy as np

from keras_creative import datasets
from keras_creative.datasets import CellSet
from keras_creative.files import atomic_path

_POINTS = ("components", "std", "labels", "weights", "half_width")


def write_training(path, data):
    """Write a data set without what it hides.

    Args:
        path: The .npz file.
        data: `GaussianMixture`, `PictureSet` or `CellSet`.
    """
    with atomic_path(path) as temporary:
        np.savez_compressed(temporary, **_arrays(data.without_hidden()))


def read_training(path):
    """Read the data set of a file of `write_training()`.

    Args:
        path: The file.

    Returns:
        Data set of that class, which does not hold what is hidden.
    """
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    known = {
        "name": str(arrays["name"]),
        "num_classes": int(arrays["num_classes"]),
        "holdout": arrays["holdout"].tolist(),
    }
    if "table" in arrays:
        return CellSet(
            arrays["images"],
            arrays["cells"],
            arrays["table"],
            name=known["name"],
            size=arrays["images"].shape[1],
        )
    if "images" in arrays:
        return datasets.PictureSet(
            arrays["images"],
            arrays["labels"],
            size=arrays["images"].shape[1],
            **known,
        )
    return datasets.GaussianMixture(
        **{name: arrays[name] for name in _POINTS}, **known
    )


def digest(data):
    """Text that identifies what is shown.

    Args:
        data: `GaussianMixture`, `PictureSet` or `CellSet`.
    """
    found = hashlib.sha256()
    for name, array in sorted(_arrays(data.without_hidden()).items()):
        found.update(name.encode())
        found.update(np.ascontiguousarray(array))
    return found.hexdigest()[:16]


def _arrays(data):
    arrays = {
        "name": np.str_(data.name),
        "num_classes": np.int64(data.num_classes),
        "holdout": np.asarray(data.holdout, "int64"),
    }
    if isinstance(data, CellSet):
        return {
            **arrays,
            "images": data.images,
            "cells": data.cells,
            "table": np.asarray(data.table),
        }
    if isinstance(data, datasets.PictureSet):
        return {**arrays, "images": data.images, "labels": data.labels}
    return arrays | {name: np.asarray(getattr(data, name)) for name in _POINTS}
