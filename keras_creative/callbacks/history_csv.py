"""The history of a run as a table on disk."""

import csv
from pathlib import Path

import keras

from keras_creative.files import atomic_path


class HistoryCSV(keras.callbacks.Callback):
    """Keeps `epoch` and every log of every epoch in a CSV file.

    The file is whole at every moment. When a run is resumed, the rows of
    epochs that are made again are replaced, not repeated. A log that only
    some epochs have leaves its cell empty in the others.

    Args:
        path: The CSV file.

    Example:

    ```python
    table = keras_creative.callbacks.HistoryCSV("runs/mine/history.csv")
    model.fit(x, epochs=10, callbacks=[table])
    ```
    """

    def __init__(self, path):
        super().__init__()
        self.path = Path(path)
        self.rows = []

    def on_train_begin(self, logs=None):
        """Read what an earlier session wrote."""
        self.rows = read_history(self.path)

    def on_epoch_end(self, epoch, logs=None):
        """Add this epoch's row."""
        row = {"epoch": epoch + 1}
        row.update((name, float(value)) for name, value in logs.items())
        earlier = [r for r in self.rows if r["epoch"] < row["epoch"]]
        self.rows = [*earlier, row]
        with (
            atomic_path(self.path) as temporary,
            open(temporary, "w", newline="") as file,
        ):
            names = ["epoch", *log_names(self.rows)]
            writer = csv.DictWriter(file, fieldnames=names, restval="")
            writer.writeheader()
            writer.writerows(self.rows)


def read_history(path):
    """Rows of a file that `HistoryCSV` wrote.

    Args:
        path: The CSV file; it may be missing.

    Returns:
        List of dicts from `epoch`, an integer, and the names of the logs that
        the epoch has to numbers; empty when there is no file.
    """
    path = Path(path)
    if not path.exists():
        return []
    with open(path, newline="") as file:
        return [
            {
                name: int(text) if name == "epoch" else float(text)
                for name, text in row.items()
                if text
            }
            for row in csv.DictReader(file)
        ]


def log_names(rows):
    """Names of the logs of several epochs, in the order they first appear.

    Args:
        rows: List of dicts, as `read_history()` gives it.

    Returns:
        List of names, without `epoch`.
    """
    names = dict.fromkeys(name for row in rows for name in row)
    return [name for name in names if name != "epoch"]
