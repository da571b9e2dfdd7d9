"""Base class of recipes that translate pictures."""

import dataclasses
from typing import TYPE_CHECKING, Any, Self

from keras_creative import catalog, commands
from keras_creative.recipes.recipe import Recipe
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.shared import DATA, size

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

    from keras_creative.runs.run_folder import RunFolder
    from keras_creative.typing import PathLike


@settings
class PairRecipe(Recipe):
    """Base class of recipes with pictures of two sides, A and B.

    A subclass says whether partners are drawn together, `paired`.
    """

    data: str = setting(
        "emoji",
        "pictures of side A: a folder, an .npz file or a known set; or of both "
        "sides: emoji, facades, fonts, or a set with classes",
        DATA,
        metavar="PATH",
    )
    target: str = setting(
        "",
        "pictures of side B; if none, `data` has both sides",
        DATA,
        metavar="PATH",
    )
    side_a: tuple = setting(
        (),
        "classes of side A, if `data` has both sides: names or numbers",
        DATA,
        type=str,
        metavar="NAME",
    )
    side_b: tuple = setting(
        (), "the same for side B", DATA, type=str, metavar="NAME"
    )
    size: int | str = size(64)
    color: bool | None = setting(
        True, "three channels or one; None for the pictures' own", DATA
    )
    fit: str = setting(
        "crop",
        "how pictures of a folder are made square",
        DATA,
        choices=catalog.names("datasets/fitting.py", "FITS"),
    )
    background: str = setting(
        "white",
        "color behind transparent pictures of a folder, such as black",
        DATA,
        metavar="COLOR",
    )
    mirror: bool = setting(
        True, "mirror half of the pictures; partners alike", DATA
    )
    test: float = setting(
        0.2,
        "fraction of the partners that are kept apart for measuring, where "
        "partners are known",
        DATA,
        type=commands.decay,
    )

    # Whether partners are drawn together.
    paired = False
    grid_caption = (
        "The same pictures after every epoch, their translations, and, where "
        "there are any, these translated back and the true partners."
    )
    made_by = ("a run that translates", "translate")

    def load_data(self) -> Any:
        """The pictures, a `keras_creative.datasets.PairSet`.

        Raises:
            ValueError: If something is wrong with the pictures or a side.
            FileNotFoundError: If pictures are not found.
        """
        from keras_creative.recipes.building import pairs

        self.check_settings()
        return pairs.load_data(self)

    def with_data(self, data: "PathLike") -> Self:
        """The recipe with other pictures of A.

        Args:
            data: As for the class.
        """
        return dataclasses.replace(self, data=str(data))

    def make_batches(
        self, data: Any, model: "keras.Model", epochs_made: int = 0
    ) -> "tf.data.Dataset":
        """Endless pairs of batches.

        Args:
            data: Data returned by `load_data()`.
            model: Model returned by `make_model()`.
            epochs_made: See `Recipe.make_batches()`. Defaults to `0`.
        """
        return data.batches(self.batch_size, self.seed, first_epoch=epochs_made)

    def make_grid(
        self, data: Any, folder: "PathLike", every: int
    ) -> "keras.callbacks.Callback":
        """The callback that draws pictures and their translations.

        Args:
            data: Data returned by `load_data()`.
            folder: Folder of the pictures.
            every: Epochs between two pictures.
        """
        from keras_creative.callbacks import TranslationGrid

        return TranslationGrid(folder, data, seed=self.seed, every=every)

    def on_session_end(
        self, model: "keras.Model", data: Any, folder: "RunFolder"
    ) -> None:
        """Add measures of translations, if partners are kept apart.

        Args:
            model: The trained model.
            data: Data returned by `load_data()`.
            folder: The `RunFolder`.
        """
        from keras_creative.recipes.building import pairs

        if data.partners is not None:
            folder.add_measures(
                folder.epochs_made, *pairs.measure(model, data.partners)
            )
