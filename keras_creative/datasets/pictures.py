"""Pictures in memory, of which some classes may be held out."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import numpy as np
import tensorflow as tf

from keras_creative.datasets.checks import (
    check_images,
    check_labels,
    check_sample,
    check_sides,
)
from keras_creative.datasets.fitting import recolor, shrink
from keras_creative.datasets.images import (
    IMAGE_DATASETS,
    image_batches,
    load_images,
    to_network_range,
)
from keras_creative.datasets.label_checks import (
    KNOWN_CLASSES,
    check_holdout,
    check_known,
)
from keras_creative.datasets.readers import read_pictures
from keras_creative.datasets.splits import SplitPictures
from keras_creative.typing import ArrayLike, Config, PathLike


class PictureSet(SplitPictures):
    """Pictures, and labels if there are any, in memory, ready for training.

    Smaller pictures are set in the middle of a black rectangle; larger ones are
    scaled down once, by area, until both sides fit. Held-out classes are
    kept for measuring, but never drawn by `batches()`.

    Args:
        images: uint8 array `(n, height, width, channels)`, or
            `(n, height, width)` for gray, 0 to 255.
        labels: Integers `(n,)`, 0 or more. Defaults to `None`.
        holdout: Labels that are held out. Defaults to `()`.
        size: Side of the pictures as the networks see them, in pixels, or a
            pair of height and width. Defaults to `32`.
        name: Name of the data set. Defaults to `"pictures"`.
        color: `True` for 3 channels, where gray is repeated; `False` for 1,
            the luminance. Defaults to `None`: as the pictures are.
        num_classes: Number of classes. Defaults to `None`: as many as the
            labels need. Held-out classes may lack pictures, see
            `without_hidden()`.

    Raises:
        ValueError: If the pictures aren't uint8, a label is missing or
            negative, `size` isn't positive, a held-out label does not exist,
            or every one is held out.

    Example:

    ```python
    garments = PictureSet.load("fashion-mnist", holdout=[1])
    pictures, labels = next(iter(garments.batches(64)))  # in [-1, 1]
    ```
    """

    _columns = ("labels", "indices", "images")

    def __init__(
        self,
        images: np.ndarray,
        labels: ArrayLike | None = None,
        holdout: Iterable[int] = (),
        size: int | tuple[int, int] = 32,
        name: str = "pictures",
        color: bool | None = None,
        num_classes: int | None = None,
    ) -> None:
        self._sides = check_sides(size)
        images = _as_pictures(images)
        self.num_classes = None
        if labels is not None:
            labels = check_labels(labels, len(images))
            self.num_classes = num_classes or int(labels.max()) + 1
        self.holdout = check_holdout(holdout, self.num_classes)
        self.size = size
        self.name = name
        images = recolor(shrink(images, self._sides), color)
        self.images, self.labels = images, labels
        self._show_all(len(images))

    @classmethod
    def load(
        cls,
        source: PathLike,
        holdout: Iterable[int] = (),
        size: int | tuple[int, int] = 32,
        split: str = "train",
        color: bool | None = None,
    ) -> Self:
        """Set of a name that `load_images()` knows, or of a file or folder.

        Args:
            source: One of `keras_creative.datasets.IMAGE_DATASETS`, which goes
                before a file of that name; or a path: an .npz file with `x`
                and, if there are labels, `y`; an IDX file of pictures with
                that of its labels beside it; or a folder with IDX files.
            holdout: Labels that are held out. Defaults to `()`.
            size: As for the class. Defaults to `32`.
            split: `"train"` or `"test"`. Defaults to `"train"`.
            color: As for the class. Defaults to `None`.

        Raises:
            FileNotFoundError: If `source` is neither a known name nor a path
                that is there, or a file it needs is missing.
            ValueError: If a file is damaged, or as for the class.

        Example:

        ```python
        digits = PictureSet.load("mnist.npz", size=32)
        ```
        """
        if source in IMAGE_DATASETS:
            check_known(source, holdout)
            images, labels = load_images(source, split)
            name = source
        elif Path(source).exists():
            images, labels = read_pictures(source, split)
            name = Path(source).resolve().stem
        else:
            raise FileNotFoundError(
                f"`source` must be one of {IMAGE_DATASETS} or the path of a "
                f"file or folder. Received: source={str(source)!r}, which is "
                "neither"
            )
        pictures = cls(images, labels, holdout, size, name, color)
        names = KNOWN_CLASSES.get(source) if source in IMAGE_DATASETS else None
        if names and pictures.num_classes == len(names):
            pictures.class_names = names
        return pictures

    @property
    def sample_shape(self) -> tuple[int, int, int]:
        """Shape of a picture as the networks see it."""
        return (*self._sides, self.images.shape[-1])

    @property
    def fingerprint(self) -> Config:
        """Identifies the data by digests of its pixels and labels."""
        digest = hashlib.sha256(np.ascontiguousarray(self.images))
        if self.labels is not None:
            digest.update(np.ascontiguousarray(self.labels))
        if self.few_shot_labels:
            digest.update(self.repeats)
        return {"pictures": len(self), "digest": digest.hexdigest()[:16]}

    def batches(
        self,
        batch_size: int,
        seed: int = 0,
        labelled: bool = True,
        first_epoch: int = 0,
    ) -> tf.data.Dataset:
        """Endless shuffled batches; see `image_batches()`.

        Without labels a batch is the pictures only.
        """
        return image_batches(
            self.images,
            self.labels if labelled else None,
            batch_size=batch_size,
            size=self.size,
            seed=seed,
            first_epoch=first_epoch,
            positions=self._positions,
        )

    def sample(
        self, n: int, seed: int = 0
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Pictures of an epoch, none of its positions twice, in [-1, 1].

        Args:
            n: Number of pictures, at most `len()`.
            seed: Integer that fixes the choice. Defaults to `0`.

        Returns:
            float32 array `(n, *sample_shape)` and labels `(n,)`, or `None`
            without labels.
        """
        check_sample(n, len(self))
        chosen = np.random.default_rng(seed).choice(len(self), n, replace=False)
        chosen = self._positions[chosen]
        labels = None if self.labels is None else self.labels[chosen]
        return self._pictures(chosen), labels

    def _pictures(self, indices):
        """Pictures in [-1, 1]."""
        return to_network_range(self.images[indices], self.size).numpy()


def _as_pictures(images):
    images = np.asarray(images)
    if images.ndim == 3:
        images = images[..., np.newaxis]
    check_images(images)
    if not images.size:
        raise ValueError(
            "`images` must hold at least 1 picture of at least 1 pixel. "
            f"Received: images of shape {images.shape}"
        )
    return images
