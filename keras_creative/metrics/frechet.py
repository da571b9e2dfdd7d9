"""Frechet distance of two sets of features.

`numpy.linalg.eigh()` gives the root because that of `scipy.linalg.sqrtm()` is
complex for singular covariances and takes longer; the tests compare both.
"""

import warnings

import numpy as np

from keras_creative.metrics.feature_sets import check_features
from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.typing import ArrayLike


def frechet_distance(
    real_features: ArrayLike, generated_features: ArrayLike
) -> float:
    """Squared Frechet distance between normal distributions fitted to two sets.

    `|m1 - m2|^2 + Tr(C1 + C2 - 2 (C1 C2)^(1/2))`. With the features of an
    Inception network it is known as FID. Its value depends on the features
    and is biased upward for few samples: between two sets from the same normal
    distribution of 64 features it is about 78 for 20 samples each, 3.5 for 640
    and 0.44 for 5,000.

    Args:
        real_features: Array `(n, features)`, `n` at least 2.
        generated_features: Array `(m, features)`, `m` at least 2.

    Returns:
        Non-negative float; 0 for equal means and covariances.

    Raises:
        ValueError: If an array has the wrong shape or is not finite.

    Warns:
        UserWarning: If a set has fewer than twice as many samples as features,
            so that the bias is large.

    Example:

    >>> real = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [2.0, 2.0]])
    >>> round(keras_creative.metrics.frechet_distance(real, real + 3), 6)
    18.0

    Reference:

    - [Heusel et al., 2017, eq. 6](https://arxiv.org/abs/1706.08500)
    """
    real, generated = check_features(
        2, real_features=real_features, generated_features=generated_features
    )
    _warn_of_few(min(len(real), len(generated)), real.shape[1])
    shift = np.sum((real.mean(0) - generated.mean(0)) ** 2)
    first, second = (
        (f - f.mean(0)) / np.sqrt(len(f) - 1) for f in (real, generated)
    )
    variances = np.sum(first**2) + np.sum(second**2)
    return max(float(shift + variances - 2 * _shared(first, second)), 0.0)


def _shared(first, second):
    """`Tr (C1 C2)^(1/2)` of the covariances `first.T @ first`, and so on.

    It is the sum of the singular values of `first @ second.T`, which is
    smaller than the covariances if there are fewer samples than features.
    """
    if max(len(first), len(second)) <= first.shape[1]:
        return np.linalg.svd(first @ second.T, compute_uv=False).sum()
    root = _square_root(first.T @ first)
    inner = root @ (second.T @ second) @ root
    return np.sum(np.sqrt(np.clip(np.linalg.eigvalsh(inner), 0, None)))


def _warn_of_few(samples, features):
    if samples < 2 * features:
        warnings.warn(
            f"The Frechet distance of {samples} samples with {features} "
            f"features is strongly biased: use at least {2 * features} "
            "samples, preferably ten times as many as features.",
            stacklevel=3,
        )


def _square_root(covariance):
    values, vectors = np.linalg.eigh(covariance)
    return (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T


register_measures(
    Measure(
        "frechet_distance",
        frechet_distance,
        "Squared Frechet distance of the features of samples and of real "
        "examples, as two normal distributions.",
        best="low",
        needs=["real_features", "features"],
    )
)
