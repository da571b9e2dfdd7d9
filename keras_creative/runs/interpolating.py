"""Interpolations between seeds and files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from keras_creative import models
from keras_creative.modalities import Modality, modality_of
from keras_creative.runs.projecting import project_photo, read_latent
from keras_creative.runs.samples import check_finite, known_modality
from keras_creative.typing import PathLike


def interpolate(
    sampler: Any,
    places: Sequence[int | str | np.ndarray],
    steps: int,
    way: str | None = None,
    closed: bool = False,
    labels: Sequence[int] | None = None,
) -> np.ndarray:
    """Samples along a path through waypoints that are seeds or files.

    Args:
        sampler: Sampler returned by `load_sampler()`.
        places: Sequence of at least two waypoints: seeds, files or arrays, see
            `find_waypoints()`.
        steps: Number of samples in total.
        way: Interpolation between waypoints, `"straight"` or `"sphere"`.
            Defaults to `None`: the default of the model's `interpolate()`.
        closed: Whether the path returns to the first waypoint. Defaults to
            `False`.
        labels: For a conditional model, integers: one for all samples, or one
            for each waypoint, between which attributes are interpolated
            linearly. Defaults to `None`.

    Returns:
        NumPy array `(steps, *sample_shape)`.

    Raises:
        ValueError: If a waypoint is neither a seed nor a file, or labels are
            given for a model that takes none, their number differs, or one
            is out of range.

    Example:

    ```python
    model.save("model.keras")
    sampler = keras_creative.runs.load_sampler("model.keras")
    samples = interpolate(sampler, ["1", "2", "3"], steps=60, closed=True)
    ```
    """
    (start, *via, end), _ = find_waypoints(sampler, places)
    options = {"via": via, "way": way, "closed": closed}
    if labels is not None:
        options["labels"] = _attributes_of_steps(
            sampler, labels, len(places), steps, closed
        )
    return sampler.interpolate(start, end, steps, **options)


def write_interpolation(
    path: PathLike,
    samples: np.ndarray,
    fps: int = 20,
    modality: str | Modality | None = None,
) -> None:
    """Write interpolated samples as one picture or as an animation.

    Args:
        path: A `.png` file: images in rows, from left to right, points with
            their trail. A `.gif` or `.mp4` file: an animation.
        samples: Array `(n, *sample_shape)`.
        fps: Frames per second of an animation. Defaults to `20`.
        modality: See `write_samples()`. Defaults to `None`.

    Raises:
        ImportError: If an MP4 file is requested without imageio-ffmpeg.
        ValueError: If the suffix is unknown, `fps` is out of range, or the
            samples are of no known modality, or not finite.
    """
    check_finite(samples)
    modality = known_modality(samples, modality)
    modality.require("write_walk", by="`interpolate`")
    modality.write_walk(Path(path), samples, fps)


def find_waypoints(
    sampler: Any, places: Sequence[int | str | np.ndarray]
) -> tuple[list[Any], list[str]]:
    """Waypoints for `model.interpolate()` from seeds and files.

    Args:
        sampler: Sampler returned by `load_sampler()`.
        places: Sequence of integers, the seeds of latent vectors; of files:
            samples for a model that encodes, otherwise photos, see
            `project()`, or .npz files of latent vectors; or of arrays, which
            are returned as they are.

    Returns:
        List of integers and arrays; and a list of sentences on the photos.

    Raises:
        ValueError: If a waypoint is none of these, or a file does not fit.
    """
    notes = []
    return [_waypoint(sampler, place, notes) for place in places], notes


def _waypoint(sampler, place, notes):
    """A seed, the sample or the latent vector of a file, or an array."""
    if isinstance(place, np.ndarray):
        return place
    if str(place).lstrip("+-").isdecimal():
        if int(place) < 0:
            raise ValueError(
                f"A seed must be non-negative. Received: {int(place)}"
            )
        return int(place)
    if not Path(place).is_file():
        raise ValueError(
            "A waypoint must be a seed or a file. "
            f"Received: {str(place)!r}, which is neither"
        )
    if Path(place).suffix == ".npz":
        return read_latent(place, sampler.latent_shape)
    if not hasattr(sampler, "encode"):
        found = project_photo(sampler, place)
        notes += found.notes
        return found.latent
    modality = modality_of(sampler)
    modality.require("read", by="A waypoint from a file")
    return modality.read(place, sampler.sample_shape)[0]


def _attributes_of_steps(sampler, labels, places, steps, closed):
    """One label, or attributes for each step."""
    classes = getattr(sampler, "num_classes", None)
    if not hasattr(sampler, "attributes") or len(labels) not in (1, places):
        raise ValueError(
            "Labels are for a conditional model: one, or one for each of the "
            f"{places} waypoints. Received: labels={labels}, a model of the "
            f"class {type(sampler).__name__}"
        )
    if not all(0 <= label < classes for label in labels):
        raise ValueError(
            f"Labels must lie in 0 to {classes - 1}. Received: labels={labels}"
        )
    if len(labels) == 1:
        return labels[0]
    rows = [sampler.attributes[label] for label in labels]
    return models.latent_path(rows, steps, "straight", closed)
