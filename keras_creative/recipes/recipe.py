"""How recipes become runs."""

import dataclasses
from typing import Any

import keras

from keras_creative import callbacks
from keras_creative.runs.provenance import check_clock
from keras_creative.runs.run_folder import RunFolder
from keras_creative.runs.session import Session
from keras_creative.typing import PathLike

_OPEN_ENDED = ("epochs",)


class Recipe:
    """How frozen dataclasses of settings become runs.

    Mixed into recipes with the settings `batch_size`, `epochs` and `seed`, and
    with `load_data()`, `make_model(data)` and `make_grid(data, folder, every)`.
    """

    def begin(
        self,
        folder: PathLike,
        epochs: int | None = None,
        override: bool = False,
        name: str | None = None,
        **outputs: Any,
    ) -> Session:
        """Prepare a run, or to go on with the one in the folder.

        Args:
            folder: The run folder, see `RunFolder`.
            epochs: Epochs of the whole run, earlier sessions included.
                Defaults to `None`: those of the recipe.
            override: Whether a run under other settings is gone on with, and
                the change noted in its `config.json`. Defaults to `False`.
            name: Name that the recipe is known by, for `config.json`.
                Defaults to `None`.
            **outputs: As for `Session`: `keep`, `monitor`, `mode`,
                `grid_every`, `grid_folder`, `on_collapse`.

        Returns:
            `Session`, to be trained.

        Raises:
            ValueError: If the folder holds a run with other settings, lacks
                part of what it should hold, or is in use by another process,
                or a setting is wrong.
            FileNotFoundError: If the data are nowhere to be found.
        """
        recipe = dataclasses.replace(self, epochs=epochs or self.epochs)
        check_clock()
        recipe.check_settings()
        data = recipe.load_data()
        model = recipe.make_model(data)
        recipe.steps_per_epoch(data, model)
        model.check_batch_size(recipe.samples_per_step(model))
        folder = RunFolder(folder)
        terms = recipe, data.fingerprint, _OPEN_ENDED, override
        folder.check(*terms)
        folder.lock()
        try:
            saved, epochs_made = callbacks.load_latest(folder.checkpoints)
            folder.check_history(epochs_made, override)
            if saved is not None:
                model.take_over(saved)
            session = Session(
                recipe, data, model, folder, epochs_made, **outputs
            )
            classes = getattr(data, "class_counts", None)
            folder.begin(*terms, name, classes)
        except BaseException:
            folder.release()
            raise
        return session

    def run(
        self,
        folder: PathLike,
        epochs: int | None = None,
        verbose: int | str = "auto",
        **kwargs: Any,
    ) -> Any:
        """Train in a run folder, from its last checkpoint if it has one.

        Args:
            folder: As for `begin()`.
            epochs: As for `begin()`.
            verbose: As in `keras.Model.fit()`. Defaults to `"auto"`.
            **kwargs: As for `begin()`.

        Returns:
            The trained model.
        """
        session = self.begin(folder, epochs, **kwargs)
        session.train(verbose)
        return session.model

    def check_settings(self) -> None:
        """Raise if settings are wrong, before the data are looked for.

        Raises:
            ValueError: If one is.
        """

    def read_by(self, setting: str) -> tuple[str, ...] | None:
        """Variants that read a setting, or `None` if all do.

        Args:
            setting: Name of the setting.
        """
        return None

    def samples_per_step(self, model: keras.Model) -> int:
        """Samples that a step of the model takes.

        Args:
            model: What `make_model()` gave.
        """
        return self.batch_size

    def rounds_per_epoch(self, data: Any, model: keras.Model) -> int:
        """Times that an epoch goes through the data.

        Args:
            data: What `load_data()` gave.
            model: What `make_model()` gave.
        """
        return 1

    def steps_per_epoch(self, data: Any, model: keras.Model) -> int:
        """Steps of an epoch.

        Args:
            data: What `load_data()` gave.
            model: What `make_model()` gave.
        """
        steps = data.steps_per_epoch(self.samples_per_step(model))
        return steps * self.rounds_per_epoch(data, model)

    def conclude(
        self, model: keras.Model, data: Any, folder: RunFolder
    ) -> None:
        """What is left in the folder of a run when a session ends.

        Args:
            model: The trained model.
            data: What `load_data()` gave.
            folder: The `RunFolder`.
        """
