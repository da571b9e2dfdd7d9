"""Samples of a run or of a saved model, in one line."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from keras_creative import callbacks, datasets, models, plotting
from keras_creative.files.model_files import load_model
from keras_creative.files.picture_files import read_picture
from keras_creative.models.core.sampling import Sampling
from keras_creative.runs.run_folder import RunFolder
from keras_creative.runs.sample_notes import find_checkpoint, joined
from keras_creative.typing import PathLike

_STRIP_COLUMNS = 12
_ANIMATION_SIDE = 256
_OTHER_PICTURES = {".bmp", ".gif", ".jpeg", ".jpg", ".svg", ".tiff", ".webp"}


def load_sampler(path: PathLike, epoch: int | str | None = None) -> Any:
    """What makes the samples of a run or of a saved model.

    Args:
        path: A run folder; or a `.keras` file with a whole model or with a
            generator alone.
        epoch: For a run folder, the checkpoint that is taken: the number of
            epochs made, or `"best"`. Defaults to `None`: the newest.

    Returns:
        Object with `sample(n, seed)` and `interpolate(start, end)`.

    Raises:
        ValueError: If there is no such model.

    Example:

    ```python
    model.save("model.keras")
    sampler = keras_creative.experiments.load_sampler("model.keras")
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
                f"Received: {str(path)!r}, which holds none"
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
) -> None:
    """Write samples as one picture or as many.

    Args:
        path: A `.png` file: pictures as a grid, points as a scatter picture.
            Anything else is a folder: pictures as `0001.png`, `0002.png`, ...
        samples: Array `(n, side, side, channels)` or `(n, 2)`.
        verbose: 1 draws a progress bar for a folder. Defaults to `0`.
        notes: Dict of what the PNG files say of themselves in their metadata;
            a list has a value for each sample. Defaults to `None`.
        captions: Strings to write under the pictures of a grid, one for each.
            Defaults to `None`.

    Raises:
        ValueError: If the file is to be of another kind, points are to go
            into a folder or to have captions, the folder holds pictures
            already, or the samples are neither pictures nor points in the
            plane, or not finite.
    """
    check_finite(samples)
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in _OTHER_PICTURES and not path.is_dir():
        raise ValueError(
            "`path` must be a .png file, or a folder. "
            f"Received: path={str(path)!r}"
        )
    one_file = suffix == ".png"
    if captions is not None and not (samples.ndim == 4 and one_file):
        raise ValueError(
            "`captions` are for a grid of pictures, a .png file. "
            f"Received: path={str(path)!r}, samples of shape "
            f"{samples.shape[1:]}"
        )
    if samples.ndim == 4 and one_file:
        plotting.save_grid(
            path, samples, scale=2, captions=captions, notes=joined(notes)
        )
    elif samples.ndim == 4:
        _write_singles(path, samples, verbose, notes or {})
    elif samples.shape[1:] == (2,) and one_file:
        figure = plotting.PointsFigure(1.1 * float(abs(samples).max()))
        title = f"{len(samples)} samples"
        figure.save(path, samples[:0], samples, title, notes=joined(notes))
    else:
        raise ValueError(
            "`path` must be a .png file for points in the plane, and samples "
            f"must be those or pictures. Received: path={str(path)!r}, "
            f"samples of shape {samples.shape[1:]}"
        )


def check_finite(samples):
    """Raise if a model made something other than numbers.

    Args:
        samples: Array.

    Raises:
        ValueError: If one of them is infinite or not-a-number.
    """
    if not np.isfinite(samples).all():
        raise ValueError(
            "A model's samples must be finite numbers. Received: samples with "
            "not-a-number or infinity"
        )


def _write_singles(folder, samples, verbose, notes):
    """A file for each picture, in a folder that has none yet."""
    earlier = len(list(folder.glob("*.png")))
    if earlier:
        raise ValueError(
            "`path` must be a folder without pictures, so that those of an "
            "earlier command are not mixed with new ones. "
            f"Received: path={str(folder)!r}, which holds {earlier}"
        )
    digits = max(4, len(str(len(samples))))
    bar = keras.utils.Progbar(len(samples), verbose=verbose, unit_name="file")
    for index, picture in enumerate(samples):
        own = {
            name: value[index] if isinstance(value, list) else value
            for name, value in notes.items()
        }
        name = f"{index + 1:0{digits}}.png"
        plotting.save_picture(folder / name, picture, own)
        bar.update(index + 1)


def interpolate(
    sampler: Any,
    places: Sequence[int | str],
    steps: int,
    way: str | None = None,
    closed: bool = False,
    labels: Sequence[int] | None = None,
) -> np.ndarray:
    """Samples on a way through places that are written down.

    Args:
        sampler: What `load_sampler()` gives.
        places: Sequence of at least two: integers, the latent vectors of these
            seeds; or names of picture files, for a model that encodes.
        steps: Number of samples over all.
        way: `"straight"` or `"sphere"`. Defaults to `None`: as the model's
            `interpolate()` has it.
        closed: Whether the way leads back to the first place. Defaults to
            `False`.
        labels: For a conditional model, integers: one for all samples, or one
            for each place, between which the attributes change evenly.
            Defaults to `None`.

    Returns:
        NumPy array `(steps, *sample_shape)`.

    Raises:
        ValueError: If a place is none, or labels are given to a model that
            takes none, in another number or out of range.

    Example:

    ```python
    model.save("model.keras")
    sampler = keras_creative.experiments.load_sampler("model.keras")
    samples = interpolate(sampler, ["1", "2", "3"], steps=60, closed=True)
    ```
    """
    start, *via, end = [_place(sampler, place) for place in places]
    options = {"via": via, "way": way, "closed": closed}
    if labels is not None:
        options["labels"] = _attributes_on_the_way(
            sampler, labels, len(places), steps, closed
        )
    return sampler.interpolate(start, end, steps, **options)


def write_interpolation(
    path: PathLike, samples: np.ndarray, fps: int = 20
) -> None:
    """Write the samples of a way as one picture or as an animation.

    Args:
        path: A `.png` file: pictures in rows, from left to right, points with
            their trail. A `.gif` or `.mp4` file: an animation.
        samples: Array `(n, side, side, channels)` or `(n, 2)`.
        fps: Frames in a second of an animation. Defaults to `20`.

    Raises:
        ImportError: If an MP4 file is asked for without imageio-ffmpeg.
        ValueError: If the suffix is another, `fps` is out of range, or the
            samples are neither pictures nor points in the plane, or not
            finite.
    """
    check_finite(samples)
    path = Path(path)
    scale, frames = 1, samples
    if samples.shape[1:] == (2,):
        frames = plotting.point_frames(samples)
    elif samples.ndim == 4:
        scale = max(1, _ANIMATION_SIDE // samples.shape[1])
    else:
        raise ValueError(
            "A way can be shown of pictures or of points in the plane. "
            f"Received: samples of shape {samples.shape[1:]}"
        )
    if path.suffix != ".png":
        plotting.write_animation(frames, path, fps, scale)
    elif frames is samples:
        rows = -(-len(samples) // _STRIP_COLUMNS)
        plotting.save_grid(path, samples, -(-len(samples) // rows), scale=2)
    else:
        plotting.save_picture(path, frames[-1])


def _place(sampler, place):
    """A seed, or the picture of a file as the model takes it."""
    if str(place).lstrip("+-").isdecimal():
        if int(place) < 0:
            raise ValueError(
                f"A seed must not be negative. Received: {int(place)}"
            )
        return int(place)
    if not Path(place).is_file():
        raise ValueError(
            "A place must be a seed or a picture file. "
            f"Received: {str(place)!r}, which is neither"
        )
    if not hasattr(sampler, "encode"):
        raise ValueError(
            "A place can be a picture for a model that encodes only. "
            f"Received: {str(place)!r}, a model of the class "
            f"{type(sampler).__name__}"
        )
    return _read_picture(place, sampler.sample_shape)


def _read_picture(path, shape):
    """The middle square of a picture file, in the range of networks."""
    from PIL import ImageOps

    if len(shape) != 3:
        raise ValueError(
            "A place must be a seed for a model of other than pictures. "
            f"Received: {str(path)!r}, samples of shape {shape}"
        )
    picture = read_picture(path, "L" if shape[-1] == 1 else "RGB")
    picture = ImageOps.fit(picture, (shape[1], shape[0]))
    pixels = np.asarray(picture).reshape(1, *shape)
    return datasets.to_network_range(pixels)[0]


def _attributes_on_the_way(sampler, labels, places, steps, closed):
    """One label, or attributes for each step."""
    classes = getattr(sampler, "num_classes", None)
    if not hasattr(sampler, "attributes") or len(labels) not in (1, places):
        raise ValueError(
            "Labels are for a conditional model: one, or one for each of the "
            f"{places} places. Received: labels={labels}, a model of the class "
            f"{type(sampler).__name__}"
        )
    if not all(0 <= label < classes for label in labels):
        raise ValueError(
            f"Labels must lie in 0 to {classes - 1}. Received: labels={labels}"
        )
    if len(labels) == 1:
        return labels[0]
    rows = [sampler.attributes[label] for label in labels]
    return models.latent_path(rows, steps, "straight", closed)


def _load(path):
    if path.suffix != ".keras" or not path.is_file():
        raise ValueError(
            "Samples come from a run folder or a .keras file. "
            f"Received: {str(path)!r}, which is neither"
        )
    return load_model(path, compile=False)
