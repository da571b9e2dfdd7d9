"""Photos in the latent space of a run."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from keras_creative import models, plotting
from keras_creative.checks import check_png
from keras_creative.files import atomic_path
from keras_creative.files.archives import check_archive
from keras_creative.files.picture_files import read_picture
from keras_creative.modalities import modality_of
from keras_creative.models.core.projection import check_has_latents
from keras_creative.runs.samples import check_finite, load_sampler
from keras_creative.typing import PathLike

# Height in pixels to which small pictures are enlarged.
_HEIGHT = 256
_KEY = "latent"


class ProjectedPhoto(NamedTuple):
    """A photo and the sample that is closest to it.

    Attributes:
        latent: Latent vector, float32 array.
        picture: Its sample `(height, width, channels)` in [-1, 1].
        photo: The photo as it was compared, of the same shape.
        notes: List of sentences: what was done to the photo, and how close the
            sample is.
    """

    latent: np.ndarray
    picture: np.ndarray
    photo: np.ndarray
    notes: list[str]


def project(
    source: PathLike,
    photo: PathLike,
    steps: int = 300,
    starts: int = 8,
    seed: int = 0,
    epoch: int | str | None = None,
) -> ProjectedPhoto:
    """Find the latent vector of a photo.

    Args:
        source: Folder of a run, or a `.keras` file with a model or a generator.
        photo: Path of the photo. It is scaled, and its middle is taken.
        steps: Steps of the optimization. Defaults to `300`.
        starts: Number of starts, of which the best result is taken. Defaults
            to `8`.
        seed: Integer that determines the starts. Defaults to `0`.
        epoch: See `load_sampler()`. Defaults to `None`: the newest checkpoint.

    Returns:
        `ProjectedPhoto`.

    Raises:
        ValueError: If the model has no latent vectors of images or takes
            labels, or the file is no picture.

    Example:

    ```text
    found = keras_creative.runs.project("runs/art", "photo.jpg")
    model = keras_creative.runs.load_sampler("runs/art")
    walk = model.interpolate(found.latent, 7, steps=60)
    ```
    """
    return project_photo(
        load_sampler(source, epoch), photo, steps, starts, seed
    )


def project_photo(
    sampler: Any,
    photo: PathLike,
    steps: int = 300,
    starts: int = 8,
    seed: int = 0,
) -> ProjectedPhoto:
    """Find the latent vector of a photo for a loaded model.

    Args:
        sampler: Sampler returned by `load_sampler()`.
        photo: See `project()` for this and the others.
        steps: Steps of the optimization. Defaults to `300`.
        starts: Number of starts. Defaults to `8`.
        seed: Integer that determines the starts. Defaults to `0`.

    Returns:
        `ProjectedPhoto`.

    Raises:
        ValueError: See `project()`.
    """
    check_has_latents(sampler)
    shape = tuple(sampler.sampler.output_shape[1:])
    image, notes = read_photo(photo, shape)
    found = models.project(sampler, image[np.newaxis], steps, starts, seed=seed)
    check_finite(found.samples)
    error, usual = found.errors[0] / 2, found.usual[0] / 2
    notes.append(
        f"{photo}: pixels differ by {error:.1%} of the range, those of random "
        f"samples by {usual:.1%}"
    )
    return ProjectedPhoto(found.latents[0], found.samples[0], image, notes)


def read_photo(
    path: PathLike, shape: tuple[int, int, int]
) -> tuple[np.ndarray, list[str]]:
    """Read the middle of a picture file at a sample's shape.

    Args:
        path: The file.
        shape: `(height, width, 1 or 3)`.

    Returns:
        float32 array of this shape in [-1, 1], and a list of sentences that say
        what was done.

    Raises:
        ValueError: If it is no picture, or damaged.
    """
    picture = read_picture(path)
    pixels, done = np.asarray(picture), []
    if pixels.shape[:2] != shape[:2]:
        done.append(
            f"scaled from {picture.height}x{picture.width} to "
            f"{shape[0]}x{shape[1]} pixels, height x width, of its middle"
        )
    is_gray = (pixels == pixels[..., :1]).all()
    if shape[-1] == 1 and not is_gray:
        done.append("made gray, as the pictures of the run are")
    if shape[-1] == 3 and is_gray:
        done.append("it is gray, beside pictures of the run in color")
    image = modality_of(shape).read(path, shape)[0]
    return image, [f"{path}: {'; '.join(done)}"] if done else []


def write_projection(path: PathLike, projected: ProjectedPhoto) -> Path:
    """Write a photo beside its projection, and the latent vector.

    Args:
        path: The PNG file. The latent vector is written to a file of the same
            name that ends in .npz, see `read_latent()`.
        projected: Result of `project()`.

    Returns:
        Path of the second file.

    Raises:
        ValueError: If the path does not end in .png.
    """
    check_png(path=path)
    vector = Path(path).with_suffix(".npz")
    scale = max(1, _HEIGHT // projected.photo.shape[0])
    pair = np.stack([projected.photo, projected.picture])
    with atomic_path(path) as temporary:
        plotting.save_grid(
            temporary, pair, 2, scale, captions=("photo", "projection")
        )
        with atomic_path(vector) as file:
            np.savez(file, **{_KEY: projected.latent})
    return vector


def read_latent(path: PathLike, shape: tuple[int, ...]) -> np.ndarray:
    """Read a latent vector that `write_projection()` has written.

    Args:
        path: The .npz file.
        shape: Shape of a latent vector.

    Returns:
        float32 array of this shape.

    Raises:
        ValueError: If the file is damaged, or holds something else.
    """
    try:
        check_archive(path, [f"{_KEY}.npy"])
        with np.load(path, allow_pickle=False) as file:
            latent = file[_KEY]
    except Exception as error:  # damaged bytes make NumPy raise many kinds
        raise ValueError(
            "A latent vector must lie in an .npz file that `project` has "
            f"written. Received: {str(path)!r}, which is damaged or another"
        ) from error
    is_number = latent.dtype.kind == "f" and np.isfinite(latent).all()
    if latent.shape != shape or not is_number:
        raise ValueError(
            f"A latent vector of this model must hold finite numbers {shape}. "
            f"Received: {str(path)!r}, which holds {latent.dtype} of shape "
            f"{latent.shape}"
        )
    return latent.astype("float32")
