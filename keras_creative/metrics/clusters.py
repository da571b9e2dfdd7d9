"""Number of clusters of the data that samples reach.

k-means is written here because every run on images ends with it:
`sklearn.cluster.KMeans` takes 3 s to import, would be a further dependency, and
finds other centers than those of earlier runs.
"""

import numpy as np

from keras_creative.typing import ArrayLike

_ROUNDS = 20


def find_clusters(
    examples: ArrayLike, count: int = 20, seed: int = 0
) -> np.ndarray:
    """Centers of clusters of the data, by k-means.

    The centers are initialized by k-means++ and updated for at most 20
    iterations. If there are fewer distinct examples than `count`, each is a
    center.

    Args:
        examples: Array `(m, ...)` of points or images, at least one.
        count: Number of clusters, at least 1. Defaults to `20`.
        seed: Integer that fixes the initialization. Defaults to `0`.

    Returns:
        float32 array `(k, ...)` of at most `count` centers.

    Raises:
        ValueError: If `count` is not positive, or if `examples` is empty or
            not finite.

    Example:

    >>> points = [[0.0, 0.0], [0.0, 1.0], [9.0, 0.0], [9.0, 1.0]]
    >>> centers = keras_creative.metrics.find_clusters(points, count=2)
    >>> sorted(centers.tolist())
    [[0.0, 0.5], [9.0, 0.5]]

    Reference:

    - [Arthur and Vassilvitskii, 2007](
        https://dl.acm.org/doi/10.5555/1283383.1283494)
    """
    if count < 1:
        raise ValueError(f"`count` must be positive. Received: count={count}")
    examples = np.asarray(examples, "float32")
    if not len(examples) or not np.all(np.isfinite(examples)):
        raise ValueError(
            "`examples` must be finite numbers of at least one example. "
            f"Received: examples.shape={examples.shape}"
        )
    rows = examples.reshape(len(examples), -1)
    centers = _first_centers(rows, count, np.random.default_rng(seed))
    for _ in range(_ROUNDS):
        nearest = _squares(rows, centers).argmin(axis=1)
        moved = _means(rows, nearest, centers)
        if np.array_equal(moved, centers):
            break
        centers = moved
    return centers.reshape(-1, *examples.shape[1:])


def cluster_shares(samples: ArrayLike, centers: ArrayLike) -> np.ndarray:
    """Fraction of the samples that is closest to each cluster center.

    Args:
        samples: Array `(n, ...)`; a sample that is not finite is assigned to
            no cluster.
        centers: Array `(k, ...)` of examples of the same shape: the result of
            `find_clusters()`, or the known modes of a mixture.

    Returns:
        float64 array `(k,)`, which sums to 1 if all samples are finite.

    Raises:
        ValueError: If there are no samples, or the shapes differ.

    Example:

    >>> keras_creative.metrics.cluster_shares([[1], [2], [8]], [[0], [9]])
    array([0.66666667, 0.33333333])
    """
    samples, centers = np.asarray(samples), np.asarray(centers, "float64")
    if not len(samples) or samples.shape[1:] != centers.shape[1:]:
        raise ValueError(
            "`samples` must hold at least one, of the shape of a center. "
            f"Received: samples.shape={samples.shape}, "
            f"centers.shape={centers.shape}"
        )
    rows = samples.reshape(len(samples), -1).astype("float64")
    rows = rows[np.all(np.isfinite(rows), axis=1)]
    squares = _squares(rows, centers.reshape(len(centers), -1))
    nearest = squares.argmin(axis=1)
    return np.bincount(nearest, minlength=len(centers)) / len(samples)


def clusters_hit(
    shares: ArrayLike, real_shares: ArrayLike, least: float = 0.2
) -> tuple[int, int]:
    """Number of clusters that the samples reach, and that the data reach.

    The samples reach a cluster if their share in it is at least `least` times
    that of the data, so that a single outlier does not count. With `m` real
    examples per cluster on average, a perfect sampler misses a cluster with a
    probability of about `exp(-m)`; above `m = 10` that hardly happens.

    Args:
        shares: `cluster_shares()` of generated samples.
        real_shares: `cluster_shares()` of real examples that were not used
            to find the clusters.
        least: Minimum share, relative to that of the data, in (0, 1].
            Defaults to `0.2`.

    Returns:
        Number of clusters that the samples reach, and number of clusters that
        hold at least one real example.

    Raises:
        ValueError: If `least` is out of range, or no cluster holds a real
            example.

    Example:

    >>> keras_creative.metrics.clusters_hit([0.95, 0.05, 0], [0.5, 0.5, 0])
    (1, 2)
    """
    if not 0 < least <= 1:
        raise ValueError(f"`least` must be in (0, 1]. Received: least={least}")
    shares, real_shares = np.asarray(shares), np.asarray(real_shares)
    real = real_shares > 0
    if not real.any():
        raise ValueError(
            "`real_shares` must be positive for at least one cluster. "
            f"Received: real_shares={real_shares}"
        )
    generated = shares[real] >= least * real_shares[real]
    return int(generated.sum()), int(real.sum())


def _first_centers(rows, count, rng):
    """k-means++: drawn by the squared distance to the centers so far."""
    chosen = [rng.integers(len(rows))]
    squares = np.full(len(rows), np.inf)
    while len(chosen) < count:
        difference = rows - rows[chosen[-1]]
        squares = np.minimum(squares, np.sum(difference**2, axis=1))
        total = squares.sum()
        if not total:
            break
        chosen.append(rng.choice(len(rows), p=squares / total))
    return rows[chosen]


def _means(rows, nearest, centers):
    """Mean of each cluster; an empty one keeps its center."""
    sums = np.zeros(centers.shape, "float64")
    np.add.at(sums, nearest, rows)
    counts = np.bincount(nearest, minlength=len(centers))[:, None]
    means = sums / np.maximum(counts, 1)
    return np.where(counts > 0, means, centers).astype("float32")


def _squares(rows, centers):
    """Squared distances `(n, k)`, one center at a time to save memory."""
    return np.stack(
        [np.sum((rows - center) ** 2, axis=1) for center in centers], axis=1
    )
