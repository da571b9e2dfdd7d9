"""Fraction of points that hit a held-out or requested mode."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.metrics.modes import check_points, nearest_components
from keras_creative.typing import ArrayLike


def hit_rate(points: ArrayLike, centers: ArrayLike, std: float) -> float:
    """Fraction of points within 3 standard deviations of a mode.

    A perfect sampler has 0.989 for a single center, and 0.997 for the
    overlapping components of a narrow arc.

    Args:
        points: Generated points `(n, 2)`.
        centers: Mean of the mode `(2,)`, or means of its components
            `(k, 2)`.
        std: Standard deviation of a component.

    Returns:
        Fraction in [0, 1].
    """
    centers = np.atleast_2d(np.asarray(centers, "float64"))
    _, distance = nearest_components(check_points(points), centers)
    return float((distance < 3 * std).mean())


def hit_rates(
    points: ArrayLike,
    hidden_labels: Iterable[int],
    components: ArrayLike,
    std: float,
    labels: ArrayLike,
) -> dict[str, float]:
    """Hit rate of each of several modes.

    Args:
        points: Generated points `(n, 2)`.
        hidden_labels: Labels of these modes.
        components: Means of the mixture's components
            `(num_components, 2)`.
        std: Standard deviation of a component.
        labels: Mode of each component, `(num_components,)`.

    Returns:
        Dict from the labels, as strings, to the hit rates, see `hit_rate()`.
    """
    components, labels = np.asarray(components), np.asarray(labels)
    return {
        str(label): hit_rate(points, components[labels == label], std)
        for label in hidden_labels
    }


def class_measures(
    points: ArrayLike,
    centers: ArrayLike,
    std: float,
    mean: ArrayLike,
    deviation: float,
) -> dict[str, float]:
    """Measures of points of one requested class relative to its mode.

    Args:
        points: Points generated for the class `(n, 2)`.
        centers: Means of the components of its mode `(k, 2)`.
        std: Standard deviation of a component.
        mean: Mean of the mode `(2,)`.
        deviation: Standard deviation of the mode.

    Returns:
        Dict with `hit_rate`, see `hit_rate()`; `offset`, the distance of the
        points' mean from the mode's in units of the mode's deviation; and
        `std_ratio`, the standard deviation of the points over the mode's.
    """
    rate, points = hit_rate(points, centers, std), np.asarray(points)
    offset = points.mean(axis=0) - mean
    return {
        "hit_rate": rate,
        "offset": float(np.linalg.norm(offset) / deviation),
        "std_ratio": float(np.sqrt(points.var(axis=0).mean()) / deviation),
    }


def code_measures(
    points: ArrayLike, components: ArrayLike, std: float, labels: ArrayLike
) -> dict[str, Any]:
    """The mode that most points of one latent code fall into.

    Args:
        points: Points generated for the code `(n, 2)`.
        components: Means of the mixture's components
            `(num_components, 2)`.
        std: Standard deviation of a component.
        labels: Mode of each component, `(num_components,)`.

    Returns:
        Dict with `owns`, the label of that mode, and its `hit_rate`, see
        `hit_rate()`.
    """
    rates = hit_rates(points, np.unique(labels), components, std, labels)
    owned = max(rates, key=rates.get)
    return {"owns": int(owned), "hit_rate": rates[owned]}


def box_chance(std: float, half_width: float) -> float:
    """Hit rate of points drawn uniformly from a square, for a mode inside it.

    Args:
        std: Standard deviation of the mode.
        half_width: Half the side of the square.

    Returns:
        Fraction in [0, 1].
    """
    return float(np.pi * (3 * std) ** 2 / (2 * half_width) ** 2)


def circle_chance(std: float, radius: float) -> float:
    """Hit rate of points drawn uniformly from the circle through a mode.

    Args:
        std: Standard deviation of the mode.
        radius: Distance of the mode from the center of the circle.

    Returns:
        Fraction in [0, 1].
    """
    half_angle = 2 * np.arcsin(min(1.0, 3 * std / (2 * radius)))
    return float(half_angle / np.pi)


def _of_each_class(*arguments):
    return {"hit_rates": hit_rates(*arguments)}


_OF_CLASS = ("points", "centers", "std", "mean", "deviation")

register_measures(
    Measure(
        "hit_rate",
        hit_rate,
        "Share of points within 3 standard deviations of the mode; a perfect "
        "sampler has 0.989, or 0.997 on the swiss roll.",
        best="high",
        needs=["points", "centers", "std"],
    ),
    Measure(
        "hit_rates",
        _of_each_class,
        "Hit rate of each held-out class.",
        best="high",
        needs=["points", "hidden_labels", "centers", "std", "labels"],
    ),
    Measure(
        "offset",
        class_measures,
        "Distance of the samples' mean from the mean of the requested mode, "
        "in standard deviations of the mode.",
        best="low",
        needs=_OF_CLASS,
    ),
    Measure(
        "owns",
        code_measures,
        "Class that most samples of the latent code fall into.",
        needs=["points", "centers", "std", "labels"],
    ),
    Measure(
        "box_chance",
        box_chance,
        "Hit rate of points drawn uniformly from the square of the plot.",
        needs=["std", "half_width"],
    ),
    Measure(
        "circle_chance",
        circle_chance,
        "Hit rate of points drawn uniformly from the circle of the data.",
        needs=["std", "radius"],
    ),
)
