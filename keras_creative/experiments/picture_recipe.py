"""What recipes on pictures share: their data."""

import dataclasses
from pathlib import Path

from keras_creative import callbacks, datasets
from keras_creative.experiments.recipe import Recipe

_COMPARED = 36


class PictureRecipe(Recipe):
    """Recipe on pictures.

    Mixed into recipes with the settings `data`, `size`, `color`, `fit`,
    `holdout`, `few_shot` and `repeat`, and with those of `Recipe`.
    """

    def load_data(self):
        """The pictures, a `PictureSet` or a `PictureFolder`.

        Raises:
            ValueError: If there is something wrong with the pictures, or with
                a label that is held out or shown in part.
            FileNotFoundError: If the pictures are nowhere to be found.
        """
        if not self.data:
            raise ValueError(
                "`data` must name the pictures to train on: a folder, an .npz "
                f"or IDX file or a known set. Received: data={self.data!r}"
            )
        data = datasets.open_pictures(
            self.data,
            size=self.size,
            color=self.color,
            fit=self.fit,
            holdout=self.holdout,
        )
        for label, shots in self.few_shot.items():
            data, _ = datasets.few_shot(data, label, shots, self.repeat)
        return data

    def with_data(self, data):
        """The recipe on other pictures; those of a file are not cut.

        Args:
            data: As for the class.
        """
        fit = self.fit if Path(data).is_dir() else "crop"
        return dataclasses.replace(self, data=str(data), fit=fit)

    def make_grid(self, data, folder, every):
        """The callback that draws samples beside real pictures.

        Args:
            data: What `load_data()` gave.
            folder: Folder of the grids.
            every: Epochs from one to the next.
        """
        real, _ = data.sample(min(_COMPARED, len(data)), self.seed)
        return callbacks.SampleGrid(
            folder, seed=self.seed, every=every, real=real
        )
