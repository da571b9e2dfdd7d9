"""Kernel distance of two sets of features."""

import numpy as np

from keras_creative.checks import check_integers
from keras_creative.metrics.feature_sets import check_features
from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.typing import ArrayLike


def kernel_distance(
    real_features: ArrayLike,
    features: ArrayLike,
    subsets: int = 100,
    subset_size: int = 1000,
    seed: int = 0,
) -> dict[str, float]:
    """Squared maximum mean discrepancy of two sets of features.

    With the kernel `(x . y / d + 1)^3`, where `d` is the number of features,
    and an unbiased estimate: unlike the Frechet distance, its mean does not
    depend on the number of samples, so it may be compared between sets of
    different sizes, and it is negative half of the time for two sets of the
    same distribution. With the features of an Inception network it is known as
    KID.

    Args:
        real_features: Array `(m, features)`, at least two rows.
        features: Array `(n, features)`, at least two rows.
        subsets: Number of random subsets whose estimates are averaged.
            Defaults to `100`.
        subset_size: Number of rows of each set in a subset; all rows of the
            smaller set if it has fewer. Defaults to `1000`.
        seed: Integer that fixes the subsets. Defaults to `0`.

    Returns:
        Dict with `kernel_distance`, the mean over subsets, and
        `kernel_distance_std`, the standard deviation over subsets.

    Raises:
        ValueError: If a shape is wrong, there are too few examples, or a
            number is not finite.

    Example:

    >>> real = np.array([[0.0], [1.0]])
    >>> found = keras_creative.metrics.kernel_distance(real, real + 2)
    >>> found["kernel_distance"]
    297.5

    Reference:

    - [Binkowski et al., 2018](https://arxiv.org/abs/1801.01401)
    """
    check_integers(subsets=(subsets, 1), subset_size=(subset_size, 2))
    real, made = check_features(
        2, real_features=real_features, features=features
    )
    size = min(subset_size, len(real), len(made))
    rng = np.random.default_rng(seed)
    estimates = [
        _unbiased(
            real[rng.choice(len(real), size, replace=False)],
            made[rng.choice(len(made), size, replace=False)],
        )
        for _ in range(subsets)
    ]
    return {
        "kernel_distance": float(np.mean(estimates)),
        "kernel_distance_std": float(np.std(estimates)),
    }


def _unbiased(x, y):
    """Estimate of the squared discrepancy without pairs of one example."""
    n = len(x)
    inner = sum(_kernel(a, a).sum() - _diagonal(a) for a in (x, y))
    return inner / (n * (n - 1)) - 2 * _kernel(x, y).mean()


def _kernel(x, y):
    values = x @ y.T
    values /= x.shape[1]
    values += 1
    return values * values * values


def _diagonal(x):
    return ((np.einsum("ij,ij->i", x, x) / x.shape[1] + 1) ** 3).sum()


_NEEDS = ("real_features", "features")

register_measures(
    Measure(
        "kernel_distance",
        kernel_distance,
        "Squared maximum mean discrepancy of the features of samples and of "
        "real examples, mean of 100 random subsets of at most 1,000; its mean "
        "does not depend on the number of samples.",
        best=0,
        needs=_NEEDS,
    ),
    Measure(
        "kernel_distance_std",
        kernel_distance,
        "Standard deviation of the kernel distance over the subsets.",
        needs=_NEEDS,
    ),
)
