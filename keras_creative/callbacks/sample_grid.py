"""A grid of samples after every epoch, of the same latent vectors."""

from pathlib import Path

import keras
import numpy as np

from keras_creative import plotting


class SampleGrid(keras.callbacks.Callback):
    """Writes `epoch_0001.png`, ... : how the same samples grow.

    The latent vectors are drawn from a seed of their own, so that training is
    the same with and without the callback.

    Args:
        folder: Folder of the pictures; made when missing.
        n: Number of samples. Defaults to `64`.
        seed: Integer that fixes the latent vectors. Defaults to `0`.
        scale: Integer by which pixels are enlarged. Defaults to `2`.

    Example:

    ```python
    grid = keras_creative.callbacks.SampleGrid("runs/mine/samples")
    model.fit(pictures, epochs=10, callbacks=[grid])
    ```
    """

    def __init__(self, folder, n=64, seed=0, scale=2):
        super().__init__()
        self.folder = Path(folder)
        self.n = n
        self.seed = seed
        self.scale = scale

    def on_epoch_end(self, epoch, logs=None):
        """Draw the grid of this epoch."""
        samples = self.model.sample(self.n, seed=self.seed)
        plotting.save_grid(
            self.folder / f"epoch_{epoch + 1:04d}.png",
            np.asarray(samples),
            scale=self.scale,
        )
