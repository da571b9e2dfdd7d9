"""Grids of samples by the codes of an InfoGAN, every few epochs."""

import numpy as np

from keras_creative import plotting
from keras_creative.callbacks.epoch_pictures import EpochPictures
from keras_creative.modalities import modality_of
from keras_creative.typing import PathLike

_COLUMNS = 10


class CodeGrid(EpochPictures):
    """Writes `epoch_0001.png`, ... : one row per value of the first code.

    Samples in a row have the same categorical code; samples in a column share
    all other inputs. With two continuous codes or more, `epoch_0001_codes.png`
    shows the first two from -1 to 1, one per axis, with all other inputs fixed.

    Args:
        folder: Folder of the grids; created if it is missing.
        seed: Integer that fixes the noise and the other codes. Defaults to
            `0`.
        scale: Integer by which pixels are enlarged. Defaults to `2`.
        every: Number of epochs between grids; the last epoch of `fit()` is
            always drawn. Defaults to `1`.

    Raises:
        ValueError: If `every` is not positive.

    Example:

    ```python
    grid = keras_creative.callbacks.CodeGrid("runs/digits/samples", every=5)
    ```

    Reference:

    - [Chen et al., 2016, figure 2](https://arxiv.org/abs/1606.03657)
    """

    def __init__(
        self, folder: PathLike, seed: int = 0, scale: int = 2, every: int = 1
    ) -> None:
        super().__init__(folder, seed, every)
        self.scale = scale

    def draw(self, made: int) -> None:
        """Draw the grids."""
        codes = self.model.codes
        name = self.name(made)
        if codes.categorical:
            self._save(f"{name}.png", self._by_category(codes))
        if codes.continuous >= 2:
            self._save(f"{name}_codes.png", self._by_continuous(codes))

    def _by_category(self, codes):
        """Latent vectors: rows of one category, columns of one noise."""
        values = codes.categorical[0]
        seeds = range(self.seed, self.seed + _COLUMNS)
        columns = self.model.latents(_COLUMNS, seeds)
        latents = np.tile(columns, (values, 1))
        first = latents.shape[1] - codes.size
        latents[:, first : first + values] = np.repeat(
            np.eye(values), _COLUMNS, axis=0
        )
        return latents

    def _by_continuous(self, codes):
        """Latent vectors: the first two continuous codes along the sides."""
        latents = np.repeat(self.model.latents(1, self.seed), _COLUMNS**2, 0)
        steps = np.linspace(-1, 1, _COLUMNS)
        first = latents.shape[1] - codes.size + sum(codes.categorical)
        latents[:, first] = np.tile(steps, _COLUMNS)
        latents[:, first + 1] = np.repeat(steps, _COLUMNS)
        return latents

    def _save(self, name, latents):
        samples = np.asarray(self.model(latents))
        modality = self._modality(samples.shape[1:])
        plotting.save_grid(
            self.folder / name,
            modality.to_images(samples),
            columns=_COLUMNS,
            scale=self.scale,
        )

    def _modality(self, shape):
        stated = getattr(self.model, "modality", None)
        modality = modality_of(shape if stated is None else stated)
        modality.require("to_images", by="CodeGrid")
        return modality
