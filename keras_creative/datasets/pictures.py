"""Labelled pictures of which some classes are held out."""

import numpy as np

from keras_creative.datasets.images import (
    image_batches,
    load_images,
    to_network_range,
)
from keras_creative.datasets.splits import check_holdout


class PictureSet:
    """Pictures and labels in memory, ready for training.

    Held-out classes are kept for measuring, but never drawn by `batches()`.

    Args:
        images: uint8 array `(n, height, width, channels)`, 0 to 255.
        labels: Integers `(n,)`.
        holdout: Labels that are held out. Defaults to `()`.
        size: Side that pictures are padded to, in pixels. Defaults to `32`.
        name: Name of the data set. Defaults to `"pictures"`.

    Raises:
        ValueError: If there are no labels, a held-out label does not exist,
            or every one is held out.

    Example:

    ```python
    garments = PictureSet.load("fashion-mnist", holdout=[1])
    pictures, labels = next(iter(garments.batches(64)))  # in [-1, 1]
    ```
    """

    def __init__(self, images, labels, holdout=(), size=32, name="pictures"):
        if labels is None:
            raise ValueError(
                "`labels` must be given, to know the classes. "
                "Received: labels=None"
            )
        self.num_classes = int(labels.max()) + 1
        self.holdout = check_holdout(holdout, self.num_classes)
        self.size = size
        self.name = name
        kept = ~np.isin(labels, self.holdout)
        self.images, self.labels = images[kept], labels[kept]
        self.held_out_images = images[~kept]
        self.held_out_labels = labels[~kept]

    @classmethod
    def load(cls, name, holdout=(), size=32, split="train", path=None):
        """Set of a name that `load_images()` knows.

        Args:
            name: One of `keras_creative.datasets.IMAGE_DATASETS`.
            holdout: Labels that are held out. Defaults to `()`.
            size: Side that pictures are padded to. Defaults to `32`.
            split: `"train"` or `"test"`. Defaults to `"train"`.
            path: File or folder to load from. Defaults to `None`.
        """
        images, labels = load_images(name, split, path)
        return cls(images, labels, holdout, size, name)

    @property
    def sample_shape(self):
        """Shape of a picture as the networks see it."""
        return (self.size, self.size, self.images.shape[-1])

    @property
    def shown(self):
        """Labels that are drawn, in order."""
        return tuple(
            k for k in range(self.num_classes) if k not in self.holdout
        )

    def batches(self, batch_size, seed=0, labelled=True, first_epoch=0):
        """Endless shuffled batches; see `image_batches()`."""
        return image_batches(
            self.images,
            self.labels if labelled else None,
            batch_size=batch_size,
            size=self.size,
            seed=seed,
            first_epoch=first_epoch,
        )

    def sample(self, n, seed=0):
        """Pictures shown, without repetition, in [-1, 1].

        Args:
            n: Number of pictures, at most all.
            seed: Integer that fixes the choice. Defaults to `0`.

        Returns:
            float32 array `(n, size, size, channels)` and labels `(n,)`.
        """
        chosen = np.random.default_rng(seed).choice(
            len(self.images), n, replace=False
        )
        pictures = to_network_range(self.images[chosen], self.size)
        return pictures.numpy(), self.labels[chosen]
