"""Samples for the shots of concepts that are not trained on."""

import numpy as np

from keras_creative import plotting
from keras_creative.callbacks.epoch_pictures import EpochPictures
from keras_creative.checks import check_integers
from keras_creative.datasets import TaskSet
from keras_creative.metrics import nearest_examples
from keras_creative.typing import PathLike


class ShotsGrid(EpochPictures):
    """Writes `epoch_0001.png`, ... : samples of a few-shot model.

    For some concepts there are the shots, samples for them, and the real
    pictures of the concept that are nearest to the samples. All pictures show
    the same concepts and shots.

    Args:
        folder: Folder of the pictures; created if it is missing.
        tasks: `keras_creative.datasets.TaskSet` of concepts that the model is
            not trained on.
        concepts: Number of concepts, or fewer if there are not as many.
            Defaults to `6`.
        shots: Number of shots of each. Defaults to `4`.
        n: Number of samples of each. Defaults to `8`.
        seed: Integer that determines concepts, shots and samples. Defaults to
            `0`.
        every: Number of epochs between pictures; the last epoch of `fit()` is
            always drawn. Defaults to `1`.
        scale: Integer by which pixels are enlarged. Defaults to `2`.

    Raises:
        ValueError: If a number is not positive, or a concept has no pictures
            besides the shots.

    Example:

    ```python
    images = np.random.default_rng(0).integers(0, 256, (80, 28, 28, 1))
    tasks = keras_creative.datasets.TaskSet(
        images.astype("uint8"), np.arange(80) // 8
    )
    train, validation, _ = tasks.split(validation=0.2, test=0.2)
    grid = keras_creative.callbacks.ShotsGrid("runs/few/samples", validation)
    ```
    """

    def __init__(
        self,
        folder: PathLike,
        tasks: TaskSet,
        concepts: int = 6,
        shots: int = 4,
        n: int = 8,
        seed: int = 0,
        every: int = 1,
        scale: int = 2,
    ) -> None:
        super().__init__(folder, seed, every)
        check_integers(concepts=(concepts, 1), n=(n, 1), scale=(scale, 1))
        self.n, self.scale = n, scale
        chosen = np.random.default_rng(seed).permutation(len(tasks))[:concepts]
        pairs = [tasks.shots_of(int(i), shots, seed) for i in chosen]
        self.shots, self.others = zip(*pairs, strict=True)

    def draw(self, made: int) -> None:
        """Draw the picture."""
        samples, nearest = [], []
        for shots, others in zip(self.shots, self.others, strict=True):
            drawn = self.model.sample_like(shots, self.n, seed=self.seed)
            samples.append(drawn)
            nearest.append(others[nearest_examples(drawn, others)[0]])
        pixels = plotting.shot_sheets(self.shots, samples, nearest, self.scale)
        plotting.save_picture(self.folder / f"{self.name(made)}.png", pixels)
