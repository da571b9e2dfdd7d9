"""A grid of samples every few epochs, of the same latent vectors."""

from keras_creative import plotting
from keras_creative.callbacks.epoch_pictures import EpochPictures
from keras_creative.callbacks.sample_source import grid_samples
from keras_creative.typing import ArrayLike, PathLike


class SampleGrid(EpochPictures):
    """Writes `epoch_0001.png`, ... : how the same samples grow.

    The latent vectors are drawn from a seed of their own, so that training is
    the same with and without the callback.

    Args:
        folder: Folder of the pictures; made when missing.
        n: Number of samples. Defaults to `64`.
        seed: Integer, seed of the first sample; the next has the next seed,
            so that cell `i` is what `interpolate()` gives for `seed + i`.
            Defaults to `0`.
        scale: Integer by which pixels are enlarged. Defaults to `2`.
        every: Epochs from one grid to the next; the last epoch of `fit()` has
            one, too. Defaults to `1`.
        real: Array of real pictures to stand on the left of as many samples,
            instead of `n` samples alone. Defaults to `None`.

    Raises:
        ValueError: If `every` is not positive.

    Example:

    ```python
    grid = keras_creative.callbacks.SampleGrid("runs/mine/samples", every=5)
    model.fit(pictures, epochs=10, callbacks=[grid])
    ```
    """

    def __init__(
        self,
        folder: PathLike,
        n: int = 64,
        seed: int = 0,
        scale: int = 2,
        every: int = 1,
        real: ArrayLike | None = None,
    ) -> None:
        super().__init__(folder, seed, every)
        self.n = n if real is None else len(real)
        self.scale = scale
        self.real = real

    def draw(self, made: int) -> None:
        """Draw the grid."""
        samples = grid_samples(self.model, self.n, self.seed)
        path = self.folder / f"{self.name(made)}.png"
        if self.real is None:
            plotting.save_grid(path, samples, scale=self.scale)
        else:
            plotting.save_comparison(path, self.real, samples, self.scale)
