"""Whether samples are copies of one another, or of training examples."""

import numpy as np

from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.metrics.neighbors import (
    earlier_distances,
    nearest_distances,
    neighbour_distances,
)
from keras_creative.typing import ArrayLike

_QUERIES = 2000


def near_copy_distance(reference: ArrayLike, percentile: float = 1.0) -> float:
    """Distance below which two samples count as near copies.

    A low percentile of the distances of real examples to their nearest
    neighbors: by default, 1 in 100 real examples has a neighbor that close. A
    percentile has the same meaning for points, which may be very
    close, and for images, which never are; a fraction of the median does
    not. Exact duplicates among the real examples are ignored.

    Args:
        reference: Real examples `(m, ...)`, at least two. Use as many as there
            are samples: the more examples, the closer their neighbors.
        percentile: From 0 to 100. Defaults to `1.0`.

    Returns:
        Euclidean distance between flattened examples.

    Raises:
        ValueError: If there are fewer than two examples.
    """
    distances = neighbour_distances(reference)
    distances = distances[distances > 0]
    return float(np.percentile(distances, percentile)) if len(distances) else 0


def uniqueness(samples: ArrayLike, distance: float) -> float:
    """Fraction of samples that are not near copies of an earlier sample.

    Args:
        samples: Array `(n, ...)`, at least one.
        distance: Maximum distance of a near copy, see
            `near_copy_distance()`.

    Returns:
        Fraction from `1 / n`, if all are copies of the first, to 1. The `n`
        real examples that the distance was computed from have `1 - 1 / n` up to
        `n = 100`, and 0.99 or more above: 0.80 for 5, 0.98 for 50. The same
        number of new real examples has about the same value: between 0.2 and 1
        for 5, between 0.86 and 1 for 50, and at least 0.985 for 1,000.

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
    """Distance of samples to the nearest training example, relative.

    The median distance of a sample to its nearest training example, divided
    by the median distance of a training example to its nearest neighbor among
    the others.

    Args:
        samples: Array `(n, ...)`.
        training: Training examples `(m, ...)`, at least two. At most 2,000
            of them, chosen randomly, are used for the second median.
        seed: Integer that fixes this choice. Defaults to `0`.

    Returns:
        Ratio: 0 for copies, about 1 for new examples of the same
        distribution, more for samples far from the data.

    Raises:
        ValueError: If shapes differ or there are too few examples.
    """
    own = np.median(neighbour_distances(training, _QUERIES, seed))
    return distance_ratio(np.median(nearest_distances(samples, training)), own)


def distance_ratio(distance, usual):
    """A distance divided by a reference distance; NaN if that is 0."""
    return float(distance / usual) if usual else float("nan")


def _uniqueness_beside(samples, real):
    """Uniqueness, relative to the same number of real examples."""
    return uniqueness(samples, near_copy_distance(real[: len(samples)]))


register_measures(
    Measure(
        "uniqueness",
        _uniqueness_beside,
        "Share of these samples that are not near copies of earlier ones; it "
        "falls with the number of samples, so compare equal numbers.",
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
