"""A scatter of samples every few epochs, of the same latent vectors."""

from pathlib import Path

import keras

from keras_creative import plotting


class PointGrid(keras.callbacks.Callback):
    """Writes `epoch_0001.png`, ... : how the same points grow.

    Args:
        folder: Folder of the pictures; made when missing.
        real: Array of real points `(n, 2)`; as many samples are drawn.
        half_width: Half the side of the square that is shown.
        marks: Array `(k, 2)` of places to mark, such as the centres of hidden
            modes. Defaults to `None`.
        seed: Integer that fixes the latent vectors. Defaults to `0`.
        every: Epochs from one picture to the next; the last epoch of `fit()`
            has one, too. Defaults to `1`.

    Raises:
        ValueError: If `every` or `half_width` is not positive.

    Example:

    ```python
    ring = keras_creative.datasets.load_toy("8Gaussians")
    real, _ = ring.sample(400)
    grid = keras_creative.callbacks.PointGrid("runs/ring", real, 2.0)
    ```
    """

    def __init__(self, folder, real, half_width, marks=None, seed=0, every=1):
        super().__init__()
        if every < 1:
            raise ValueError(
                f"`every` must be positive. Received: every={every}"
            )
        self.folder = Path(folder)
        self.real = real
        self.marks = marks
        self.seed = seed
        self.every = every
        self._figure = plotting.PointsFigure(half_width)

    def on_epoch_end(self, epoch, logs=None):
        """Draw the points of this epoch, if it is its turn."""
        made = epoch + 1
        if made % self.every and made != self.params.get("epochs"):
            return
        self._figure.save(
            self.folder / f"epoch_{made:04d}.png",
            self.real,
            self.model.sample(len(self.real), seed=self.seed),
            f"epoch {made}",
            marks=self.marks,
        )
