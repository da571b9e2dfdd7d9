"""Few-shot samples of a run for pictures in files."""

from collections.abc import Sequence

import numpy as np

from keras_creative import datasets
from keras_creative.checks import check_integers
from keras_creative.datasets.images import border_brightness
from keras_creative.files.picture_files import read_picture
from keras_creative.metrics import nearest_distances
from keras_creative.models.few_shot.few_shot_model import FewShotModel
from keras_creative.runs.samples import load_sampler
from keras_creative.typing import PathLike

_BLACK = -1.0


def imitate(
    source: PathLike, shots: Sequence[PathLike], n: int = 64, seed: int = 0
) -> tuple[np.ndarray, list[str]]:
    """Samples of what the pictures in some files show.

    Args:
        source: Folder of a run of a few-shot recipe, or a `.keras` file of its
            model.
        shots: Paths of the pictures; see `read_shots()`.
        n: Number of samples. Defaults to `64`.
        seed: Integer that determines them. Defaults to `0`.

    Returns:
        Array `(n, *sample_shape)`, and a list of sentences: what was done to
        the pictures, and how far the samples are from them.

    Raises:
        ValueError: If the model takes no shots, or a file is no picture.

    Example:

    ```text
    drawings = ["a.png", "b.png", "c.png", "d.png"]
    more, notes = keras_creative.runs.imitate("runs/few", drawings, n=16)
    ```
    """
    check_integers(n=(n, 1), seed=(seed, 0))
    model = load_sampler(source)
    if not isinstance(model, FewShotModel):
        raise ValueError(
            "`source` must be a run of a few-shot recipe, such as "
            f"few-shot-flow-omniglot. Received: source={str(source)!r}, which "
            f"holds a {type(model).__name__}"
        )
    given, notes = read_shots(shots, model.sample_shape)
    samples = model.sample_like(given, n, seed=seed)
    return samples, [*notes, *_distance_note(samples, given)]


def read_shots(
    paths: Sequence[PathLike], shape: tuple[int, int, int]
) -> tuple[np.ndarray, list[str]]:
    """Read pictures as shots of one sample shape.

    A picture of another size is scaled, with margins in the color of its
    corner if its sides have another ratio. Gray pictures with dark ink on a
    light ground are inverted, and their range is stretched to all of [-1, 1].

    Args:
        paths: Paths of the files.
        shape: `(height, width, 1 or 3)`.

    Returns:
        float32 array `(files, *shape)` in [-1, 1], and a list of sentences
        that say what was done.

    Raises:
        ValueError: If there are no files, or one is no picture, is damaged or
            has one color.
    """
    if not len(paths):
        raise ValueError(
            "`paths` must hold at least 1 picture. Received: paths=[]"
        )
    shots, notes = zip(*(_read(path, shape) for path in paths), strict=True)
    return np.stack(shots), [note for note in notes if note]


def _read(path, shape):
    """A picture, and a sentence about what was done to it, or an empty one."""
    from PIL import ImageOps

    image = read_picture(path, "L" if shape[-1] == 1 else "RGB")
    done, size = [], (shape[1], shape[0])
    if image.size != size:
        done.append(
            f"scaled from {image.width}x{image.height} to {size[0]}x{size[1]}"
        )
        image = ImageOps.pad(image, size, color=image.getpixel((0, 0)))
    pixels = np.asarray(image).reshape(1, *shape)
    picture = np.asarray(datasets.to_network_range(pixels)[0])
    if np.ptp(picture) == 0:
        raise ValueError(
            "`paths` must hold pictures that show something. Received: "
            f"{str(path)!r}, which has one color"
        )
    if shape[-1] == 1:
        if border_brightness(picture[np.newaxis]) > 0:
            picture = -picture
            done.append("inverted, since its ink is dark on a light ground")
        if picture.min() > _BLACK or picture.max() < 1:
            low, high = picture.min(), picture.max()
            picture = 2 * (picture - low) / (high - low) - 1
            done.append("contrast stretched")
    note = f"{path}: {'; '.join(done)}" if done else ""
    return picture.astype("float32"), note


def _distance_note(samples, shots):
    """How far samples are from the shots, beside the shots from each other."""
    if len(shots) < 2:
        return []
    apart = [
        nearest_distances(shots[i : i + 1], np.delete(shots, i, axis=0))[0]
        for i in range(len(shots))
    ]
    usual = float(np.median(apart))
    if not usual:
        return ["some of the pictures are copies of each other"]
    ratio = float(np.median(nearest_distances(samples, shots))) / usual
    return [
        f"the samples are {ratio:.2f} times as far from the nearest picture as "
        "the pictures are from each other (0: copies)"
    ]
