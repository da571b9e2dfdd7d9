"""What recipes on pictures share: their data, and how a run begins."""

import dataclasses
from pathlib import Path

from keras_creative import callbacks, datasets
from keras_creative.experiments.run_folder import RunFolder
from keras_creative.experiments.session import Session

_OPEN_ENDED = ("epochs",)


class PictureRecipe:
    """How frozen dataclasses of settings become runs.

    Mixed into recipes with the settings `data`, `size`, `color`, `fit`,
    `holdout`, `batch_size`, `epochs` and `seed`, and with `make_model(data)`.
    """

    def load_data(self):
        """The pictures, a `PictureSet` or a `PictureFolder`.

        Raises:
            ValueError: If there is something wrong with the pictures or a
                held-out label.
            FileNotFoundError: If the pictures are nowhere to be found.
        """
        if not self.data:
            raise ValueError(
                "`data` must name the pictures to train on: a folder, an .npz "
                f"or IDX file or a known set. Received: data={self.data!r}"
            )
        return datasets.open_pictures(
            self.data,
            size=self.size,
            color=self.color,
            fit=self.fit,
            holdout=self.holdout,
        )

    def with_data(self, data):
        """The recipe on other pictures; those of a file are not cut.

        Args:
            data: As for the class.
        """
        fit = self.fit if Path(data).is_dir() else "crop"
        return dataclasses.replace(self, data=str(data), fit=fit)

    def begin(self, folder, epochs=None, override=False, **outputs):
        """Prepare a run, or to go on with the one in the folder.

        Args:
            folder: The run folder, see `RunFolder`.
            epochs: Epochs of the whole run, earlier sessions included.
                Defaults to `None`: those of the recipe.
            override: Whether a run under other settings is gone on with, and
                the change noted in its `config.json`. Defaults to `False`.
            **outputs: As for `Session`: `keep`, `monitor`, `mode`,
                `grid_every`, `grid_folder`.

        Returns:
            `Session`, to be trained.

        Raises:
            ValueError: If the folder holds a run with other settings, or a
                setting is wrong.
            FileNotFoundError: If the pictures are nowhere to be found.
        """
        recipe = dataclasses.replace(self, epochs=epochs or self.epochs)
        data = recipe.load_data()
        model = recipe.make_model(data)
        data.steps_per_epoch(recipe.samples_per_step(model))
        folder = RunFolder(folder)
        terms = recipe, data.fingerprint, _OPEN_ENDED, override
        folder.check(*terms)
        saved, epochs_made = callbacks.load_latest(folder.checkpoints)
        if saved is not None:
            model.take_over(saved)
        session = Session(recipe, data, model, folder, epochs_made, **outputs)
        folder.begin(*terms)
        return session

    def run(self, folder, epochs=None, verbose="auto", **kwargs):
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

    def samples_per_step(self, model):
        """Pictures that a step of the model takes.

        Args:
            model: What `make_model()` gave.
        """
        return self.batch_size
