"""When a callback draws: every few epochs, and after the last."""

import abc
from pathlib import Path

import keras

from keras_creative.checks import check_integers
from keras_creative.typing import Logs, PathLike


class EpochPictures(keras.callbacks.Callback, abc.ABC):
    """Base class of callbacks that draw `epoch_0001.png`, ...

    A subclass draws in `draw(made)`.

    Args:
        folder: Folder of the pictures; made when missing.
        seed: Integer that fixes what is drawn. Defaults to `0`.
        every: Epochs from one picture to the next; the last epoch of `fit()`
            has one, too. Defaults to `1`.

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
        """Draw the pictures of this epoch, if it is its turn."""
        made = epoch + 1
        if made % self.every == 0 or made == self.params.get("epochs"):
            self.draw(made)

    def name(self, made: int) -> str:
        """Name of the picture after some epochs, without its suffix."""
        return f"epoch_{made:04d}"

    @abc.abstractmethod
    def draw(self, made: int) -> None:
        """Draw what there is to show after `made` epochs."""
