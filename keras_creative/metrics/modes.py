"""Modes of a known mixture that the samples capture, and their quality."""

from typing import Any

import numpy as np

from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.typing import ArrayLike


def mode_measures(
    points: ArrayLike,
    components: ArrayLike,
    std: float,
    labels: ArrayLike | None = None,
    shares: ArrayLike | None = None,
) -> dict[str, Any]:
    """Modes captured, fraction of high quality, reverse KL and spread.

    A point is of high quality if it lies within 3 standard deviations of
    the nearest component; it is then counted for that component's mode. A
    perfect sampler of isotropic Gaussians has a high-quality fraction of
    0.989, and one of narrow arcs, whose components overlap, of 0.997; the
    reverse KL of both is about `(modes - 1) / (2 n)`.

    Args:
        points: Generated points `(n, 2)`; NaN is never of high quality.
        components: Means of the components in the training data,
            `(num_components, 2)`.
        std: Standard deviation of a component.
        labels: Mode of each component, `(num_components,)`. Defaults to
            `None`: each is a mode.
        shares: True probability of each mode, in the order of its label.
            Defaults to `None`: all equal.

    Returns:
        Dict with `n`; `modes_shown`; `modes_captured`, the number of modes
        with at least one high-quality point; `high_quality_3std`, a fraction;
        `reverse_kl`, `KL(generated || true)` of the mode histogram in nats;
        `std_ratio`, a list with the standard deviation of each mode's
        high-quality points over that of the mode (for a perfect sampler 0.974
        for an isotropic mode, truncated at 3, and 1 for an arc), NaN for a
        mode with fewer than two points; and `spread_ratio`, the root mean
        square distance of the finite points from their mean over that of the
        mixture: 1 for a perfect sampler, 0 if all points coincide.

    Raises:
        ValueError: If `points` is not `(n, 2)` with at least one point.

    Example:

    >>> measures = keras_creative.metrics.mode_measures(
    ...     [[0.0, 0.1], [5.0, 0.0]], components=[[0, 0], [1, 0]], std=0.1
    ... )
    >>> measures["modes_captured"], measures["high_quality_3std"]
    (1, 0.5)

    Reference:

    - [Srivastava et al., 2017, section 4.1](https://arxiv.org/abs/1705.07761)
    - [Lin et al., 2018, section 4.1](https://arxiv.org/abs/1712.04086)
    """
    points = check_points(points)
    components = np.asarray(components, "float64")
    labels = (
        np.arange(len(components)) if labels is None else np.asarray(labels)
    )
    modes, labels = np.unique(labels, return_inverse=True)
    nearest, distance = nearest_components(points, components)
    good = distance < 3 * std
    mode = labels[nearest]
    counts = np.bincount(mode[good], minlength=len(modes))
    deviations = [
        _mixture_spread(components[labels == k], std) for k in range(len(modes))
    ]
    return {
        "n": len(points),
        "modes_shown": len(modes),
        "modes_captured": int((counts > 0).sum()),
        "high_quality_3std": float(good.mean()),
        "reverse_kl": _reverse_kl(counts, shares),
        "std_ratio": [
            _spread(points[good & (mode == k)]) / deviation
            for k, deviation in enumerate(deviations)
        ],
        "spread_ratio": _spread(points[np.isfinite(points).all(axis=1)])
        / _mixture_spread(components, std, labels, shares),
    }


def check_points(points):
    """Check that points have the shape `(n, 2)`, and convert them."""
    points = np.asarray(points, "float64")
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise ValueError(
            "`points` must have the shape (n, 2) with at least one point. "
            f"Received: points.shape={points.shape}"
        )
    return points


def nearest_components(points, components):
    """Index of each point's nearest component, and the distance to it."""
    squares = np.full(len(points), np.inf)
    nearest = np.zeros(len(points), int)
    for index, component in enumerate(components):
        square = np.sum((points - component) ** 2, axis=1)
        closer = square < squares
        nearest[closer], squares[closer] = index, square[closer]
    return nearest, np.sqrt(squares)


def _reverse_kl(counts, shares):
    if not counts.sum():
        return float("nan")
    generated = counts / counts.sum()
    if shares is None:
        shares = np.full(len(counts), 1 / len(counts))
    some = generated > 0
    ratio = generated[some] / np.asarray(shares)[some]
    return float(np.sum(generated[some] * np.log(ratio)))


def _mixture_spread(components, std, labels=None, shares=None):
    """Standard deviation per axis of a mixture."""
    if labels is None:
        labels = np.arange(len(components))
    sizes = np.bincount(labels)
    if shares is None:
        shares = np.full(len(sizes), 1 / len(sizes))
    weights = (np.asarray(shares) / sizes)[labels]
    deviations = components - weights @ components
    variance = (weights @ deviations**2).mean() + std**2
    return float(np.sqrt(variance))


def _spread(deviations):
    if len(deviations) < 2:
        return float("nan")
    return float(np.sqrt(deviations.var(axis=0).mean()))


def _of_mixture(points, modes):
    return mode_measures(points, **modes)


_OF_MODES = ("points", "modes")

register_measures(
    Measure("n", _of_mixture, "Number of samples measured.", needs=_OF_MODES),
    Measure(
        "modes_shown",
        _of_mixture,
        "Number of modes in the training data.",
        needs=_OF_MODES,
    ),
    Measure(
        "modes_captured",
        _of_mixture,
        "Number of modes with at least one sample of high quality.",
        best="high",
        needs=_OF_MODES,
    ),
    Measure(
        "high_quality_3std",
        _of_mixture,
        "Share of points within 3 standard deviations of a mode; a perfect "
        "sampler has 0.989, or 0.997 on the swiss roll.",
        best="high",
        needs=_OF_MODES,
    ),
    Measure(
        "reverse_kl",
        _of_mixture,
        "KL divergence of the samples' modes from those of the data, in nats.",
        best="low",
        needs=_OF_MODES,
    ),
    Measure(
        "std_ratio",
        _of_mixture,
        "Standard deviation of the samples within a mode over that of the "
        "data.",
        best=1,
        needs=_OF_MODES,
    ),
    Measure(
        "spread_ratio",
        _of_mixture,
        "Spread of all points over that of the data; 0 means that all points "
        "coincide.",
        best=1,
        needs=_OF_MODES,
    ),
    Measure(
        "shown",
        None,
        "Whether the training data contain the class.",
    ),
    Measure(
        "side_information",
        None,
        "Information on held-out classes, besides their labels, that the model "
        "gets.",
    ),
)
