"""Export of the generator for use without this package."""

import contextlib
import os
import shutil
import warnings
from pathlib import Path

import keras
import numpy as np
from absl import logging

from keras_creative.checks import check_choice
from keras_creative.files import atomic_path
from keras_creative.models.core.sampling import Sampling
from keras_creative.runs.samples import load_sampler
from keras_creative.typing import PathLike

_TRIED = 4
_SUFFIXES = {".keras": "keras", ".onnx": "onnx", "": "savedmodel"}


def export_generator(
    source: PathLike | Sampling, path: PathLike, format: str | None = None
) -> float:
    """Export the generator of a run or of a saved model.

    The exported file is loaded and compared with the generator on a few
    latent vectors.

    Args:
        source: A run folder or a `.keras` file, see `load_sampler()`; or a
            model with a `sampler`.
        path: File to write; for `"savedmodel"` a folder, which must not exist.
        format: `"keras"`, which plain Keras loads; `"savedmodel"`, for
            TensorFlow without Keras; or `"onnx"`, for float32 networks, which
            needs the extra `onnx`. Defaults to `None`: see `format_of()`.

    Returns:
        Maximum absolute difference between the generator's samples and those
        of the exported network.

    Raises:
        ValueError: If the format is unknown, the folder exists, or the
            network cannot be exported in that format.
        ImportError: If the libraries of the extra are missing.

    Example:

    ```python
    export_generator(model, "generator.keras")
    ```
    """
    path = Path(path)
    format = format or format_of(path)
    check_choice("format", format, _WRITERS)
    model = source if hasattr(source, "sampler") else load_sampler(source)
    network = model.sampler
    inputs = _some_inputs(network)
    expected = np.asarray(network(inputs, training=False), "float32")
    write, run = _WRITERS[format]
    write(network, path)
    return float(abs(run(path, inputs) - expected).max())


def format_of(path: PathLike) -> str:
    """The export format of a path, by its suffix.

    Args:
        path: A path that ends in `.keras` or `.onnx`, or has no suffix.

    Returns:
        `"keras"`, `"onnx"`, or `"savedmodel"` without a suffix.

    Raises:
        ValueError: If the suffix is unknown.
    """
    suffix = Path(path).suffix
    if suffix not in _SUFFIXES:
        raise ValueError(
            "`path` must end in .keras or .onnx, or have no suffix for a "
            "SavedModel folder, unless `format` is given. "
            f"Received: path={str(path)!r}"
        )
    return _SUFFIXES[suffix]


def _some_inputs(network):
    """Random arrays for all inputs of a network."""
    rng = np.random.default_rng(0)
    inputs = [
        rng.normal(size=(_TRIED, *tensor.shape[1:])).astype("float32")
        for tensor in network.inputs
    ]
    return inputs[0] if len(inputs) == 1 else inputs


def _check_suffix(path, suffix):
    if path.suffix != suffix:
        raise ValueError(
            f"`path` must end in {suffix} for the format {suffix[1:]!r}. "
            f"Received: path={str(path)!r}"
        )


def _write_keras(network, path):
    _check_suffix(path, ".keras")
    with atomic_path(path) as temporary:
        network.save(temporary)


def _run_keras(path, inputs):
    network = keras.saving.load_model(path, compile=False)
    return np.asarray(network(inputs, training=False), "float32")


def _write_saved_model(network, path):
    if path.exists() or path.suffix in (".keras", ".onnx"):
        raise ValueError(
            "`path` must be a folder that does not exist for the format "
            "'savedmodel'. "
            f"Received: path={str(path)!r}"
        )
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _silenced():
            network.export(temporary, format="tf_saved_model", verbose=False)
        temporary.rename(path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _run_saved_model(path, inputs):
    import tensorflow as tf

    restored = tf.saved_model.load(path)
    return np.asarray(restored.serve(inputs), "float32")


def _write_onnx(network, path):
    _check_suffix(path, ".onnx")
    _import_onnx()
    if any(weight.dtype != "float32" for weight in network.weights) or any(
        layer.compute_dtype != "float32" for layer in network.layers
    ):
        raise ValueError(
            "A network must compute in float32 to be exported to ONNX. "
            f"Received: layers of {_dtypes(network)}"
        )
    with atomic_path(path) as temporary, _silenced():
        network.export(temporary, format="onnx", verbose=False)


def _run_onnx(path, inputs):
    session = _import_onnx().InferenceSession(str(path))
    arrays = inputs if isinstance(inputs, list) else [inputs]
    names = [node.name for node in session.get_inputs()]
    [samples] = session.run(None, dict(zip(names, arrays, strict=True)))
    return samples


def _import_onnx():
    try:
        import onnxruntime
        import tf2onnx  # noqa: F401
    except ImportError as error:
        raise ImportError(
            "ONNX files need tf2onnx and onnxruntime: "
            'pip install "keras-creative[onnx]"'
        ) from error
    return onnxruntime


def _dtypes(network):
    return sorted({layer.compute_dtype for layer in network.layers})


@contextlib.contextmanager
def _silenced():
    """Suppress output, logs and warnings of the exporting libraries."""
    verbosity = logging.get_verbosity()
    logging.set_verbosity(logging.WARNING)
    with open(os.devnull, "w") as nowhere, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with contextlib.redirect_stdout(nowhere):
                yield
        finally:
            logging.set_verbosity(verbosity)


_WRITERS = {
    "keras": (_write_keras, _run_keras),
    "onnx": (_write_onnx, _run_onnx),
    "savedmodel": (_write_saved_model, _run_saved_model),
}
