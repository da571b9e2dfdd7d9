"""Images: samples `(height, width, channels)` with 1 or 3 channels."""

from pathlib import Path
from typing import Any

import numpy as np

from keras_creative.modalities.base import Modality
from keras_creative.modalities.image_files import read_image
from keras_creative.typing import PathLike


class Images(Modality):
    """Images in [-1, 1], gray or RGB.

    They are drawn pixel by pixel in a grid, written as PNG files, and compared
    by their pixels.

    Example:

    ```python
    pictures = keras_creative.modalities.modality_of(model)
    pictures.write(Path("samples.png"), model.sample(64))
    ```
    """

    name = "images"
    plural = "pictures"
    shapes = "(height, width, 1 or 3)"
    value_range = (-1.0, 1.0)
    has_palette = True
    referee = "network"

    def accepts(self, shape: tuple[int, ...]) -> bool:
        """Whether there are three axes, the last of 1 or 3 channels."""
        return len(shape) == 3 and shape[-1] in (1, 3)

    def is_colored(self, shape: tuple[int, ...]) -> bool:
        """Whether there are three channels."""
        return shape[-1] == 3

    def to_images(self, samples: np.ndarray) -> np.ndarray:
        """The samples themselves."""
        return samples

    def features(self, samples: np.ndarray) -> np.ndarray:
        """The pixels, with their axes, which color measures need."""
        return samples

    def read(self, path: PathLike, shape: tuple[int, ...]) -> np.ndarray:
        """Read an image file, or every `.png` file of a folder by name.

        Args:
            path: The file or folder.
            shape: Shape of one sample; images are cropped and scaled to it.

        Returns:
            float32 array `(n, *shape)` in [-1, 1].
        """
        path = Path(path)
        files = sorted(path.glob("*.png")) if path.is_dir() else [path]
        return np.stack([read_image(file, shape) for file in files])

    def named(self, samples: np.ndarray) -> dict[str, Any]:
        """The samples, also under the name `images`."""
        return {**super().named(samples), "images": samples}
