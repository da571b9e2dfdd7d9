"""How many clusters of the data the samples reach, points or images.

k-means is written here because every run on images ends with it:
`sklearn.cluster.KMeans` takes 3 s to import, would have to be a dependency of
all, and finds other centers than those of earlier runs.
"""

import numpy as np

from keras_creative.typing import ArrayLike

_ROUNDS = 20


def find_clusters(
    examples: ArrayLike, count: int = 20, seed: int = 0
) -> np.ndarray:
    """Centres of clusters of the data, by k-means.

    The first centres are drawn as k-means++ draws them, and then moved for at
    most 20 rounds. Where there are fewer different examples than `count`,
    each is a centre.

    Args:
        examples: Array `(m, ...)` of points or pictures, at least one.
        count: Number of clusters, at least 1. Defaults to `20`.
        seed: Integer that fixes the first centres. Defaults to `0`.

    Returns:
        float32 array `(k, ...)` of at most `count` centres.

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
    """Share of the samples in each cluster, that of the nearest centre.

    Args:
        samples: Array `(n, ...)`; one that is not finite is in no cluster.
        centers: Array `(k, ...)` of the same shape of an example, such as
            `find_clusters()` gives, or the known modes of a mixture.

    Returns:
        float64 array `(k,)`, of sum 1 when all samples are finite.

    Raises:
        ValueError: If there is no sample, or the shapes differ.

    Example:

    >>> keras_creative.metrics.cluster_shares([[1], [2], [8]], [[0], [9]])
    array([0.66666667, 0.33333333])
    """
    samples, centers = np.asarray(samples), np.asarray(centers, "float64")
    if not len(samples) or samples.shape[1:] != centers.shape[1:]:
        raise ValueError(
            "`samples` must be at least one, of the shape of a centre. "
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
    """Clusters that are generated, over those in the data.

    A cluster is generated when its share is at least `least` of its share in
    the data: a stray sample does not make a class. Of `m` real examples on the
    average in a cluster, a perfect sampler misses about one in `exp(m)`
    by chance where `m` is small, and next to none where it is above 10.

    Args:
        shares: `cluster_shares()` of generated samples.
        real_shares: Those of real ones, held back from the search for the
            clusters.
        least: Share of a cluster's real share that it needs, in (0, 1].
            Defaults to `0.2`.

    Returns:
        Number of the clusters generated, and of those that any real example
        is in.

    Raises:
        ValueError: If `least` is out of range, or no real example is in a
            cluster.

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
            "`real_shares` must be above 0 for a cluster. "
            f"Received: real_shares={real_shares}"
        )
    generated = shares[real] >= least * real_shares[real]
    return int(generated.sum()), int(real.sum())


def _first_centers(rows, count, rng):
    """Examples, each drawn by its squared distance from those before it."""
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
    """Mean of each cluster; an empty one keeps its centre."""
    sums = np.zeros(centers.shape, "float64")
    np.add.at(sums, nearest, rows)
    counts = np.bincount(nearest, minlength=len(centers))[:, None]
    means = sums / np.maximum(counts, 1)
    return np.where(counts > 0, means, centers).astype("float32")


def _squares(rows, centers):
    """Squared distances `(n, k)`, summed up one centre at a time."""
    return np.stack(
        [np.sum((rows - center) ** 2, axis=1) for center in centers], axis=1
    )
