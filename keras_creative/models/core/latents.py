"""Paths through a latent space, as arrays of latent vectors."""

from collections.abc import Sequence

import numpy as np

from keras_creative.checks import check_choice
from keras_creative.typing import ArrayLike


def latent_path(
    waypoints: Sequence[ArrayLike] | np.ndarray,
    steps: int,
    way: str = "sphere",
    closed: bool = False,
) -> np.ndarray:
    """Latent vectors along a path through waypoints.

    Every waypoint is one of the steps; the others are distributed evenly over
    the segments.

    Args:
        waypoints: Sequence of at least two latent vectors of one shape.
        steps: Integer, total number of vectors, both ends included; at least as
            many as waypoints.
        way: `"sphere"` for spherical interpolation, along which angle and
            length change evenly, for Gaussian latent vectors, which lie near a
            sphere; or `"straight"` for linear interpolation. Defaults to
            `"sphere"`.
        closed: Whether the path returns to the first waypoint, which then
            follows the last vector, so that an animation loops without a
            pause. Defaults to `False`.

    Returns:
        float32 array `(steps, *shape)`.

    Raises:
        ValueError: If the shapes differ, there are too few waypoints or
            steps, or `way` is unknown.

    Example:

    >>> path = keras_creative.models.latent_path
    >>> path([[0.0, 0.0], [1.0, 2.0]], steps=3, way="straight").tolist()
    [[0.0, 0.0], [0.5, 1.0], [1.0, 2.0]]

    Reference:

    - Spherical interpolation: [White, 2016](https://arxiv.org/abs/1609.04468)
    """
    waypoints = [np.asarray(latent, "float64") for latent in waypoints]
    _check_path(waypoints, steps, way)
    stops = waypoint_steps(len(waypoints), steps, closed)
    if closed:
        waypoints, stops = [*waypoints, waypoints[0]], [*stops, steps]
    segments = [
        WAYS[way](start, end, np.arange(last - first) / (last - first))
        for start, end, first, last in zip(
            waypoints, waypoints[1:], stops, stops[1:], strict=False
        )
    ]
    if not closed:
        segments.append(waypoints[-1][np.newaxis])
    return np.concatenate(segments).astype("float32")


def waypoint_steps(count, steps, closed=False):
    """Steps of a path at which its waypoints lie.

    Args:
        count: Number of waypoints.
        steps: Number of steps of the path.
        closed: See `latent_path()`. Defaults to `False`.

    Returns:
        List of `count` integers, growing from 0.

    Example:

    >>> from keras_creative.models.core.latents import waypoint_steps
    >>> waypoint_steps(3, steps=60), waypoint_steps(3, steps=60, closed=True)
    ([0, 30, 59], [0, 20, 40])
    """
    even = np.linspace(0, steps if closed else steps - 1, count + closed)
    return np.floor(even + 0.5).astype(int)[:count].tolist()


def lerp(start, end, fractions):
    """Linear interpolation between two points.

    Args:
        start: Array, the point at fraction 0.
        end: Array of the same shape, the point at fraction 1.
        fractions: Array `(n,)` of fractions of the path.

    Returns:
        Array `(n, *shape)`.
    """
    fractions = np.reshape(fractions, (-1, *[1] * np.ndim(start)))
    return (1 - fractions) * start + fractions * end


def slerp(start, end, fractions):
    """Spherical interpolation between two points, even in angle and length.

    Where there is no unique shortest arc, between opposite points or from the
    origin, it is linear.

    Args:
        start: Array, the point at fraction 0.
        end: Array of the same shape, the point at fraction 1.
        fractions: Array `(n,)` of fractions of the path.

    Returns:
        Array `(n, *shape)`.
    """
    lengths = np.linalg.norm(start), np.linalg.norm(end)
    if min(lengths) == 0:
        return lerp(start, end, fractions)
    start, end = start / lengths[0], end / lengths[1]
    angle = np.arccos(np.clip(np.sum(start * end), -1, 1))
    if np.sin(angle) < 1e-6:
        return lerp(start * lengths[0], end * lengths[1], fractions)
    fractions = np.reshape(fractions, (-1, *[1] * start.ndim))
    direction = (
        np.sin((1 - fractions) * angle) * start
        + np.sin(fractions * angle) * end
    ) / np.sin(angle)
    return ((1 - fractions) * lengths[0] + fractions * lengths[1]) * direction


