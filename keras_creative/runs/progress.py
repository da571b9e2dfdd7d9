"""Progress bar of a training session, with an estimate of its duration."""

import shutil
import time
from collections.abc import Callable
from typing import Any

import keras

from keras_creative.progress_bar import WIDTH, progress_bar
from keras_creative.typing import Logs

_TIMED = 3.0
# Columns for the remaining and elapsed time.
_TIMES = 22


class RunProgress(keras.callbacks.Callback):
    """One progress bar for all epochs of a session, and an estimated duration.

    The bar takes a single line: it shows as many logs as fit in the terminal,
    losses first, and is omitted if the terminal is too narrow.

    The estimate is printed after steps have been timed for 3 seconds; the
    first execution, which traces graphs, is excluded.

    Args:
        epochs_made: Number of epochs of earlier sessions. Defaults to `0`.
        bar: Whether to draw the bar; for terminals. Defaults to `True`.
        tell: Function that prints the line with the estimate. Defaults to
            `print`.

    Example:

    ```python
    model.fit(pictures, epochs=9, verbose=0, callbacks=[RunProgress()])
    ```
    """

    def __init__(
        self,
        epochs_made: int = 0,
        bar: bool = True,
        tell: Callable[[str], Any] = print,
    ) -> None:
        super().__init__()
        self.epochs_made = epochs_made
        self.bar = bar
        self.tell = tell

    def on_train_begin(self, logs: Logs = None) -> None:
        """Start the bar."""
        self._steps = self.params["steps"]
        self._epochs = self.params["epochs"] - self.epochs_made
        self._finished = 0
        self._first = None
        self._progbar = self._told = None
        self._target = None
        if not (self.bar and self._steps):
            return
        target = self._steps * self._epochs
        self._room = shutil.get_terminal_size().columns - _TIMES - WIDTH
        self._room -= 2 * len(str(target))
        self._target = target if self._room > 0 else None

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Advance the bar."""
        if not self._steps:
            return
        done, logs = self._finished + batch + 1, logs or {}
        if self._target is not None:
            if self._progbar is None:
                self._progbar = progress_bar(self._target, logs=tuple(logs))
            self._progbar.update(done, _fitting(logs, self._room))
        self._estimate(done, time.monotonic())

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Count the steps of the epoch."""
        self._finished += self._steps or 0

    def _estimate(self, done, now):
        if self._first is None:
            self._first = done, now
            return
        steps, begin = self._first
        if self._told or now - begin < _TIMED:
            return
        self._told = True
        left = self._steps * self._epochs - done
        seconds = left * (now - begin) / (done - steps)
        epochs = f"{self._epochs} epoch{'s' if self._epochs > 1 else ''}"
        line = f"about {duration(seconds)} to go for {epochs}"
        self.tell(line if self._progbar is None else f"\n{line}")


class FirstPicture(keras.callbacks.Callback):
    """Draws a first grid, named epoch 0, during a long first epoch.

    Args:
        grid: Callback with `draw(made)`, such as
            `keras_creative.callbacks.SampleGrid`.
        after: Seconds of training after which the grid is drawn. Defaults to
            `20`.
    """

    def __init__(self, grid, after=20.0):
        super().__init__()
        self.grid = grid
        self.after = after

    def on_train_begin(self, logs=None):
        """Start the clock."""
        self._begin = time.monotonic()

    def on_train_batch_end(self, batch, logs=None):
        """Draw once the time has passed."""
        if self._begin and time.monotonic() - self._begin > self.after:
            self._begin = None
            self.grid.draw(0)

    def on_epoch_end(self, epoch, logs=None):
        """Stop: from now on the grid draws by itself."""
        self._begin = None


def _fitting(logs, room):
    """Logs that fit behind the bar, losses first, as pairs."""
    shown = []
    for name, value in sorted(logs.items(), key=_place):
        room -= len(f" - {name}: {value:.4f}")
        if room < 0:
            break
        shown.append((name, value))
    return shown


def _place(log):
    """Sort key: total losses first, then terms of losses, then other logs."""
    name, _ = log
    whole = ("loss", "d_loss", "g_loss")
    return whole.index(name) if name in whole else 3 + ("loss" not in name)


def duration(seconds):
    """A duration as text.

    Args:
        seconds: Duration in seconds.

    Returns:
        Text such as `"40 s"`, `"12 min"` or `"3 h 20 min"`.

    Example:

    >>> keras_creative.runs.progress.duration(12000)
    '3 h 20 min'
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{minutes} min"
