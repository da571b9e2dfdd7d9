"""A plot of the losses, updated after every epoch."""

from collections.abc import Sequence
from pathlib import Path

import keras

from keras_creative import plotting
from keras_creative.callbacks.history_csv import log_names, read_history
from keras_creative.typing import Logs, PathLike


class LossCurves(keras.callbacks.Callback):
    """Plots logs over the epochs, with gaps for epochs without the log.

    Args:
        path: The PNG file.
        names: Names of the logs to draw. Defaults to `None`: all.
        history: CSV file of `HistoryCSV` from which the earlier epochs of a
            resumed run are drawn. Defaults to `None`.
        ylabel: Label of the vertical axis. Defaults to `"loss"`.

    Example:

    ```python
    curves = keras_creative.callbacks.LossCurves("runs/mine/losses.png")
    model.fit(x, epochs=10, callbacks=[curves])
    ```
    """

    def __init__(
        self,
        path: PathLike,
        names: Sequence[str] | None = None,
        history: PathLike | None = None,
        ylabel: str = "loss",
    ) -> None:
        super().__init__()
        self.path = Path(path)
        self.names = names
        self.history = history
        self.ylabel = ylabel
        self._rows = []

    def on_train_begin(self, logs: Logs = None) -> None:
        """Begin with the epochs of earlier sessions."""
        self._rows = read_history(self.history) if self.history else []

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Draw the curves up to this epoch."""
        earlier = [r for r in self._rows if r["epoch"] <= epoch]
        self._rows = [*earlier, {"epoch": epoch + 1, **logs}]
        names = self.names or log_names(self._rows)
        plotting.save_curves(
            self.path,
            {
                name: [float(r.get(name, "nan")) for r in self._rows]
                for name in names
            },
            x=[r["epoch"] for r in self._rows],
            xlabel="epoch",
            ylabel=self.ylabel,
            # The curves of real and of generated samples often coincide.
            dashed=[name for name in names if name.endswith("_fake")],
        )
