"""Base class of few-shot recipes, whose data are tasks."""

import dataclasses
import functools
from typing import TYPE_CHECKING, Any, Self

from keras_creative import commands
from keras_creative.recipes.recipe import Recipe
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.shared import DATA, RUN

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

    from keras_creative.datasets import TaskSplit
    from keras_creative.runs.run_folder import RunFolder
    from keras_creative.typing import PathLike

batch_size = functools.partial(
    setting, help="tasks per step", type=commands.positive_int
)
steps = functools.partial(
    setting,
    help="steps of an epoch; tasks are drawn at random",
    group=RUN,
    type=commands.positive_int,
)


@settings
class TaskRecipe(Recipe):
    """Base class of few-shot recipes.

    Models train on the tasks of some concepts. Those of the validation are
    drawn and measured in training; those of the test are not used.

    Example:

    ```text
    recipe = keras_creative.recipes.RECIPES["figr-mnist"]
    train, validation, test = recipe.load_split()
    ```
    """

    data: str = setting(
        "omniglot",
        "tasks: omniglot, icons, fonts, font-characters or a set of pictures "
        "with classes; an .npz file, or a folder with a folder for each "
        "concept",
        DATA,
        metavar="PATH",
    )
    size: int = setting(
        32, "side of the pictures in pixels", DATA, type=commands.positive_int
    )
    shots: int = setting(
        4, "pictures given of a concept", DATA, type=commands.positive_int
    )
    rotations: bool = setting(
        False, "train on the quarter turns of concepts as further ones", DATA
    )
    test: tuple = setting(
        (),
        "concepts, or groups such as alphabets, that are kept for the test; "
        "if none, the official test, or a fifth",
        DATA,
        type=str,
        metavar="NAME",
    )

    sampling_command = "imitate"
    # Further pictures of a task in a batch.
    queries = 0

    def load_split(self) -> "TaskSplit":
        """Tasks of training, validation and test.

        Raises:
            ValueError: If a file is damaged, a name is unknown, or a concept
                has too few pictures.
            FileNotFoundError: If the data are not found.
        """
        from keras_creative.recipes.building import tasks

        self.check_settings()
        return tasks.load_split(self)

    def load_data(self) -> Any:
        """The tasks of the training, a `keras_creative.datasets.TaskSet`.

        Its `validation` are those of the validation.

        Raises:
            ValueError: See `load_split()`.
            FileNotFoundError: See `load_split()`.
        """
        split = self.load_split()
        split.train.validation = split.validation
        return split.train

    def with_data(self, data: "PathLike") -> Self:
        """The recipe on other tasks.

        Args:
            data: As for the class.
        """
        return dataclasses.replace(self, data=str(data))

    def steps_per_epoch(self, data: Any, model: "keras.Model") -> int:
        """Steps of an epoch: the setting.

        Args:
            data: Data returned by `load_data()`.
            model: Model returned by `make_model()`.
        """
        return self.steps

    def make_batches(
        self, data: Any, model: "keras.Model", epochs_made: int = 0
    ) -> "tf.data.Dataset":
        """Endless batches of tasks.

        Args:
            data: Data returned by `load_data()`.
            model: Model returned by `make_model()`.
            epochs_made: See `Recipe.make_batches()`. Defaults to `0`.
        """
        return data.episodes(
            self.batch_size,
            self.shots,
            self.queries,
            self.seed,
            first_step=epochs_made * self.steps,
        )

    def make_grid(
        self, data: Any, folder: "PathLike", every: int
    ) -> "keras.callbacks.Callback":
        """The callback that draws samples for shots of the validation.

        Args:
            data: Data returned by `load_data()`.
            folder: Folder of the pictures.
            every: Epochs between two pictures.
        """
        from keras_creative.callbacks import ShotsGrid

        return ShotsGrid(
            folder,
            data.validation,
            shots=self.shots,
            seed=self.seed,
            every=every,
        )

    def on_session_end(
        self, model: "keras.Model", data: Any, folder: "RunFolder"
    ) -> None:
        """Add measures of samples for the shots of the validation.

        Args:
            model: The trained model.
            data: Data returned by `load_data()`.
            folder: The `RunFolder`.
        """
        from keras_creative.recipes.building import tasks

        measures, protocol = tasks.measure(
            model, data.validation, self.shots, self.seed
        )
        folder.add_measures(folder.epochs_made, measures, protocol)
