"""Base class of recipes: settings, checks, and runs."""

import dataclasses
from typing import TYPE_CHECKING, Any

from keras_creative.checks import check_choice
from keras_creative.recipes.settings import default_of, describe

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

    from keras_creative.runs.run_folder import RunFolder
    from keras_creative.runs.session import Session
    from keras_creative.typing import PathLike


class Recipe:
    """Base class of frozen dataclasses of settings that become runs.

    A recipe has the settings `data`, `batch_size`, `epochs` and `seed`, and
    the methods `load_data()` and `make_model(data)`. The modality of the data
    draws and measures samples, see `keras_creative.modalities`. Importing a
    recipe imports neither TensorFlow nor Keras; these methods do.
    """

    # Command that makes samples of a model from given pictures. A run of it is
    # measured at the end of its training.
    sampling_command = None

    def begin(
        self,
        folder: "PathLike",
        epochs: int | None = None,
        override: bool = False,
        name: str | None = None,
        lower_batch_size: bool = False,
        **outputs: Any,
    ) -> "Session":
        """Prepare a run, or resume the one in the folder.

        Args:
            folder: The run folder, see `RunFolder`.
            epochs: Epochs of the complete run, including earlier sessions.
                Defaults to `None`: those of the recipe.
            override: Whether to resume a run that has other settings, and to
                record the change in its `config.json`. Defaults to `False`.
            name: Name of the recipe, for `config.json`. Defaults to `None`.
            lower_batch_size: Whether a batch size that is too large for the
                data becomes the largest power of two that fits. Defaults to
                `False`: it is an error.
            **outputs: See `Session`: `keep`, `monitor`, `mode`,
                `grid_every`, `grid_folder`, `on_collapse`.

        Returns:
            `Session`, to be trained.

        Raises:
            ValueError: If the folder holds a run with other settings, is
                incomplete, or is in use by another process, or a setting is
                wrong.
            FileNotFoundError: If the data are not found.
        """
        from keras_creative.runs.beginning import begin

        if epochs is not None:
            self = dataclasses.replace(self, epochs=epochs)
        return begin(self, folder, override, name, lower_batch_size, **outputs)

    def run(
        self,
        folder: "PathLike",
        epochs: int | None = None,
        verbose: int | str = "auto",
        **kwargs: Any,
    ) -> Any:
        """Train in a run folder, from its last checkpoint if it has one.

        Args:
            folder: See `begin()`.
            epochs: See `begin()`.
            verbose: As in `keras.Model.fit()`. Defaults to `"auto"`.
            **kwargs: See `begin()`.

        Returns:
            The trained model.
        """
        session = self.begin(folder, epochs, **kwargs)
        session.train(verbose)
        return session.model

    def check_settings(self) -> None:
        """Raise if settings are wrong, before the data are loaded.

        Raises:
            ValueError: If one is not among its choices, or the variant does
                not read it and it is exclusive.
        """
        for field in dataclasses.fields(self):
            about, value = describe(field), getattr(self, field.name)
            if about.choices and isinstance(value, str):
                check_choice(field.name, value, about.choices)
            if about.exclusive and value != default_of(field):
                self._check_exclusive(field.name, value)

    def read_by(self, setting: str) -> tuple[str, ...] | None:
        """Variants that read a setting, or `None` if all do.

        Args:
            setting: Name of the setting.
        """
        return None

    def samples_per_step(self, model: "keras.Model") -> int:
        """Samples of one step of the model.

        Args:
            model: Model returned by `make_model()`.
        """
        return self.batch_size

    def rounds_per_epoch(self, data: Any, model: "keras.Model") -> int:
        """Passes over the data in an epoch.

        Args:
            data: Data returned by `load_data()`.
            model: Model returned by `make_model()`.
        """
        return 1

    def steps_per_epoch(self, data: Any, model: "keras.Model") -> int:
        """Steps of an epoch.

        Args:
            data: Data returned by `load_data()`.
            model: Model returned by `make_model()`.
        """
        steps = data.steps_per_epoch(self.samples_per_step(model))
        return steps * self.rounds_per_epoch(data, model)

    def make_batches(
        self, data: Any, model: "keras.Model", epochs_made: int = 0
    ) -> "tf.data.Dataset":
        """Endless batches for `fit()`.

        Args:
            data: Data returned by `load_data()`.
            model: Model returned by `make_model()`.
            epochs_made: Epochs of earlier sessions, whose batches are
                skipped. Defaults to `0`.
        """
        return data.batches(
            self.samples_per_step(model),
            self.seed,
            labelled=model.num_classes is not None,
            first_epoch=self.rounds_per_epoch(data, model) * epochs_made,
        )

    def make_grid(
        self, data: Any, folder: "PathLike", every: int
    ) -> "keras.callbacks.Callback":
        """The callback that draws samples next to real examples.

        Args:
            data: Data returned by `load_data()`.
            folder: Folder of the grids.
            every: Epochs between two grids.
        """
        from keras_creative.callbacks.sample_grid import grid_beside

        return grid_beside(data, folder, self.seed, every)

    def measure_context(self, data: Any) -> dict[str, Any]:
        """Facts about the settings that are stored with the measures.

        Args:
            data: Data returned by `load_data()`.

        Returns:
            Dict from names to values.
        """
        return {}

    def on_session_end(
        self, model: "keras.Model", data: Any, folder: "RunFolder"
    ) -> None:
        """Add measures of the samples to `metrics.jsonl`.

        Args:
            model: The trained model.
            data: Data returned by `load_data()`.
            folder: The `RunFolder`.
        """
        from keras_creative.modalities import modality_of

        found = modality_of(data).measure_session(model, data, self.seed)
        if found is not None:
            folder.add_measures(folder.epochs_made, *found)

    def _check_exclusive(self, name, value):
        readers = self.read_by(name)
        if readers is not None and self.variant not in readers:
            raise ValueError(
                f"`{name}` must be left at its default for the variant "
                f"{self.variant!r}; {', '.join(map(repr, readers))} read it. "
                f"Received: {name}={value!r}"
            )
