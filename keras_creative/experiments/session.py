"""One session of a run: from where it stands to its last epoch."""

import dataclasses
import typing

from keras_creative import callbacks
from keras_creative.experiments.run_folder import RunFolder

_LOSSES = ("d_loss", "g_loss", "d_loss_real", "d_loss_fake")
_ACCURACIES = ("d_accuracy_real", "d_accuracy_fake")
_WATCHED = 256
_COMPARED = 36


@dataclasses.dataclass(frozen=True)
class Session:
    """A run that is ready to train.

    Args:
        recipe: The recipe with `batch_size`, `epochs` and `seed`.
        data: Its pictures.
        model: Its model, new or from a checkpoint.
        folder: Its `RunFolder`.
        epochs_made: Epochs of earlier sessions.
        keep: Newest checkpoints kept. Defaults to `2`.
        monitor: Name of the log that tells the best epoch, whose model is kept
            as `best.keras`. Defaults to `None`: none is.
        mode: `"min"` or `"max"`, which value of it is best. Defaults to
            `"min"`.
        grid_every: Epochs between two grids of samples. Defaults to `1`.
        grid_folder: Folder of the grids. Defaults to `None`: `samples/` in the
            run folder.
    """

    recipe: typing.Any
    data: typing.Any
    model: typing.Any
    folder: RunFolder
    epochs_made: int
    keep: int = 2
    monitor: str | None = None
    mode: str = "min"
    grid_every: int = 1
    grid_folder: str | None = None

    def train(self, verbose="auto"):
        """Make the epochs that are left.

        Args:
            verbose: As in `keras.Model.fit()`. Defaults to `"auto"`.

        Returns:
            `keras.callbacks.History` of this session.
        """
        recipe = self.recipe
        batch_size = recipe.batch_size * self.model.n_critic
        return self.model.fit(
            self.data.batches(
                batch_size,
                recipe.seed,
                labelled=self.model.num_classes is not None,
                first_epoch=self.epochs_made,
            ),
            steps_per_epoch=self.data.steps_per_epoch(batch_size),
            initial_epoch=self.epochs_made,
            epochs=recipe.epochs,
            callbacks=self.callbacks(),
            verbose=verbose,
        )

    def callbacks(self):
        """What fills the folder.

        Returns:
            List of Keras callbacks; the checkpoint comes last, so that what
            it vouches for is on disk.
        """
        folder = self.folder
        real, seed = self.data, self.recipe.seed
        watch = []
        if real.sample_shape[-1] == 3:
            pictures = _sample(real, _WATCHED, seed)
            watch = [callbacks.PaletteWatch(pictures, len(pictures), seed)]
        return [
            callbacks.NanGuard(),
            *watch,
            callbacks.HistoryCSV(folder.history),
            callbacks.LossCurves(
                folder.path / "losses.png", _LOSSES, folder.history
            ),
            callbacks.LossCurves(
                folder.path / "accuracies.png",
                _ACCURACIES,
                folder.history,
                ylabel="discriminator's accuracy",
            ),
            callbacks.SampleGrid(
                self.grid_folder or folder.path / "samples",
                seed=seed,
                every=self.grid_every,
                real=_sample(real, _COMPARED, seed),
            ),
            callbacks.Checkpoints(
                folder.checkpoints, self.keep, self.monitor, self.mode
            ),
        ]


def _sample(data, n, seed):
    pictures = data.sample(min(n, len(data)), seed)
    return pictures[0] if isinstance(pictures, tuple) else pictures
