"""A grid of samples every few epochs, from the same latent vectors."""

from typing import Any

import keras

from keras_creative.callbacks.epoch_pictures import EpochPictures
from keras_creative.callbacks.sample_source import (
    drawing_of_model,
    grid_samples,
    sample_source,
)
from keras_creative.modalities import modality_of
from keras_creative.modalities.real_examples import draw_real
from keras_creative.typing import ArrayLike, Logs, PathLike


class SampleGrid(EpochPictures):
    """Writes `epoch_0001.png`, ... : how the same samples improve.

    The modality of the samples draws them: images in a grid, points as a
    scatter plot. The latent vectors are drawn from a separate seed, so that
    training is the same with and without the callback.

    Args:
        folder: Folder of the grids; created if it is missing.
        n: Number of samples. Defaults to `None`: 64 images, 500 points.
        seed: Integer, seed of the first sample; the next one has the next
            seed, so that cell `i` is what `interpolate()` returns for
            `seed + i`. Points are drawn from the one seed. Defaults to `0`.
        scale: Integer by which pixels of images are enlarged. Defaults to
            `2`.
        every: Number of epochs between grids; the last epoch of `fit()` is
            always drawn. Defaults to `1`.
        real: Array of real samples to show next to the same number of generated
            ones, or below generated points. Defaults to `None`.
        half_width: Half the side of the square in which points are shown.
            Defaults to `None`: as far as the real points go.
        marks: Array `(k, 2)` of positions to mark below points, such as the
            centers of hidden modes. Defaults to `None`.

    Raises:
        ValueError: If `every` is not positive; before the first step, if the
            samples cannot be drawn.

    Example:

    ```python
    grid = keras_creative.callbacks.SampleGrid("runs/mine/samples", every=5)
    model.fit(pictures, epochs=10, callbacks=[grid])
    ```
    """

    def __init__(
        self,
        folder: PathLike,
        n: int | None = None,
        seed: int = 0,
        scale: int = 2,
        every: int = 1,
        real: ArrayLike | None = None,
        half_width: float | None = None,
        marks: ArrayLike | None = None,
    ) -> None:
        super().__init__(folder, seed, every)
        self.n = n if real is None else len(real)
        self.scale = scale
        self.real = real
        self.half_width = half_width
        self.marks = marks
        self._modality = self._drawing = None

    def on_train_begin(self, logs: Logs = None) -> None:
        """Raise an error if the samples cannot be drawn."""
        self._modality, self._drawing = drawing_of_model(
            self.model,
            type(self).__name__,
            self.seed,
            real=self.real,
            half_width=self.half_width,
            marks=self.marks,
        )

    def draw(self, made: int) -> None:
        """Draw the grid."""
        if self._drawing is None:
            self.on_train_begin()
        path = self.folder / f"{self.name(made)}.png"
        title = f"epoch {made}"
        self._drawing.save(path, self._samples(), title, self.scale)

    def _samples(self):
        n = self.n or self._modality.grid_size
        if self._modality.has_cells:
            return grid_samples(self.model, n, self.seed)
        return sample_source(self.model).sample(n, seed=self.seed)


def grid_beside(
    data: Any, folder: PathLike, seed: int = 0, every: int = 1
) -> keras.callbacks.Callback:
    """A grid of samples next to real examples of some data.

    Args:
        data: Data set with `sample(n, seed)`, whose modality is known.
        folder: Folder of the grids.
        seed: Integer that fixes the latent vectors and the real examples.
            Defaults to `0`.
        every: Number of epochs between grids. Defaults to `1`.

    Returns:
        `SampleGrid`.

    Example:

    ```python
    ring = keras_creative.datasets.load_toy("8Gaussians")
    grid = grid_beside(ring, "runs/ring/samples")
    ```
    """
    modality = modality_of(data)
    return SampleGrid(
        folder,
        seed=seed,
        every=every,
        real=draw_real(data, modality.compared_size, seed),
        **modality.grid_options(data),
    )
