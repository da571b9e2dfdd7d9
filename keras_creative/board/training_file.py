"""The file that holds what is shown, and nothing else.

The scorer's process writes it; the process of a job reads it. So a job never
opens what is hidden.
"""

import hashlib

import numpy as np

from keras_creative import datasets
from keras_creative.files import atomic_path

_POINTS = ("components", "std", "labels", "weights", "half_width")


def write_training(path, data):
    """Write a data set without what it hides.

    Args:
        path: The .npz file.
        data: `GaussianMixture` or `PictureSet`.
    """
    with atomic_path(path) as temporary:
        np.savez_compressed(temporary, **_arrays(data.without_hidden()))


def read_training(path):
    """Read the data set of a file of `write_training()`.

    Args:
        path: The file.

    Returns:
        `GaussianMixture` or `PictureSet` that does not hold what is hidden.
    """
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    known = {
        "name": str(arrays["name"]),
        "num_classes": int(arrays["num_classes"]),
        "holdout": arrays["holdout"].tolist(),
    }
    if "images" in arrays:
        data = datasets.PictureSet(
            arrays["images"],
            arrays["labels"],
            size=arrays["images"].shape[1],
            **known,
        )
    else:
        data = datasets.GaussianMixture(
            **{name: arrays[name] for name in _POINTS}, **known
        )
    return data


def digest(data):
    """Text that identifies what is shown.

    Args:
        data: `GaussianMixture` or `PictureSet`.
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
    if isinstance(data, datasets.PictureSet):
        return {**arrays, "images": data.images, "labels": data.labels}
    return arrays | {name: np.asarray(getattr(data, name)) for name in _POINTS}
