"""A scatter plot of points every few epochs, from the same latent vectors."""

from keras_creative.callbacks.sample_grid import SampleGrid
from keras_creative.modalities import modality_of
from keras_creative.typing import ArrayLike, Logs, PathLike


class PointGrid(SampleGrid):
    """Writes `epoch_0001.png`, ... : scatter plots of the same samples.

    Args:
        folder: Folder of the plots; created if it is missing.
        real: Array of real points `(n, 2)`; the same number of samples is
            drawn.
        half_width: Half the side of the square that is shown.
        marks: Array `(k, 2)` of positions to mark, such as the centers of
            hidden modes. Defaults to `None`.
        seed: Integer that fixes the latent vectors. Defaults to `0`.
        every: Number of epochs between plots; the last epoch of `fit()` is
            always drawn. Defaults to `1`.

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
        super().__init__(
            folder,
            seed=seed,
            every=every,
            real=real,
            half_width=half_width,
            marks=marks,
        )
        self._modality = modality_of("points")
        self._drawing = self._modality.drawing(real, half_width, marks)

    def on_train_begin(self, logs: Logs = None) -> None:
        """The drawing was made by the constructor."""
