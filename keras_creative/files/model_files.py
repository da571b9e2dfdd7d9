"""Saved models, checked when they are loaded."""

import contextlib
import io
import json
import math
import warnings
import zipfile
from pathlib import Path

import h5py
import keras
import numpy as np
import tensorflow as tf

from keras_creative.files import version_key
from keras_creative.files.archives import check_archive

MEMBERS = frozenset({"config.json", "metadata.json", "model.weights.h5"})
_LINKS = (h5py.SoftLink, h5py.ExternalLink)
# Variables that a model makes besides those of its file, in bytes.
_SPARE = 1 << 26
_MOST_COPIES = 4
_MOST_OUTPUTS = 1 << 27


def load_model(path, compile=True):
    """Load the model of a `.keras` file, and check that it is complete.

    Unlike `keras.saving.load_model()`, this raises where an optimizer's state
    is missing, where a number is not finite, where weights lie in other files,
    and where the model asks for much more memory than its file has weights.

    Args:
        path: The file.
        compile: Whether to compile the model as the saved one was, with the
            state of its optimizers. Defaults to `True`.

    Returns:
        Keras model.

    Raises:
        ValueError: If the file is no whole `.keras` file, or its model cannot
            be made or does not fit its weights. Of a file that a newer Keras
            wrote, both versions are named.

    Example:

    ```python
    model.save("model.keras")
    model = load_model("model.keras")
    ```
    """
    path = Path(path)
    versions = ""
    try:
        check_archive(path, MEMBERS)
        versions = _newer_keras(path)
        with zipfile.ZipFile(path) as archive:
            stored = check_weights(archive.read("model.weights.h5"))
        most_bytes = _SPARE + _MOST_COPIES * stored
        with warnings.catch_warnings(), _limited_variables(most_bytes):
            # Keras warns of a part that it cannot load, and skips it.
            warnings.filterwarnings("error", "Skipping (variable|nested)")
            model = keras.saving.load_model(path, compile=compile)
        check_finite(model)
        _check_outputs(model)
    except Exception as error:  # whatever a foreign file makes Keras raise
        reason = " ".join(str(error).split())[:300]
        raise ValueError(
            "A .keras file must hold a model that can be loaded. Received: "
            f"{str(path)!r} ({type(error).__name__}: {reason}){versions}"
        ) from error
    return model


def _newer_keras(path):
    """Suffix of a message about a file that a newer Keras wrote."""
    with zipfile.ZipFile(path) as archive:
        metadata = archive.read("metadata.json")
    try:
        version = json.loads(metadata)["keras_version"]
        if version_key(version) <= version_key(keras.__version__):
            return ""
    except (KeyError, RecursionError, TypeError, ValueError):
        return ""
    return f"; Keras {version} wrote it, and this is Keras {keras.__version__}"


def check_weights(data):
    """Raise unless all weights are stored in the file itself.

    Args:
        data: Bytes of an HDF5 file.

    Returns:
        Size of all weights in bytes.

    Raises:
        OSError: If it is no HDF5 file.
        ValueError: If weights are links to other files, or not stored.
    """
    with h5py.File(io.BytesIO(data), "r") as file:
        return sum(_dataset_bytes(file, ""))


def check_finite(model):
    """Raise unless a model's weights and optimizers' states are finite.

    Weights that are not trained, such as masks, may be infinite.

    Args:
        model: Keras model.

    Raises:
        ValueError: If a number is infinite or not-a-number.
    """
    optimizers = [
        value
        for value in vars(model).values()
        if isinstance(value, keras.optimizers.Optimizer)
    ]
    trained = [*model.trainable_weights]
    trained += [v for optimizer in optimizers for v in optimizer.variables]
    for check, variables in (
        (np.isfinite, trained),
        (lambda value: ~np.isnan(value), model.non_trainable_weights),
    ):
        for variable in variables:
            if not check(_as_floats(variable)).all():
                raise ValueError(
                    "Weights must be finite numbers. Received: not-a-number "
                    f"or infinity in {variable.path}"
                )


def _dataset_bytes(group, prefix):
    for name in group:
        place = f"{prefix}/{name}"
        if isinstance(group.get(name, getlink=True), _LINKS):
            raise ValueError(
                f"Weights must lie in the file. Received: a link at {place}"
            )
        item = group[name]
        if isinstance(item, h5py.Group):
            yield from _dataset_bytes(item, place)
            continue
        if item.external or item.is_virtual:
            raise ValueError(
                "Weights must lie in the file. Received: an external or "
                f"virtual data set at {place}"
            )
        declared = math.prod(item.shape) * item.dtype.itemsize
        if declared > 2 * item.id.get_storage_size():
            raise ValueError(
                "Weights must be stored in full. Received: "
                f"{item.id.get_storage_size()} of {declared} bytes at {place}"
            )
        yield declared


@contextlib.contextmanager
def _limited_variables(most_bytes):
    """Raise before the variables created within exceed a size."""
    total = 0

    def create(next_creator, **kwargs):
        nonlocal total
        total += _bytes_of(kwargs["initial_value"])
        if total > most_bytes:
            raise ValueError(
                "A model must need no more memory than its weights. "
                f"Received: variables of {total} bytes or more, where "
                f"{most_bytes} is the upper bound"
            )
        return next_creator(**kwargs)

    with tf.variable_creator_scope(create):
        yield


def _bytes_of(value):
    """Size of a variable's initial value, without computing it."""
    if callable(value):
        with tf.Graph().as_default():
            value = tf.convert_to_tensor(value())
        return value.shape.num_elements() * value.dtype.size
    return np.asarray(value).nbytes


def _check_outputs(model):
    """Raise if a layer's output for one sample does not fit in memory."""
    largest = _largest_output(model)
    if largest > _MOST_OUTPUTS:
        raise ValueError(
            f"A layer must output at most {_MOST_OUTPUTS} numbers a sample. "
            f"Received: {largest}"
        )


def _largest_output(model):
    sizes = [0]
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            sizes.append(_largest_output(layer))
        try:
            tensors = keras.tree.flatten(layer.output)
        except (AttributeError, ValueError):  # not called, or more than once
            continue
        sizes += [math.prod(d or 1 for d in t.shape[1:]) for t in tensors]
    return max(sizes)


def _as_floats(variable):
    """Values of a variable of any type, such as bfloat16."""
    values = keras.ops.convert_to_numpy(variable)
    is_float = values.dtype in (np.float32, np.float64)
    return values if is_float else values.astype("float32")
