"""A scatter of samples every few epochs, of the same latent vectors."""

from keras_creative import plotting
from keras_creative.callbacks.epoch_pictures import EpochPictures
from keras_creative.callbacks.sample_source import sample_source
from keras_creative.typing import ArrayLike, PathLike


class PointGrid(EpochPictures):
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

    def __init__(
        self,
        folder: PathLike,
        real: ArrayLike,
        half_width: float,
        marks: ArrayLike | None = None,
        seed: int = 0,
        every: int = 1,
    ) -> None:
        super().__init__(folder, seed, every)
        self.real = real
        self.marks = marks
        self._figure = plotting.PointsFigure(half_width)

    def draw(self, made: int) -> None:
        """Draw the points."""
        source = sample_source(self.model)
        self._figure.save(
            self.folder / f"{self.name(made)}.png",
            self.real,
            source.sample(len(self.real), seed=self.seed),
            f"epoch {made}",
            marks=self.marks,
        )
