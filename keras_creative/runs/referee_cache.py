"""Files that keep trained referees."""

import os
import re
import tempfile
import warnings
from pathlib import Path

import numpy as np

from keras_creative.files import atomic_path
from keras_creative.files.archives import check_archive

_VERSION = 1
_CACHE_VARIABLE = "KERAS_CREATIVE_CACHE"


def cache_path(data, cache, epochs, seed):
    """File of a referee; its name identifies the data and the training.

    Args:
        data: `PictureSet`.
        cache: Folder, or `None`, see `Referee.load()`.
        epochs: Epochs that it is trained for.
        seed: Seed of its training.
    """
    folder = Path(cache or os.environ.get(_CACHE_VARIABLE) or _default_cache())
    name = re.sub(r"[^\w.-]", "_", data.name)[:64]
    fingerprint = data.fingerprint
    digest = fingerprint["digest"] + fingerprint.get("content", "")
    shape = "x".join(map(str, data.sample_shape))
    made = f"v{_VERSION}-{epochs}epochs-seed{seed}"
    return folder / f"referee-{name}-{digest}-{shape}-{made}.npz"


def _default_cache():
    try:
        home = Path.home()
    except RuntimeError:  # a user without a home
        home = Path(tempfile.gettempdir())
    return home / ".cache" / "keras_creative"


def read_referee(path, network, num_classes):
    """Content of a file: weights, test probabilities and test labels.

    Args:
        path: The file.
        network: Keras model of the same architecture.
        num_classes: Number of classes.

    Returns:
        Tuple of these three; `None` if the file is absent, or, with a
        warning, if it is damaged.
    """
    if not os.path.lexists(path):
        return None
    shapes = [tuple(weight.shape) for weight in network.weights]
    try:
        check_archive(path)
        with np.load(path, allow_pickle=False) as file:
            weights = [file[f"weight_{i}"] for i in range(len(shapes))]
            probabilities = file["test_probabilities"]
            labels = file["test_labels"]
        _check_saved(weights, shapes, probabilities, labels, num_classes)
    except (
        Exception
    ) as error:  # NumPy raises many types of error for damaged bytes
        warnings.warn(
            f"The referee in {str(path)!r} is damaged and is trained again: "
            f"{' '.join(str(error).split())[:200]}",
            stacklevel=3,
        )
        return None
    return weights, probabilities, labels


def _check_saved(weights, shapes, probabilities, labels, num_classes):
    """Raise an error unless the arrays are those of such a referee."""
    floats = (*weights, probabilities)
    if [weight.shape for weight in weights] != shapes:
        raise ValueError("its weights have the wrong shapes")
    if any(array.dtype != np.float32 for array in floats):
        raise ValueError("its arrays are not float32")
    if not all(np.isfinite(array).all() for array in floats):
        raise ValueError("its arrays are not finite")
    if probabilities.shape != (len(labels), num_classes) or not len(labels):
        raise ValueError("its probabilities have the wrong shape")
    if not np.allclose(probabilities.sum(axis=1), 1, atol=1e-3) or (
        probabilities.min() < 0
    ):
        raise ValueError("its probabilities do not sum to 1")
    is_integer = np.issubdtype(labels.dtype, np.integer)
    if labels.ndim != 1 or not is_integer:
        raise ValueError("its labels are not integers")
    if labels.min() < 0 or labels.max() >= num_classes:
        raise ValueError("its labels are out of range")


def write_referee(path, referee):
    """Write a referee to a file.

    Args:
        path: The file.
        referee: `Referee`.
    """
    weights = referee.network.get_weights()
    with atomic_path(path) as temporary:
        np.savez(
            temporary,
            test_probabilities=referee.test_probabilities,
            test_labels=referee.test_labels,
            **{f"weight_{i}": weight for i, weight in enumerate(weights)},
        )
