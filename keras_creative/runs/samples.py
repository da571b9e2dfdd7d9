"""Samples of a run or a saved model."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from keras_creative import callbacks, models
from keras_creative.files.model_files import load_model
from keras_creative.modalities import Modality, modality_of, registered
from keras_creative.models.core.sampling import Sampling
from keras_creative.runs.run_config import runs_inside
from keras_creative.runs.run_folder import RunFolder
from keras_creative.runs.sample_notes import find_checkpoint
from keras_creative.typing import PathLike

_IMAGE_FILES = {".bmp", ".gif", ".jpeg", ".jpg", ".svg", ".tiff", ".webp"}


def load_sampler(path: PathLike, epoch: int | str | None = None) -> Any:
    """Load the sampler of a run or a saved model.

    Args:
        path: A run folder; or a `.keras` file with a complete model or a
            generator.
        epoch: For a run folder, which checkpoint to load: a number of epochs,
            or `"best"`. Defaults to `None`: the newest.

    Returns:
        Object with `sample(n, seed)` and `interpolate(start, end)`.

    Raises:
        ValueError: If there is no such model.

    Example:

    ```python
    model.save("model.keras")
    sampler = keras_creative.runs.load_sampler("model.keras")
    pictures = sampler.sample(64, seed=0)
    ```
    """
    path = Path(path)
    if epoch is not None:
        path, _ = find_checkpoint(path, epoch)
    if path.is_dir():
        model, _ = callbacks.load_latest(RunFolder(path).checkpoints)
        if model is None:
            raise ValueError(
                "A run folder must hold a checkpoint. "
                f"Received: {str(path)!r}, which holds none{runs_inside(path)}"
            )
        return model
    model = _load(path)
    if isinstance(model, Sampling):
        return model
    if isinstance(model, keras.Model) and len(model.inputs or ()) == 1:
        return models.GeneratorSampler(model)
    raise ValueError(
        "A saved model must be one of this package or a generator. "
        f"Received: {str(path)!r}, which holds a {type(model).__name__}"
    )


def write_samples(
    path: PathLike,
    samples: np.ndarray,
    verbose: int = 0,
    notes: Mapping[str, str] | None = None,
    captions: Sequence[str] | None = None,
    modality: str | Modality | None = None,
) -> None:
    """Write samples as one picture or as separate files.

    Args:
        path: A `.png` file: images as a grid, points as a scatter plot; or a
            file of another suffix that the modality knows. Anything else is a
            folder: images as `0001.png`, `0002.png`, ...
        samples: Array `(n, *sample_shape)`.
        verbose: 1 draws a progress bar for a folder. Defaults to `0`.
        notes: Dict of metadata of the PNG files; a list has a value for each
            sample. Defaults to `None`.
        captions: String to write under each image of a grid. Defaults to
            `None`.
        modality: Modality of the samples, or its name. Defaults to `None`: the
            one that accepts their shape.

    Raises:
        ValueError: If the file has an unknown type, points are written to a
            folder or with captions, the folder holds images already, or the
            samples are of no known modality, or not finite.
    """
    check_finite(samples)
    path = Path(path)
    modality = known_modality(samples, modality)
    modality.require("write", by="`sample`")
    others = _IMAGE_FILES.union(*(m.suffixes for m in registered()))
    suffix = path.suffix.lower()
    if suffix in others - {*modality.suffixes} and not path.is_dir():
        known = ", ".join(modality.suffixes)
        raise ValueError(
            f"`path` must be a {known} file, or a folder. "
            f"Received: path={str(path)!r}"
        )
    modality.write(path, samples, notes, captions, verbose)


def known_modality(
    samples: np.ndarray, modality: str | Modality | None
) -> Modality:
    """The modality of samples.

    Args:
        samples: Array `(n, *sample_shape)`.
        modality: Modality, or its name; `None` for the one that accepts their
            shape.
    """
    return modality_of(samples.shape[1:] if modality is None else modality)


def check_finite(samples):
    """Raise an error if samples are not finite.

    Args:
        samples: Array.

    Raises:
        ValueError: If a number is infinite or NaN.
    """
    if not np.isfinite(samples).all():
        raise ValueError(
            "A model's samples must be finite numbers. Received: samples with "
            "NaN or infinity"
        )


def _load(path):
    if path.suffix != ".keras" or not path.is_file():
        raise ValueError(
            "Samples are drawn from a run folder or a .keras file. "
            f"Received: {str(path)!r}, which is neither"
        )
    return load_model(path, compile=False)
