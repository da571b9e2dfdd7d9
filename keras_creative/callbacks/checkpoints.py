"""Whole models on disk, from which a run goes on."""

import re
from pathlib import Path

import keras

from keras_creative.files import atomic_path

_NAME = re.compile(r"epoch_(\d{4,})\.keras")


class Checkpoints(keras.callbacks.Callback):
    """Saves the whole model after every epoch and keeps the newest.

    A file holds both networks, both optimisers, the averaged generator and
    the state of the noise. It appears under its name only when it is whole.

    Args:
        folder: Folder of the files; made when missing.
        keep: Number of files kept, at least 1. Defaults to `2`.

    Raises:
        ValueError: If `keep` is not positive.

    Example:

    ```python
    folder = "runs/mine/checkpoints"
    path, epoch = keras_creative.callbacks.latest_checkpoint(folder)
    if path is not None:
        model = keras.saving.load_model(path)
    model.fit(
        x,
        initial_epoch=epoch,
        epochs=10,
        callbacks=[keras_creative.callbacks.Checkpoints(folder)],
    )
    ```
    """

    def __init__(self, folder, keep=2):
        super().__init__()
        if keep < 1:
            raise ValueError(f"`keep` must be positive. Received: keep={keep}")
        self.folder = Path(folder)
        self.keep = keep

    def on_epoch_end(self, epoch, logs=None):
        """Save, then remove the oldest files."""
        with atomic_path(self.folder / f"epoch_{epoch + 1:04d}.keras") as path:
            self.model.save(path)
        for _, old in _checkpoints(self.folder)[: -self.keep]:
            old.unlink()


def latest_checkpoint(folder):
    """The newest file that `Checkpoints` wrote.

    Args:
        folder: Its folder; it may be missing.

    Returns:
        Path and number of epochs made, or `None` and 0.
    """
    found = _checkpoints(Path(folder))
    if not found:
        return None, 0
    epoch, path = found[-1]
    return path, epoch


def _checkpoints(folder):
    if not folder.is_dir():
        return []
    matches = [(_NAME.fullmatch(p.name), p) for p in folder.iterdir()]
    return sorted((int(m[1]), path) for m, path in matches if m)
