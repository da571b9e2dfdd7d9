"""Picture of the least and the most novel samples of a run."""

from keras_creative import plotting
from keras_creative.checks import check_integers, check_png
from keras_creative.modalities import modality_of
from keras_creative.modalities.novelty import draw_novelty, image_novelty
from keras_creative.modalities.parts import ImageNovelty
from keras_creative.runs.evaluation import check_sample_shape, load_data
from keras_creative.runs.samples import load_sampler
from keras_creative.typing import PathLike


def write_memorization(
    folder: PathLike,
    path: PathLike,
    n: int = 2000,
    k: int = 8,
    seed: int = 0,
    data: PathLike | None = None,
) -> ImageNovelty:
    """Draw the samples of a run that are most and least like training images.

    The novelty of a sample is its distance to the nearest training image over
    the median distance of a training image to the nearest other one: 0 is a
    copy, 1 is typical, and far above 1 is unlike anything in the data. The
    picture has two rows, the least and the most novel samples, each sample over
    its nearest training image, with its seed and novelty.

    Args:
        folder: The run folder, of a run on images.
        path: The PNG file to write.
        n: Number of samples, at least 2. Defaults to `2000`.
        k: Number of samples in a row, at most half of `n`. Defaults to `8`.
        seed: Seed of the first sample. Defaults to `0`.
        data: New path of the training images, if they were moved. Defaults to
            `None`.

    Returns:
        `keras_creative.modalities.parts.ImageNovelty`.

    Raises:
        ValueError: If the folder is not a run on images, has no checkpoint, its
            data have changed, or the path is not a PNG file.
        FileNotFoundError: If the data of the run are not found.

    Example:

    ```text
    part = keras_creative.runs.write_memorization("runs/art", "copies.png")
    print(part.novelty)
    ```
    """
    check_integers(n=(n, 2), k=(k, 1))
    check_png(memorization=path)
    data = load_data(folder, data)
    modality = modality_of(data)
    modality.require("to_images", by="The memorization report")
    modality.require("features", by="The memorization report")
    model = load_sampler(folder)
    check_sample_shape(model, data)
    if hasattr(data, "unrepeated"):
        data = data.unrepeated()
    part = image_novelty(modality, model, data, seed, n, k)
    plotting.save_picture(path, draw_novelty(part))
    return part
