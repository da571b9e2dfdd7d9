"""One training session of a run."""

from collections.abc import Callable
from typing import Any

import keras

from keras_creative import callbacks, metrics
from keras_creative.modalities import modality_of
from keras_creative.runs.progress import FirstPicture, RunProgress
from keras_creative.runs.run_folder import RunFolder
from keras_creative.runs.session_records import EpochTimes, SkippedFiles
from keras_creative.typing import PathLike

# Plots of curves: label of the values, and logs that a model may have.
_CURVES = {
    "losses": (
        "loss",
        ("d_loss", "g_loss", "d_loss_real", "d_loss_fake")
        + ("loss", "reconstruction", "kl")
        + ("d_a_loss", "d_b_loss", "adversarial", "cycle", "identity", "l1"),
    ),
    "accuracies": (
        "discriminator's accuracy",
        ("d_accuracy_real", "d_accuracy_fake"),
    ),
}
_WATCHED = 256
_COMPARED = 2000


class _FolderGuard(keras.callbacks.Callback):
    """Stops a run whose folder was moved, before a file is written."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def on_train_batch_end(self, batch, logs=None):
        self.folder.check_in_place()

    def on_epoch_end(self, epoch, logs=None):
        self.folder.check_in_place()


class Session:
    """A run that is ready to train.

    Color pictures are monitored for their palette, see
    `keras_creative.callbacks.PaletteWatch`.

    Args:
        recipe: The recipe with `batch_size`, `epochs` and `seed`.
        data: Its pictures.
        model: Its model, with the state it had at the end of the last session.
        folder: Its `RunFolder`.
        epochs_made: Epochs of earlier sessions.
        keep: Number of newest checkpoints kept. Defaults to `2`.
        monitor: Name of the log that selects the best epoch, whose model is
            kept as `best.keras`. Defaults to `None`: none is.
        mode: `"min"` or `"max"`: which value of the log is best. Defaults to
            `"min"`.
        grid_every: Epochs between two grids of samples. Defaults to `1`.
        grid_folder: Folder of the grids. Defaults to `None`: `samples/` in the
            run folder.
        on_collapse: Action after a collapse, `"warn"` or an action of
            `keras_creative.callbacks.CollapseWatch`. Defaults to `None`:
            collapses are not detected.

    Raises:
        ValueError: If `monitor` is not one of the logs, pictures cannot be
            read, or `on_collapse` cannot be applied to the model.
    """

    def __init__(
        self,
        recipe: Any,
        data: Any,
        model: keras.Model,
        folder: RunFolder,
        epochs_made: int,
        keep: int = 2,
        monitor: str | None = None,
        mode: str = "min",
        grid_every: int = 1,
        grid_folder: PathLike | None = None,
        on_collapse: str | None = None,
    ) -> None:
        self.recipe = recipe
        self.data = data
        self.model = model
        self.folder = folder
        self.epochs_made = epochs_made
        # What a run begins with, as a sentence, other than random weights.
        self.beginning = ""
        watch = self._palette_watch()
        logs = {*model.tracked, *(callbacks.PALETTE_LOGS if watch else ())}
        if on_collapse is not None:
            watch.append(self._collapse_watch(on_collapse))
            logs.update(self._collapse_logs())
        if monitor is not None and monitor not in logs:
            raise ValueError(
                f"`monitor` must be one of the logs {sorted(logs)}. "
                f"Received: monitor={monitor!r}"
            )
        grid = recipe.make_grid(
            data, grid_folder or folder.path / "samples", grid_every
        )
        early = [] if epochs_made else [FirstPicture(grid)]
        saver = callbacks.Checkpoints(folder.checkpoints, keep, monitor, mode)
        # The checkpoint is written last, after everything that it refers to.
        self.callbacks = [
            _FolderGuard(folder),
            *(*watch, *self._records(), *early, grid),
            saver,
        ]

    def train(self, verbose: int | str = "auto") -> keras.callbacks.History:
        """Train the remaining epochs.

        Args:
            verbose: As in `keras.Model.fit()`. Defaults to `"auto"`.

        Returns:
            `keras.callbacks.History` of this session.

        Raises:
            OSError: If the run folder is moved or removed meanwhile.
        """
        try:
            return self._train(verbose)
        finally:
            self.folder.release()

    def show_progress(
        self, bar: bool = True, tell: Callable[[str], Any] = print
    ) -> None:
        """Show the progress of the training over all epochs.

        Args:
            bar: Whether to draw a bar; for terminals. Defaults to `True`.
            tell: Function that prints the line with the estimated time.
                Defaults to `print`.
        """
        progress = RunProgress(self.epochs_made, bar, tell)
        self.callbacks.insert(0, progress)

    def _train(self, verbose):
        recipe, data = self.recipe, self.data
        history = self.model.fit(
            recipe.make_batches(data, self.model, self.epochs_made),
            steps_per_epoch=recipe.steps_per_epoch(data, self.model),
            initial_epoch=self.epochs_made,
            epochs=recipe.epochs,
            callbacks=self.callbacks,
            verbose=verbose,
        )
        self.folder.check_in_place()
        recipe.on_session_end(self.model, data, self.folder)
        return history

    def _palette_watch(self):
        """The callback, for color pictures with different palettes."""
        modality = modality_of(self.data)
        if not modality.is_colored(tuple(self.data.sample_shape)):
            return []
        pictures = self._real(_WATCHED)
        if len(pictures) < 2 or metrics.palette_share(pictures) == 0:
            return []
        seed = self.recipe.seed
        return [callbacks.PaletteWatch(pictures, len(pictures), seed)]

    def _collapse_watch(self, action):
        """The callback, with clusters of real samples."""
        watch = callbacks.CollapseWatch(
            self._real(_COMPARED),
            seed=self.recipe.seed,
            modality=modality_of(self.data),
            # A resumed run is past its first steps.
            **({"grace": 0} if self.epochs_made else {}),
            action=None if action == "warn" else action,
        )
        watch.check(self.model)
        return watch

    def _collapse_logs(self):
        """Logs of the callback that exist for this data and model."""
        logs = set(callbacks.COLLAPSE_LOGS)
        logs -= {"modes_captured", "high_quality_3std"}
        if not modality_of(self.data).has_palette:
            logs.discard("palette_ratio")
        if not {"d_accuracy_real", "d_accuracy_fake"} <= {*self.model.tracked}:
            logs.discard("d_accuracy")
        return logs

    def _records(self):
        history, tracked = self.folder.history, self.model.tracked
        curves = [
            callbacks.LossCurves(
                self.folder.path / f"{name}.png",
                [log for log in logs if log in tracked],
                history,
                ylabel,
            )
            for name, (ylabel, logs) in _CURVES.items()
            if not set(tracked).isdisjoint(logs)
        ]
        times = EpochTimes(self.folder.times)
        skipped = SkippedFiles(self.data, self.folder.skipped)
        table = callbacks.HistoryCSV(history)
        return [callbacks.NanGuard(), times, skipped, table, *curves]

    def _real(self, n):
        if hasattr(self.data, "__len__"):
            n = min(n, len(self.data))
        samples, _ = self.data.sample(n, self.recipe.seed)
        return samples
