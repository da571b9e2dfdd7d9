"""Whether samples copy one another, or the training examples."""

import numpy as np

from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.metrics.neighbours import (
    earlier_distances,
    nearest_distances,
    neighbour_distances,
)
from keras_creative.typing import ArrayLike

_QUERIES = 2000


def near_copy_distance(reference: ArrayLike, percentile: float = 1.0) -> float:
    """Distance below which two samples count as near copies.

    It is a low percentile of the distances of real examples to their nearest
    neighbours: only one in a hundred real examples has another as near. A
    percentile, and no fraction of the median, because it means the same in
    the plane, where neighbours may be very close by chance, and for pictures,
    where they never are. Real examples of which there are exact copies are
    not counted.

    Args:
        reference: Real examples `(m, ...)`, at least two; as many as there
            are samples, because neighbours are nearer among more.
        percentile: From 0 to 100. Defaults to `1.0`.

    Returns:
        Distance, Euclidean over all numbers of an example.

    Raises:
        ValueError: If there are fewer than two examples.
    """
    distances = neighbour_distances(reference)
    distances = distances[distances > 0]
    return float(np.percentile(distances, percentile)) if len(distances) else 0


def uniqueness(samples: ArrayLike, distance: float) -> float:
    """Share of samples that are no near copy of an earlier one.

    Args:
        samples: Array `(n, ...)`, at least one.
        distance: Greatest distance of a near copy, see
            `near_copy_distance()`.

    Returns:
        Share from `1 / n`, when all are copies of the first, to 1. The `n`
        real examples that gave the distance have `1 - 1 / n` up to 100 and
        0.99 or more from there on: 0.80 for 5, 0.98 for 50. As many new ones
        have about as much, spread from 0.2 to 1 for 5, from 0.86 to 1 for 50
        and from 0.985 on for 1,000.

    Raises:
        ValueError: If there are no samples.

    Example:

    >>> keras_creative.metrics.uniqueness(
    ...     [[0.0, 0.0], [0.0, 0.1], [2.0, 0.0], [0.1, 0.0]], distance=0.5
    ... )
    0.5
    """
    if not len(samples):
        raise ValueError("`samples` must hold at least one. Received: none")
    return float((earlier_distances(samples) > distance).mean())


def training_distance_ratio(
    samples: ArrayLike, training: ArrayLike, seed: int = 0
) -> float:
    """How far samples are from the nearest training example.

    The median distance of a sample to the nearest training example, over the
    median distance of a training example to the nearest other one.

    Args:
        samples: Array `(n, ...)`.
        training: Training examples `(m, ...)`, at least two. The second
            median is that of at most 2,000 of them among all.
        seed: Integer that chooses these. Defaults to `0`.

    Returns:
        Ratio: 0 for copies, about 1 for new examples of the same kind, more
        for what lies off the data.

    Raises:
        ValueError: If shapes differ or there are too few examples.
    """
    own = np.median(neighbour_distances(training, _QUERIES, seed))
    return distance_ratio(np.median(nearest_distances(samples, training)), own)


def distance_ratio(distance, usual):
    """A distance over the usual one; not-a-number if that is 0."""
    return float(distance / usual) if usual else float("nan")


def _uniqueness_beside(samples, real):
    """Uniqueness, where near copies are as near as few real examples are."""
    return uniqueness(samples, near_copy_distance(real[: len(samples)]))


register_measures(
    Measure(
        "uniqueness",
        _uniqueness_beside,
        "Share of samples that are not near copies of earlier ones.",
        best="high",
        needs=["samples", "real"],
    ),
    Measure(
        "training_distance_ratio",
        training_distance_ratio,
        "Distance of samples to the nearest training example over that "
        "between training examples; 0 means copies.",
        best=1,
        needs=["samples", "real", "seed"],
    ),
)
