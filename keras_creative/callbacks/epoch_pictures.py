"""Base class of callbacks that draw every few epochs."""

import abc
from pathlib import Path

import keras

from keras_creative.checks import check_integers
from keras_creative.typing import Logs, PathLike


class EpochPictures(keras.callbacks.Callback, abc.ABC):
    """Base class of callbacks that draw `epoch_0001.png`, ...

    A subclass draws in `draw(made)`.

    Args:
        folder: Folder of the pictures; created if it is missing.
        seed: Integer that determines the random numbers. Defaults to `0`.
        every: Number of epochs between pictures; the last epoch of `fit()` is
            always drawn. Defaults to `1`.

    Raises:
        ValueError: If `every` is not positive.
    """

    def __init__(self, folder: PathLike, seed: int = 0, every: int = 1) -> None:
        super().__init__()
        check_integers(every=(every, 1))
        self.folder = Path(folder)
        self.seed = seed
        self.every = every

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Draw, if this is due after this epoch."""
        made = epoch + 1
        if made % self.every == 0 or made == self.params.get("epochs"):
            self.draw(made)

    def name(self, made: int) -> str:
        """File name of the picture after `made` epochs, without its suffix."""
        return f"epoch_{made:04d}"

    @abc.abstractmethod
    def draw(self, made: int) -> None:
        """Draw the picture after `made` epochs."""
