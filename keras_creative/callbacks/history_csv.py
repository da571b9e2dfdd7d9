"""The history of a run as a table on disk."""

import csv
import io
import os
import warnings
from pathlib import Path

import keras

from keras_creative.files import atomic_path, read_text
from keras_creative.typing import Logs, PathLike


class HistoryCSV(keras.callbacks.Callback):
    """Keeps `epoch` and every log of every epoch in a CSV file.

    The file is complete at any time. When a run is resumed, the rows of
    repeated epochs are replaced. Cells of logs that an epoch does not have are
    empty. When the file lacks rows of earlier epochs, a warning says which.

    Args:
        path: The CSV file.

    Example:

    ```python
    table = keras_creative.callbacks.HistoryCSV("runs/mine/history.csv")
    model.fit(x, epochs=10, callbacks=[table])
    ```
    """

    def __init__(self, path: PathLike) -> None:
        super().__init__()
        self.path = Path(path)
        self.rows = []
        self._checked = True

    def on_train_begin(self, logs: Logs = None) -> None:
        """Read what an earlier session wrote."""
        self.rows = read_history(self.path)
        self._checked = not self.path.exists()

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Warn, once, of rows that the earlier epochs should have."""
        lacking = missing_epochs(self.rows, epoch)
        if lacking and not self._checked:
            warnings.warn(
                f"{str(self.path)!r} lacks the rows of "
                f"{epochs_in_words(lacking)}.",
                stacklevel=2,
            )
        self._checked = True

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
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


def read_history(path: PathLike) -> list[dict[str, float]]:
    """Rows of a file that `HistoryCSV` wrote.

    Args:
        path: The CSV file; it may be missing.

    Returns:
        List of dicts from `epoch` and the names of the epoch's logs to numbers;
        empty if there is no file.

    Raises:
        ValueError: If the file is not a complete table of such rows, or its
            epochs do not increase.
    """
    path = Path(path)
    if not os.path.lexists(path):
        return []
    text = read_text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = []
    try:
        names = next(reader, [])
        if "epoch" not in names or len(set(names)) < len(names):
            raise ValueError(
                "its first line must contain epoch and names of logs"
            )
        for cells in reader:
            rows.append(_row(names, cells))
            if len(rows) > 1 and rows[-1]["epoch"] <= rows[-2]["epoch"]:
                raise ValueError("the epochs must increase")
        if not text.endswith("\n"):
            raise ValueError("its last line is incomplete")
    except (csv.Error, OverflowError, ValueError) as error:
        raise ValueError(
            "A history must be a table of numbers with one row per epoch. "
            f"Received: {str(path)!r}, line {max(reader.line_num, 1)}: {error}"
        ) from error
    return rows


def missing_epochs(rows, epochs_made):
    """Epochs that have no row.

    Args:
        rows: List of dicts returned by `read_history()`.
        epochs_made: Number of epochs that should have one.

    Returns:
        List of integers.
    """
    there = {row["epoch"] for row in rows}
    return [n for n in range(1, epochs_made + 1) if n not in there]


def log_names(rows):
    """Names of the logs of several epochs, in the order they first appear.

    Args:
        rows: List of dicts returned by `read_history()`.

    Returns:
        List of names, without `epoch`.
    """
    names = dict.fromkeys(name for row in rows for name in row)
    return [name for name in names if name != "epoch"]


def epochs_in_words(epochs):
    """Short description of epochs: the first, and the number of others.

    Args:
        epochs: List of integers, at least one.

    Example:

    >>> from keras_creative.callbacks.history_csv import epochs_in_words
    >>> epochs_in_words([3, 4, 5])
    'epoch 3 and 2 more'
    """
    more = f" and {len(epochs) - 1} more" if len(epochs) > 1 else ""
    return f"epoch {epochs[0]}{more}"


def _row(names, cells):
    """A row of numbers; spreadsheet programs write an epoch as 1.0."""
    if len(cells) != len(names):
        raise ValueError(f"{len(cells)} cells under {len(names)} names")
    row = {
        name: float(text)
        for name, text in zip(names, cells, strict=True)
        if text or name == "epoch"
    }
    epoch = row["epoch"]
    if not epoch.is_integer() or epoch < 1:
        raise ValueError(f"{epoch} is not an epoch")
    return {**row, "epoch": int(epoch)}
