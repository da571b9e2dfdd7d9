"""Pictures of two sides, for models that translate."""

import numpy as np
import tensorflow as tf

from keras_creative.datasets.folders import PictureFolder
from keras_creative.datasets.pictures import PictureSet
from keras_creative.datasets.pipeline import (
    as_written,
    prefetch_without_autotuning,
)
from keras_creative.typing import Config


class PairSet:
    """Pictures of two sides, A and B, which are partners or not.

    Args:
        a: `PictureSet` or `PictureFolder` of side A.
        b: The same of side B, with pictures of the same size.
        paired: Whether the pictures of both sides at one place are partners,
            which are drawn together. Defaults to `False`: sides are drawn
            independently.
        mirror: Whether half of the pictures are mirrored; partners alike.
            Defaults to `False`.

    Attributes:
        partners: Paired `PairSet` that is kept apart for measuring, or `None`.

    Raises:
        ValueError: If sizes differ, or partners are not as many.

    Example:

    >>> rng = np.random.default_rng(0)
    >>> pictures = rng.integers(0, 256, (2, 20, 8, 8, 3)).astype("uint8")
    >>> a, b = (keras_creative.datasets.PictureSet(x, size=8) for x in pictures)
    >>> pairs = keras_creative.datasets.PairSet(a, b)
    >>> [side.shape for side in next(iter(pairs.batches(4)))]
    [TensorShape([4, 8, 8, 3]), TensorShape([4, 8, 8, 3])]
    """

    # What `len()` counts, and what models of one side need not know.
    units = "pictures"
    num_classes = None
    class_names = None

    def __init__(
        self,
        a: PictureSet | PictureFolder,
        b: PictureSet | PictureFolder,
        paired: bool = False,
        mirror: bool = False,
    ) -> None:
        if a.sample_shape[:2] != b.sample_shape[:2]:
            raise ValueError(
                "`a` and `b` must have pictures of one size. Received: "
                f"{a.sample_shape[:2]} and {b.sample_shape[:2]}"
            )
        if paired and len(a) != len(b):
            raise ValueError(
                "`a` and `b` must have as many pictures if they are partners. "
                f"Received: {len(a)} and {len(b)}"
            )
        self.a, self.b = a, b
        self.paired, self.mirror = paired, mirror
        self.partners = None
        self.name = f"{a.name} and {b.name}"

    def __len__(self) -> int:
        return len(self.a)

    @property
    def sample_shape(self) -> tuple[int, int, int]:
        """Shape of a picture of B, which a model makes."""
        return self.b.sample_shape

    @property
    def fingerprint(self) -> Config:
        """Identifies the data by those of both sides."""
        return {
            "a": self.a.fingerprint,
            "b": self.b.fingerprint,
            "paired": self.paired,
        }

    def steps_per_epoch(self, batch_size: int) -> int:
        """Whole batches in a pass over the pictures of A."""
        return self.a.steps_per_epoch(batch_size)

    def batches(
        self, batch_size: int, seed: int = 0, first_epoch: int = 0
    ) -> tf.data.Dataset:
        """Endless pairs of shuffled batches, one of each side.

        Args:
            batch_size: Pictures of each side in a batch.
            seed: Integer that fixes order, windows and mirroring. Defaults to
                `0`.
            first_epoch: Epoch to begin with, a pass over A. Defaults to `0`.

        Returns:
            `tf.data.Dataset` of pairs of float32 pictures in [-1, 1].

        Raises:
            ValueError: If a side has fewer pictures than a batch.
        """
        first = first_epoch * self.steps_per_epoch(batch_size)
        seeds = (seed, seed) if self.paired else (2 * seed, 2 * seed + 1)
        sides = [
            _from_step(side, batch_size, own, first)
            for side, own in zip((self.a, self.b), seeds, strict=True)
        ]
        pairs = tf.data.Dataset.zip(tuple(sides))
        if self.mirror:
            numbers = tf.data.Dataset.range(first, tf.int64.max)
            pairs = tf.data.Dataset.zip((numbers, pairs))
            pairs = pairs.map(as_written(self._mirrored(batch_size, seed)))
        return prefetch_without_autotuning(pairs)

    def sample(self, n: int, seed: int = 0) -> tuple[np.ndarray, None]:
        """Pictures of B, in [-1, 1], as other sets give samples and labels.

        Args:
            n: Number of pictures, or fewer if there are fewer.
            seed: Integer that fixes the choice. Defaults to `0`.

        Returns:
            float32 array, and `None`.
        """
        return self.sides(n, seed)[1], None

    def sides(self, n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """Pictures of both sides, in [-1, 1]; partners if they are paired.

        Args:
            n: Number of each, or fewer where a side has fewer.
            seed: Integer that fixes the choice. Defaults to `0`.

        Returns:
            Two float32 arrays.
        """
        return tuple(
            side.sample(min(n, len(side)), seed)[0] for side in (self.a, self.b)
        )

    def _mirrored(self, batch_size, seed):
        """Function that mirrors the pictures of a numbered pair of batches."""

        def mirror(number, pair):
            draws = tf.random.stateless_uniform(
                (2, batch_size, 1, 1, 1), tf.stack([seed, number])
            )
            sides = (draws[0], draws[0 if self.paired else 1])
            return tuple(
                tf.where(draw < 0.5, pictures, tf.reverse(pictures, [2]))
                for draw, pictures in zip(sides, pair, strict=True)
            )

        return mirror


def _from_step(side, batch_size, seed, step):
    """Batches of one side from a step on."""
    epoch, rest = divmod(step, side.steps_per_epoch(batch_size))
    batches = side.batches(batch_size, seed, labelled=False, first_epoch=epoch)
    return batches.skip(rest)
