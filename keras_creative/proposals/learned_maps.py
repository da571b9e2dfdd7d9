"""Learned maps that carry a set of points on to itself."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from keras_creative.proposals.drift import point_schedule, square_distances
from keras_creative.typing import ArrayLike, Tensor

_UNITS = 32
_STEPS = 500
_LEARNING_RATES = (0.02, 0.002)
# Weights of the penalties: of Jacobians that differ from place to place, which
# grows while the Gaussians become narrow, and of changes of lengths.
_COHERENCE = (1.0, 100.0)
_ISOMETRY = 0.3


class LearnedMaps:
    """Small networks `x + f(x)` that carry a set of points on to itself.

    Each network has one hidden layer of 32 tanh units, so that no rotation is
    among its functions. All of them are trained together, from random starts,
    to maximize the likelihood of coherent point drift: that of the moved points
    under Gaussians around the points and a uniform background. The Gaussians'
    width decreases from step to step. Two penalties say what a map is where
    there are no points: its Jacobian is the same everywhere, and lengths are
    kept.

    Args:
        points: Array `(m, d)`.
        starts: Number of networks.
        widths: Pair of the first and the last standard deviation.
        seed: Integer that fixes the starts.

    Reference:

    - [Myronenko and Song, 2010, equation 3](
        https://arxiv.org/abs/0905.2635): the likelihood.
    """

    def __init__(
        self,
        points: ArrayLike,
        starts: int,
        widths: tuple[float, float],
        seed: int = 0,
    ) -> None:
        rng = np.random.default_rng(seed)
        points = np.asarray(points, "float32")
        self._weights = [
            keras.Variable(array.astype("float32"))
            for array in _first_weights(points, starts, rng)
        ]
        self._fit(points, widths, rng)

    def single(self, index: int) -> Callable[[ArrayLike], np.ndarray]:
        """One of the maps.

        Args:
            index: Its number.

        Returns:
            Function of samples `(n, d)`.
        """
        first, bias, last, shift = (
            ops.convert_to_numpy(weight)[index] for weight in self._weights
        )
        return lambda x: x + np.tanh(x @ first + bias) @ last + shift

    def bending(self, points: ArrayLike) -> np.ndarray:
        """How far each map is from a motion, at some points.

        Args:
            points: Array `(m, d)`.

        Returns:
            Array `(starts,)`: variance of the Jacobian, plus the mean square
            of its departure from an orthogonal matrix. 0 for a rotation.
        """
        points = ops.convert_to_tensor(points, "float32")
        order = np.roll(np.arange(len(points)), len(points) // 2)
        coherences, isometries = self._bends(self._apply(points)[1], order)
        bends = ops.mean(coherences / 2 + isometries, axis=-1)
        return ops.convert_to_numpy(bends)

    def _fit(self, points, widths, rng):
        schedule = point_schedule(points, np.geomspace(*widths, _STEPS))
        coherence = np.geomspace(*_COHERENCE, _STEPS)
        rates = keras.optimizers.schedules.PolynomialDecay(
            _LEARNING_RATES[0], _STEPS, _LEARNING_RATES[1]
        )
        optimizer = keras.optimizers.Adam(rates, beta_2=0.99)
        optimizer.build(self._weights)
        points = tf.constant(points)
        settings = np.column_stack([schedule, coherence]).astype("float32")

        @tf.function(jit_compile=True)
        def step(settings, order):
            with tf.GradientTape() as tape:
                loss = self._loss(points, *tf.unstack(settings), order)
            optimizer.apply(tape.gradient(loss, self._weights))

        for row in settings:
            order = rng.permutation(len(points)).astype("int32")
            step(tf.constant(row), tf.constant(order))

    def _apply(self, points):
        """Images, and derivatives of the hidden units."""
        first, bias, last, shift = self._weights
        hidden = ops.tanh(points @ first + bias)
        return points + hidden @ last + shift, 1 - hidden**2

    def _loss(self, points, width, background, coherence, order):
        """Sum over the maps of likelihood and penalties."""
        moved, slopes = self._apply(points)
        coherences, isometries = self._bends(slopes, order)
        kernel = ops.exp(-square_distances(moved, points) / (2 * width**2))
        likelihood = ops.log(ops.sum(kernel, axis=-1) + background)
        penalty = coherence * coherences + _ISOMETRY * isometries
        return ops.sum(ops.mean(penalty - likelihood, axis=-1))

    def _bends(self, slopes, order):
        """How Jacobians differ from others, and from orthogonal matrices."""
        first, _, last, _ = self._weights
        eye = ops.eye(first.shape[1])
        jacobians = eye + ops.einsum("sdu,smu,sue->smde", first, slopes, last)
        others = ops.take(jacobians, order, axis=1)
        lengths = ops.einsum("smde,smdf->smef", jacobians, jacobians)
        return _squares(jacobians - others), _squares(lengths - eye)


def _squares(matrices: Tensor) -> Tensor:
    """Sum of squares of each matrix."""
    return ops.sum(matrices**2, axis=(-2, -1))


def _first_weights(points, starts, rng):
    """Weights of maps that begin near random motions.

    Each carries a random point to another, with or without a turn.
    """
    d, spread = points.shape[1], np.sqrt(points.var(axis=0).sum())
    first = rng.normal(size=(starts, d, _UNITS)) * 0.4 / spread
    bias = rng.normal(size=(starts, 1, _UNITS)) * 0.3
    turns = np.linalg.qr(rng.normal(size=(starts, d, d)))[0]
    turns[rng.random(starts) < 0.3] = np.eye(d)
    slopes = first * (1 - np.tanh(bias) ** 2)
    last = np.linalg.pinv(slopes) @ (turns - np.eye(d))
    here, there = points[rng.integers(len(points), size=(2, starts))]
    shift = there - np.einsum("sd,sde->se", here, turns)
    return first, bias, last, shift[:, None] - np.tanh(bias) @ last
