"""Labelled points in the plane whose density is known."""

import copy
import hashlib
from collections.abc import Iterable
from typing import Self

import numpy as np
import tensorflow as tf

from keras_creative.datasets.label_checks import (
    check_few_shot,
    check_further,
    check_hidden,
    check_holdout,
    shown_labels,
)
from keras_creative.datasets.pipeline import (
    as_written,
    endless_numbers,
    prefetch_without_autotuning,
)
from keras_creative.typing import ArrayLike, Config

_STEPS_PER_EPOCH = 100
# Batches made ahead: points are small, and many steps may be one execution.
_AHEAD = 32

# Seeds of draws that are no batch, beside its number.
_SAMPLE_STEP = -1
_SHOTS_STEP = -2


class GaussianMixture:
    """Labelled mixture of round Gaussians, drawn inside the TensorFlow graph.

    A class is one component, or several that share its label. Held-out
    classes are known to the object, for measuring, but never drawn by
    `batches()`, nor by `sample()` unless requested.

    Args:
        components: Means, array `(num_components, 2)`.
        std: Standard deviation of every component, in the unit of the means.
        labels: Class of each component, `(num_components,)`. Defaults to
            `None`: every component is a class.
        weights: Share of each component, `(num_components,)`; scaled to sum
            to 1. Defaults to `None`: all equal.
        holdout: Labels that are held out. Defaults to `()`.
        half_width: Half the side of the square that plots show. Defaults to
            `None`: a little more than the means need.
        name: Name of the data set. Defaults to `"mixture"`.
        num_classes: Number of classes. Defaults to `None`: as many as the
            labels need. Held-out classes may lack components, see
            `without_hidden()`.

    Attributes:
        shots: Dict from each label that is drawn from few fixed points to
            these, float32 array `(k, 2)`; see `few_shot()`.

    Raises:
        ValueError: If a held-out label does not exist, or every one is held
            out.

    Example:

    >>> pair = keras_creative.datasets.GaussianMixture([[-1, 0], [1, 0]], 0.1)
    >>> points, labels = pair.sample(100, seed=0)
    >>> points.shape, labels.shape
    ((100, 2), (100,))
    """

    sample_shape = (2,)

    def __init__(
        self,
        components: ArrayLike,
        std: float,
        labels: ArrayLike | None = None,
        weights: ArrayLike | None = None,
        holdout: Iterable[int] = (),
        half_width: float | None = None,
        name: str = "mixture",
        num_classes: int | None = None,
    ) -> None:
        with np.errstate(over="ignore"):
            self.components = np.asarray(components, "float32")
        if not np.all(np.isfinite(self.components)):
            raise ValueError(
                "`components` must be finite in float32; is the scale too "
                f"large? Received: components={np.asarray(components)[0]}, ..."
            )
        count = len(self.components)
        self.std = float(std)
        self.labels = np.asarray(
            range(count) if labels is None else labels, "int32"
        )
        weights = np.ones(count) if weights is None else np.asarray(weights)
        self.weights = weights / weights.sum()
        self.num_classes = num_classes or int(self.labels.max()) + 1
        self.holdout = check_holdout(holdout, self.num_classes)
        self.half_width = float(
            half_width or 1.1 * np.abs(self.components).max() + 6 * self.std
        )
        self.name = name
        self.shots = {}

    @property
    def few_shot_labels(self) -> tuple[int, ...]:
        """Labels of which few fixed points are drawn."""
        return tuple(self.shots)

    @property
    def fingerprint(self) -> Config:
        """Identifies the data by a digest of the density and what is shown."""
        digest = hashlib.sha256(self.components)
        for number in (self.std, self.labels, self.weights, self.shown):
            digest.update(np.asarray(number, "float64"))
        for label, points in sorted(self.shots.items()):
            digest.update(np.float64(label))
            digest.update(points)
        components = len(self.components)
        return {"components": components, "digest": digest.hexdigest()[:16]}

    @property
    def shown(self) -> tuple[int, ...]:
        """Labels that are drawn, in order."""
        return shown_labels(self.num_classes, self.holdout)

    @property
    def centers(self) -> np.ndarray:
        """Middle component of each class, `(num_classes, 2)`."""
        middles = [
            np.flatnonzero(self.labels == k) for k in range(self.num_classes)
        ]
        return self.components[[m[len(m) // 2] for m in middles]]

    @property
    def means(self) -> np.ndarray:
        """Mean of each class, `(num_classes, 2)`."""
        sums = np.zeros((self.num_classes, 2))
        np.add.at(sums, self.labels, self.weights[:, None] * self.components)
        return sums / np.bincount(self.labels, self.weights)[:, None]

    @property
    def deviations(self) -> np.ndarray:
        """Standard deviation of each class, `(num_classes,)`.

        The root of the mean variance of a coordinate: `std` for a class of
        one component.
        """
        squares = (self.components - self.means[self.labels]) ** 2
        within = np.bincount(self.labels, self.weights * squares.mean(axis=1))
        within /= np.bincount(self.labels, self.weights)
        return np.sqrt(self.std**2 + within)

    @property
    def shares(self) -> np.ndarray:
        """Probability of each class among what is shown, `(num_classes,)`."""
        return np.bincount(
            self.labels, self._weights(self.shown), minlength=self.num_classes
        )

    def steps_per_epoch(self, batch_size: int) -> int:
        """Steps of an epoch, a constant, as the data is endless.

        Args:
            batch_size: Points in a batch, which is ignored.
        """
        return _STEPS_PER_EPOCH

    def batches(
        self,
        batch_size: int,
        seed: int = 0,
        labelled: bool = True,
        first_step: int = 0,
        first_epoch: int = 0,
    ) -> tf.data.Dataset:
        """Endless batches of the shown classes, made in the graph.

        Batch `i` is a function of `seed` and `i`, so that a run resumed at
        step `i` sees the batches of an uninterrupted one.

        Args:
            batch_size: Points in a batch.
            seed: Integer that fixes the batches. Defaults to `0`.
            labelled: Whether labels come with the points. Defaults to `True`.
            first_step: Number of the first batch. Defaults to `0`.
            first_epoch: Number of the first epoch, instead of the first
                batch's. Defaults to `0`.

        Returns:
            `tf.data.Dataset` of float32 points `(batch_size, 2)`, or of
            points and int32 labels `(batch_size,)`.
        """

        @as_written
        def batch(step):
            points, labels = self._draw(batch_size, (seed, step), self.shown)
            return (points, labels) if labelled else points

        first_step += first_epoch * _STEPS_PER_EPOCH
        return prefetch_without_autotuning(
            endless_numbers(first_step).map(batch), _AHEAD
        )

    def sample(
        self, n: int, seed: int = 0, labels: Iterable[int] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Points and labels as arrays.

        Args:
            n: Number of points.
            seed: Integer that fixes them; other numbers than `batches()` with
                that seed. Defaults to `0`.
            labels: Classes to draw from; held-out ones are allowed here, as
                the reference for measuring. Those with few shots give these
                shots. Defaults to `None`: those shown.

        Returns:
            float32 array `(n, 2)` and int32 array `(n,)`.
        """
        labels = self.shown if labels is None else tuple(labels)
        points, drawn = self._draw(n, (seed, _SAMPLE_STEP), labels)
        return points.numpy(), drawn.numpy()

    def log_density(
        self, points: ArrayLike, labels: Iterable[int] | None = None
    ) -> np.ndarray:
        """Log-density of the mixture of some classes, in nats.

        A class with few shots has the density that these were drawn from.

        Args:
            points: Array `(n, 2)`.
            labels: Classes of the mixture. Defaults to `None`: those shown.

        Returns:
            float64 array `(n,)`.
        """
        weights = self._weights(self.shown if labels is None else labels)
        used = weights > 0
        difference = (
            np.asarray(points, "float64")[:, None] - self.components[used]
        )
        exponents = (
            np.log(weights[used])
            - 0.5 * np.sum(difference**2, axis=-1) / self.std**2
            - np.log(2 * np.pi * self.std**2)
        )
        return np.logaddexp.reduce(exponents, axis=1)

    def hide(self, labels: Iterable[int]) -> Self:
        """Copy with further labels held out; see `holdout()`."""
        part = copy.copy(self)
        part.holdout = check_further(self, labels)
        return part

    def show_few(self, label: int, k: int, repeat: int, seed: int) -> Self:
        """Copy with few fixed points of a label; see `few_shot()`."""
        check_few_shot(self, label, k, repeat)
        points, _ = self._draw(k, (seed, _SHOTS_STEP), [label])
        part = copy.copy(self)
        part.shots = {**self.shots, label: points.numpy()}
        return part

    def hidden(self) -> Self:
        """The held-out classes as a mixture."""
        hidden = copy.copy(self)
        hidden.holdout = shown_labels(self.num_classes, check_hidden(self))
        hidden.shots = {}
        return hidden

    def without_hidden(self) -> Self:
        """Copy that does not hold the components of held-out classes.

        It draws the same batches. Only the labels of the held-out classes are
        known, so that whoever trains on it cannot reach what is hidden. The
        components of a class with few shots lie at the mean of these.
        """
        kept = np.isin(self.labels, self.shown)
        part = copy.copy(self)
        for name in ("components", "labels", "weights"):
            setattr(part, name, getattr(self, name)[kept])
        for label, points in self.shots.items():
            part.components[part.labels == label] = points.mean(axis=0)
        return part

    def whole(self) -> Self:
        """The mixture that was split, which shows every class."""
        whole = copy.copy(self)
        whole.holdout, whole.shots = (), {}
        return whole

    def _weights(self, labels):
        """Weights of the components when only `labels` are drawn."""
        weights = np.where(np.isin(self.labels, labels), self.weights, 0.0)
        return weights / weights.sum()

    def _draw(self, n, seed, labels):
        steps = np.cumsum(self._weights(labels)).astype("float32")
        kept = np.flatnonzero(np.isin(self.labels, labels))
        seeds = tf.random.split(tf.cast(tf.stack(seed), "int32"), 2)
        uniform = tf.random.stateless_uniform((n,), seeds[0])
        chosen = tf.searchsorted(steps[kept], uniform, side="right")
        chosen = tf.gather(kept, tf.minimum(chosen, len(kept) - 1))
        noise = tf.random.stateless_normal((n, 2), seeds[1])
        points = tf.gather(self.components, chosen) + self.std * noise
        drawn = tf.gather(self.labels, chosen)
        for label, shots in self.shots.items():
            index = tf.random.stateless_uniform(
                (n,), seeds[1] + 1 + label, 0, len(shots), "int32"
            )
            some = (drawn == label)[:, None]
            points = tf.where(some, tf.gather(shots, index), points)
        return points, drawn
