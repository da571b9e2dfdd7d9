"""Base class of recipes on pictures."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from keras_creative import catalog, commands
from keras_creative.recipes.recipe import Recipe
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.shared import DATA, few_shot, holdout, size

if TYPE_CHECKING:
    import keras

    from keras_creative.typing import PathLike


@settings
class PictureRecipe(Recipe):
    """Recipe on pictures."""

    data: str = setting(
        "fashion-mnist",
        "training pictures: a folder, an .npz or IDX file, or a known data set",
        DATA,
        metavar="PATH",
    )
    size: int | str = size(32)
    color: bool | None = setting(
        None, "three channels or one; None for the pictures' own", DATA
    )
    fit: str = setting(
        "crop",
        "how pictures of a folder are brought to the size",
        DATA,
        choices=catalog.names("datasets/fitting.py", "FITS"),
    )
    background: str = setting(
        "white",
        "color behind transparent pictures of a folder, such as black",
        DATA,
        metavar="COLOR",
    )
    holdout: tuple = holdout()
    few_shot: dict = few_shot()
    repeat: int = setting(
        1000,
        "times that each few-shot example is shown in an epoch",
        DATA,
        type=commands.positive_int,
    )

    def check_settings(self) -> None:
        """Raise if settings are wrong, before the data are loaded.

        Raises:
            ValueError: See `Recipe.check_settings()`; also if there are no
                data, a known set does not have a label, there is no such
                background, or the size is neither an integer nor such as
                `"96x64"`.
        """
        from keras_creative.recipes.building import pictures

        super().check_settings()
        pictures.check_data(self)

    def load_data(self) -> Any:
        """The pictures, a `PictureSet` or a `PictureFolder`.

        Raises:
            ValueError: If there is something wrong with the pictures, or with
                a label that is held out or shown in part.
            FileNotFoundError: If the pictures are not found.
        """
        from keras_creative.recipes.building import pictures

        self.check_settings()
        return pictures.load_data(self)

    def with_data(self, data: "PathLike") -> Self:
        """The recipe on other pictures; those of a file are not cropped.

        Args:
            data: As for the class.
        """
        path = Path(data)
        is_folder = path.is_dir() or path.suffix.lower() == ".zip"
        fit = self.fit if is_folder else "crop"
        return dataclasses.replace(self, data=str(data), fit=fit)

    def rounds_per_epoch(self, data: Any, model: "keras.Model") -> int:
        """Passes over the pictures in an epoch.

        One; for a folder, which may have few pictures, as many as 30 steps
        need.

        Args:
            data: Data returned by `load_data()`.
            model: Model returned by `make_model()`.
        """
        from keras_creative.recipes.building import pictures

        return pictures.rounds_per_epoch(data, self.samples_per_step(model))
