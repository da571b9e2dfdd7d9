"""Distances of a run, or of a folder of pictures, from a folder of pictures."""

import warnings
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np

from keras_creative.checks import check_integers
from keras_creative.datasets.scanning import is_run, scan_folder
from keras_creative.files.picture_files import read_picture
from keras_creative.metrics import check_measures
from keras_creative.modalities import modality_of
from keras_creative.runs.evaluation import load_recipe
from keras_creative.runs.extractors import feature_inputs
from keras_creative.runs.run_folder import RunFolder
from keras_creative.runs.samples import check_finite, load_sampler
from keras_creative.runs.selecting import compute
from keras_creative.typing import PathLike

_MEASURES = ("frechet_distance", "kernel_distance", "kernel_distance_std")


def compare(
    path: PathLike,
    against: PathLike,
    n: int = 2000,
    seed: int = 0,
    metrics: Collection[str] | None = None,
    features: Any = "pixels",
    verbose: int = 0,
) -> dict[str, Any]:
    """Measure samples of a run, or pictures of a folder, against pictures.

    Args:
        path: A run folder on images, or a folder of pictures.
        against: Folder of pictures of the same size, at least two. They are
            read at their own size, from sub-folders too; gray, if the run
            makes gray images or both folders hold gray pictures only.
        n: Number of samples, and largest number of pictures of a folder, chosen
            randomly. Defaults to `2000`.
        seed: Integer that fixes both. Defaults to `0`.
        metrics: Names of measures that need only samples, real examples and
            their features. Defaults to `None`: the Frechet distance and the
            kernel distance.
        features: What they compare, see `load_extractor()`. `"referee"` is that
            of the run's data. Defaults to `"pixels"`.
        verbose: 1 draws a progress bar of sampling. Defaults to `0`.

    Returns:
        Dict with `epoch`, the number of epochs of the run or `None`, the
        `measures`, and the `protocol`, a sentence that describes how they were
        computed.

    Raises:
        ValueError: If a folder has fewer than two pictures, sizes differ, or a
            measure is unknown or does not apply.
        FileNotFoundError: If a folder is missing.

    Example:

    ```text
    found = keras_creative.runs.compare("paintings/train", "paintings/test")
    print(found["measures"]["kernel_distance"], found["protocol"])
    ```
    """
    check_integers(n=(n, 2))
    check_measures(metrics or _MEASURES)
    pictures = _read(Path(against), n, seed)
    epoch = data = None
    if is_run(path):
        samples = load_sampler(path).sample(n, seed=seed, verbose=verbose)
        check_finite(samples)
        epoch, what = RunFolder(path).epochs_made, "samples"
        if features == "referee":
            data = load_recipe(path).load_data()
    else:
        samples, what = _read(Path(path), n, seed), "pictures"
    samples, pictures = _alike(samples, pictures, path, against)
    modality = modality_of(pictures.shape[1:])
    available = {
        **modality.compared(samples, pictures, seed),
        **feature_inputs(samples, pictures, features, data, verbose),
    }
    return {
        "epoch": epoch,
        "measures": compute(available, {}, metrics or _MEASURES),
        "protocol": f"{len(samples)} {what} of {str(path)!r} beside "
        f"{len(pictures)} pictures of {str(against)!r}; {features} features, "
        f"seed {seed}",
    }


def _read(folder, n, seed):
    """At most `n` RGB pictures of a folder in [-1, 1]."""
    contents = scan_folder(folder)
    names = contents.names
    if len(names) < 2:
        raise ValueError(
            "A folder of pictures must hold at least two. "
            f"Received: {str(folder)!r}, which holds {len(names)}"
        )
    for note in contents.notes:
        warnings.warn(f"{str(folder)!r}: {note}", stacklevel=3)
    if len(names) > n:
        rng = np.random.default_rng(seed)
        names = rng.choice(names, n, replace=False)
    pictures = [np.asarray(read_picture(folder / name)) for name in names]
    for name, picture in zip(names, pictures, strict=True):
        if picture.shape != pictures[0].shape:
            raise ValueError(
                "The pictures of a folder must have one size. Received: "
                f"{_size(picture)} of {str(folder / name)!r}, and "
                f"{_size(pictures[0])} of {str(names[0])!r}"
            )
    return np.stack(pictures).astype("float32") / 127.5 - 1


def _alike(samples, pictures, path, against):
    """Both with the same channels, or an error if the sizes differ."""
    if samples.ndim != 4 or samples.shape[1:3] != pictures.shape[1:3]:
        size = _size(samples[0]) if samples.ndim == 4 else samples.shape[1:]
        raise ValueError(
            "`against` must hold pictures of the size of the samples, "
            f"{size} of {str(path)!r}. "
            f"Received: {_size(pictures[0])} of {str(against)!r}"
        )
    if samples.shape[-1] == 1 or (_is_gray(samples) and _is_gray(pictures)):
        return samples[..., :1], pictures.mean(axis=-1, keepdims=True)
    return samples, pictures


def _is_gray(pictures):
    return np.all(pictures == pictures[..., :1])


def _size(picture):
    return f"{picture.shape[1]} x {picture.shape[0]}"
