"""Coherent point drift: motions that carry a set of points on to itself."""

import numpy as np
import tensorflow as tf
from keras import ops

from keras_creative.typing import ArrayLike, Tensor

_STEPS = 40
# Share of points that have no counterpart, for which a uniform background
# accounts.
_OUTLIERS = 0.2


def drift(
    points: ArrayLike,
    matrices: ArrayLike,
    shifts: ArrayLike,
    widths: ArrayLike,
    motion: str = "rigid",
) -> tuple[np.ndarray, np.ndarray]:
    """Improve motions `x A + b` of a set of points on to itself.

    Coherent point drift: expectation maximization in which each moved point is
    explained by Gaussians around all points, and by a uniform background, so
    that points without a counterpart have no influence. The Gaussians'
    width decreases from step to step. All motions are improved at once.

    Args:
        points: Array `(m, d)`.
        matrices: First matrices `(starts, d, d)`.
        shifts: First shifts `(starts, d)`.
        widths: Pair of the first and the last standard deviation.
        motion: `"rigid"` for rotations and reflections with a shift, or
            `"affine"`. Defaults to `"rigid"`.

    Returns:
        Arrays of the last matrices and shifts.

    Reference:

    - [Myronenko and Song, 2010, figures 2 and 3](
        https://arxiv.org/abs/0905.2635)
    """
    points = np.asarray(points, "float32")
    widths = np.geomspace(*widths, _STEPS)
    moved = _drift(
        tf.constant(points),
        tf.constant(np.asarray(matrices, "float32")),
        tf.constant(np.asarray(shifts, "float32")),
        tf.constant(point_schedule(points, widths).astype("float32")),
        motion,
    )
    return tuple(ops.convert_to_numpy(array) for array in moved)


def point_schedule(points: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """Each step's width, and the background relative to a Gaussian's peak.

    Args:
        points: Array `(m, d)`.
        widths: Standard deviation of the Gaussians in each step, `(steps,)`.

    Returns:
        Array `(steps, 2)`. The background is uniform in a box around the
        points, and accounts for a fifth of them.
    """
    sides = np.maximum(1.5 * np.ptp(points, axis=0), 4 * widths[-1])
    relative = np.sqrt(2 * np.pi) * widths[:, None] / sides
    odds = _OUTLIERS / (1 - _OUTLIERS)
    background = odds * len(points) * np.exp(np.log(relative).sum(axis=1))
    return np.stack([widths, background], axis=1)


@tf.function(reduce_retracing=True)
def _drift(points, matrices, shifts, schedule, motion):
    for step in schedule:
        width, background = step[0], step[1]
        moved = points @ matrices + shifts[:, None]
        squares = square_distances(moved, points)
        kernel = ops.exp(-squares / (2 * width**2))
        explained = ops.sum(kernel, axis=-1) + 1e-30
        weights = explained / (explained + background)
        targets = (kernel @ points) / explained[..., None]
        matrices, shifts = MOTIONS[motion](points, targets, weights, matrices)
    return matrices, shifts


def square_distances(moved: Tensor, points: Tensor) -> Tensor:
    """Squared distances of moved points to points.

    Args:
        moved: Tensor `(starts, m, d)`.
        points: Tensor `(n, d)`.

    Returns:
        Tensor `(starts, m, n)`.
    """
    squares = ops.sum(moved**2, axis=-1)[..., None] + ops.sum(points**2, -1)
    return ops.maximum(squares - 2 * moved @ ops.transpose(points), 0.0)


def _centered(points, targets, weights):
    """Weighted means, centered targets, and cross products."""
    weights = weights / (ops.sum(weights, axis=-1, keepdims=True) + 1e-30)
    mean = weights @ points
    goal = ops.einsum("sm,smd->sd", weights, targets)
    away = (points - mean[:, None]) * weights[..., None]
    cross = ops.einsum("smi,smj->sij", away, targets - goal[:, None])
    return mean, goal, away, cross


def _rigid(points, targets, weights, matrices):
    """Best rotation or reflection: the orthogonal Procrustes problem."""
    mean, goal, _, cross = _centered(points, targets, weights)
    _, left, right = tf.linalg.svd(cross)
    matrices = tf.matmul(left, right, transpose_b=True)
    return matrices, goal - ops.einsum("sd,sde->se", mean, matrices)


def _affine(points, targets, weights, matrices):
    """Best affine map, damped towards the last one where weights are few."""
    mean, goal, away, cross = _centered(points, targets, weights)
    square = ops.einsum("smi,smj->sij", away, points - mean[:, None])
    variance = ops.trace(square, axis1=-2, axis2=-1) / points.shape[1]
    damping = (1 - ops.mean(weights, axis=-1)) * variance + 1e-6
    damping = damping[:, None, None]
    eye = ops.eye(points.shape[1])
    matrices = tf.linalg.solve(
        square + damping * eye, cross + damping * matrices
    )
    return matrices, goal - ops.einsum("sd,sde->se", mean, matrices)


MOTIONS = {"rigid": _rigid, "affine": _affine}
