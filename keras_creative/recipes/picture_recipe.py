"""What recipes on pictures share: their data."""

import dataclasses
from pathlib import Path
from typing import Self

import keras

from keras_creative import callbacks, datasets
from keras_creative.datasets.splits import check_known
from keras_creative.files.picture_files import parse_color
from keras_creative.recipes.recipe import Recipe
from keras_creative.typing import PathLike

_COMPARED = 36
# A folder of few pictures is gone through until an epoch has so many steps.
_FEWEST_STEPS = 30


class PictureRecipe(Recipe):
    """Recipe on pictures.

    Mixed into recipes with the settings `data`, `size`, `color`, `fit`,
    `background`, `holdout`, `few_shot` and `repeat`, and with those of
    `Recipe`.
    """

    def check_settings(self) -> None:
        """Raise if settings are wrong, before the data are looked for.

        Raises:
            ValueError: If there are no data to look for, a known set does not
                have a label, or there is no such background.
        """
        if not self.data:
            raise ValueError(
                "`data` must name the pictures to train on: a folder, an .npz "
                f"or IDX file or a known set. Received: data={self.data!r}"
            )
        parse_color(self.background)
        check_known(self.data, self.holdout, self.few_shot, self.repeat)

    def load_data(self) -> datasets.PictureSet | datasets.PictureFolder:
        """The pictures, a `PictureSet` or a `PictureFolder`.

        Raises:
            ValueError: If there is something wrong with the pictures, or with
                a label that is held out or shown in part.
            FileNotFoundError: If the pictures are nowhere to be found.
        """
        self.check_settings()
        data = datasets.open_pictures(
            self.data,
            size=self.size,
            color=self.color,
            fit=self.fit,
            holdout=self.holdout,
            background=self.background,
        )
        for label, shots in self.few_shot.items():
            data, _ = datasets.few_shot(data, label, shots, self.repeat)
        return data

    def with_data(self, data: PathLike) -> Self:
        """The recipe on other pictures; those of a file are not cut.

        Args:
            data: As for the class.
        """
        path = Path(data)
        is_folder = path.is_dir() or path.suffix.lower() == ".zip"
        fit = self.fit if is_folder else "crop"
        return dataclasses.replace(self, data=str(data), fit=fit)

    def rounds_per_epoch(
        self,
        data: datasets.PictureSet | datasets.PictureFolder,
        model: keras.Model,
    ) -> int:
        """Times that an epoch goes through the pictures.

        Once, but as often as it takes to 30 steps for a folder, whose pictures
        can be few.

        Args:
            data: What `load_data()` gave.
            model: What `make_model()` gave.
        """
        if not isinstance(data, datasets.PictureFolder):
            return 1
        steps = data.steps_per_epoch(self.samples_per_step(model))
        return -(-_FEWEST_STEPS // steps)

    def make_grid(
        self,
        data: datasets.PictureSet | datasets.PictureFolder,
        folder: PathLike,
        every: int,
    ) -> keras.callbacks.Callback:
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
