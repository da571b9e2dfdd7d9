"""What images share locally: their patches."""

import numpy as np

from keras_creative.metrics import nearest_distances
from keras_creative.typing import ArrayLike

_PATCHES = 5000
_OF_EACH = 32


class PatchSupport:
    """Images whose patches are like patches of the data.

    A patch of an image is compared with patches of the data at all places. An
    image is like the data if the mean distance of its patches to the nearest of
    those is not above that of 95 of 100 images of the data, whose patches are
    compared with those of others.

    Args:
        images: Array `(m, height, width, channels)`, at least two.
        size: Side of a patch in pixels. Defaults to `7`.
        seed: Integer that fixes the patches that are compared. Defaults to
            `0`.

    Raises:
        ValueError: If the shape is wrong, there is only one image, or the
            images are smaller than a patch.
    """

    def __init__(self, images: ArrayLike, size: int = 7, seed: int = 0) -> None:
        images = np.asarray(images, "float32")
        if images.ndim != 4 or len(images) < 2 or size > min(images.shape[1:3]):
            raise ValueError(
                "`images` must have the shape (n, height, width, channels), n "
                f"at least 2, and sides of at least {size}, that of a patch. "
                f"Received: images.shape={images.shape}"
            )
        self.size, self.seed = size, seed
        rng = np.random.default_rng(seed)
        first, second = np.array_split(rng.permutation(images), 2)
        n = -(-_PATCHES // len(first))
        self._patches = self._cut(first, n).reshape(
            -1, size**2 * images.shape[3]
        )
        self.limit = float(np.quantile(self.distances(second), 0.95))

    def distances(self, images: ArrayLike) -> np.ndarray:
        """Mean distance of each image's patches to the nearest of the data.

        Args:
            images: Array `(n, height, width, channels)`.

        Returns:
            float64 array `(n,)`.
        """
        patches = self._cut(np.asarray(images, "float32"), _OF_EACH)
        flat = patches.reshape(-1, patches.shape[-1])
        found = nearest_distances(flat, self._patches)
        return found.reshape(len(images), -1).mean(axis=1)

    def contains(self, images: ArrayLike) -> np.ndarray:
        """Whether images are like the data locally.

        Args:
            images: Array `(n, height, width, channels)`.

        Returns:
            Boolean array `(n,)`.
        """
        return self.distances(images) <= self.limit

    def _cut(self, images, n):
        """Some patches of each image at random places, flattened."""
        rng = np.random.default_rng(self.seed)
        windows = np.lib.stride_tricks.sliding_window_view(
            images, (self.size, self.size), axis=(1, 2)
        )
        rows = rng.integers(windows.shape[1], size=(len(images), n))
        columns = rng.integers(windows.shape[2], size=(len(images), n))
        cut = windows[np.arange(len(images))[:, None], rows, columns]
        return cut.reshape(len(images), n, -1)
