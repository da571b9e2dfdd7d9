"""Records of each epoch besides the logs."""

import time

import keras

from keras_creative.callbacks.history_csv import HistoryCSV
from keras_creative.files import write_json


class EpochTimes(HistoryCSV):
    """Records seconds and steps of every epoch of all sessions in a CSV file.

    Args:
        path: The CSV file.
    """

    def on_epoch_begin(self, epoch, logs=None):
        """Start the clock."""
        self._begin = time.monotonic()

    def on_epoch_end(self, epoch, logs=None):
        """Add this epoch's row."""
        seconds = time.monotonic() - self._begin
        row = {"seconds": seconds, "steps": self.params.get("steps") or 0}
        super().on_epoch_end(epoch, row)


class SkippedFiles(keras.callbacks.Callback):
    """Records in a JSON file which images of the data were skipped, and why.

    Args:
        data: Data set; a `PictureFolder` has `problems`.
        path: The file, written after the first epoch with a skipped image.
    """

    def __init__(self, data, path):
        super().__init__()
        self.data = data
        self.path = path
        self._written = {}

    def on_epoch_end(self, epoch, logs=None):
        """Write the images skipped so far."""
        problems = getattr(self.data, "problems", {})
        if problems != self._written:
            write_json(self.path, problems)
            self._written = problems