WAYS = {"straight": lerp, "sphere": slerp}


def traversal(
    latent: ArrayLike, axes: int | tuple[int, int], values: ArrayLike
) -> np.ndarray:
    """Latent vectors in which one or two coordinates take given values.

    The order is that of a grid, row after row from the top: the first axis
    takes the values from left to right. A second one takes them from bottom to
    top; without it, each row is another latent vector.

    Args:
        latent: Latent vector `(d,)`; for one axis also `(rows, d)`.
        axes: Integer or pair of integers, the coordinates to change. Negative
            ones count from the end, where InfoGAN's codes lie.
        values: Sequence of numbers.

    Returns:
        float32 array `(cells, d)`, for a model to be called on and for
        `plotting.traversal_grid()`.

    Raises:
        ValueError: If an axis does not exist, both are the same, or `latent`
            has another shape.

    Example:

    >>> grid = keras_creative.models.traversal([5.0, 6.0, 7.0], 1, [-1, 1])
    >>> grid.tolist()
    [[5.0, -1.0, 7.0], [5.0, 1.0, 7.0]]
    """
    latent, axes = np.asarray(latent, "float32"), np.atleast_1d(axes)
    values = np.asarray(values, "float32")
    if latent.ndim not in (1, 3 - len(axes)):
        raise ValueError(
            "`latent` must have the shape (d,), or (rows, d) for one axis. "
            f"Received: latent.shape={latent.shape}, axes={axes.tolist()}"
        )
    size = latent.shape[-1]
    inside = all(-size <= axis < size for axis in axes)
    if len(axes) > 2 or not inside or len(set(axes % size)) < len(axes):
        raise ValueError(
            "`axes` must be one coordinate or two different ones, from "
            f"{-size} to {size - 1}. Received: axes={axes.tolist()}"
        )
    rows = len(values) if len(axes) == 2 else len(np.atleast_2d(latent))
    grid = np.empty((rows, len(values), size), "float32")
    grid[...] = np.atleast_2d(latent)[:, np.newaxis]
    grid[..., axes[0]] = values
    if len(axes) == 2:
        grid[..., axes[1]] = values[::-1, np.newaxis]
    return grid.reshape(-1, size)


def _check_path(waypoints, steps, way):
    shapes = [latent.shape for latent in waypoints]
    if len(shapes) < 2 or len(set(shapes)) > 1:
        raise ValueError(
            "A path must lead through at least two latent vectors of one "
            f"shape. Received: shapes={shapes}"
        )
    if not isinstance(steps, int | np.integer) or steps < len(shapes):
        raise ValueError(
            "`steps` must be an integer of at least the number of waypoints, "
            f"{len(shapes)}. Received: steps={steps}"
        )
    check_choice("way", way, WAYS)


def draw_rows(draw, n, seed):
    """Random rows of one seed, or of a seed for each row.

    Row 0 of a seed is the same whether it is drawn alone or with others.

    Args:
        draw: Function of a `np.random.Generator` and a number of rows.
        n: Number of rows.
        seed: Integer, `None`, or a sequence of `n` integers.

    Returns:
        NumPy array `(n, ...)`.

    Raises:
        ValueError: If there is another number of seeds, or one is negative.

    Example:

    >>> from keras_creative.models.core.latents import draw_rows
    >>> rows = draw_rows(lambda rng, n: rng.normal(size=(n, 2)), 2, [17, 18])
    >>> alone = draw_rows(lambda rng, n: rng.normal(size=(n, 2)), 1, 18)
    >>> bool((rows[1] == alone[0]).all())
    True
    """
    if np.ndim(seed) == 0:
        return draw(np.random.default_rng(seed), n)
    seeds = [int(one) for one in seed]
    if len(seeds) != n or min(seeds, default=0) < 0:
        raise ValueError(
            f"`seed` must be an integer, or {n} non-negative integers, one for "
            f"each sample. Received: seed={seed!r}"
        )
    return np.concatenate([draw(np.random.default_rng(s), 1) for s in seeds])
