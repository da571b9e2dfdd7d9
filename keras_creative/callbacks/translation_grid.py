"""Images, and what a model translates them to."""

import numpy as np

from keras_creative import plotting
from keras_creative.callbacks.epoch_pictures import EpochPictures
from keras_creative.checks import check_integers
from keras_creative.datasets import PairSet
from keras_creative.typing import PathLike


class TranslationGrid(EpochPictures):
    """Writes `epoch_0001.png`, ... : images and their translations.

    Rows are images of A, their translations to B and, for a model with both
    directions, these translated back. If partners are kept apart, their images
    of A are drawn, and the partners below. All pictures show the same images.

    Args:
        folder: Folder of the pictures; created if it is missing.
        pairs: `keras_creative.datasets.PairSet`.
        n: Number of images, or fewer if there are not as many. Defaults to
            `8`.
        seed: Integer that determines the images. Defaults to `0`.
        every: Number of epochs between pictures; the last epoch of `fit()` is
            always drawn. Defaults to `1`.
        scale: Integer by which pixels are enlarged. Defaults to `1`.

    Raises:
        ValueError: If a number is not positive.

    Example:

    ```python
    pictures = np.zeros((2, 20, 64, 64, 3), "uint8")
    pairs = keras_creative.datasets.load_pairs(*pictures, size=64)
    grid = TranslationGrid("runs/cycle/samples", pairs)
    ```
    """

    def __init__(
        self,
        folder: PathLike,
        pairs: PairSet,
        n: int = 8,
        seed: int = 0,
        every: int = 1,
        scale: int = 1,
    ) -> None:
        super().__init__(folder, seed, every)
        check_integers(n=(n, 1), scale=(scale, 1))
        self.scale = scale
        self.images, partners = (pairs.partners or pairs).sides(n, seed)
        self.wanted = partners if pairs.partners or pairs.paired else None

    def draw(self, made: int) -> None:
        """Draw the picture."""
        rows = {"given": self.images}
        rows["translation"] = self.model.translate(self.images)
        if hasattr(self.model, "translate_back"):
            back = self.model.translate_back(rows["translation"])
            rows["translated back"] = back
        if self.wanted is not None:
            rows["partner"] = self.wanted
        rows = {name: _colored(images) for name, images in rows.items()}
        pixels = plotting.image_rows(rows, self.scale)
        plotting.save_picture(self.folder / f"{self.name(made)}.png", pixels)


def _colored(images):
    """Images with three channels."""
    images = np.asarray(images)
    return np.broadcast_to(images, (*images.shape[:3], 3))
