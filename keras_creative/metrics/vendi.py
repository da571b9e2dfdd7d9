"""Vendi score: the effective number of different samples."""

from collections.abc import Callable

import numpy as np

from keras_creative.metrics.feature_sets import check_features
from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.typing import ArrayLike


def vendi_score(
    features: ArrayLike,
    kernel: Callable[[np.ndarray], np.ndarray] | None = None,
) -> float:
    """Effective number of different samples.

    The exponential of the entropy of the eigenvalues of `K / n`, where `K` is
    the matrix of similarities of all pairs: 1 if all samples are equal, and
    `n` if none has a similarity with another. It needs no real examples.

    Args:
        features: Array `(n, features)`, at least one row.
        kernel: Function from the features, float64, to the positive
            semi-definite matrix `(n, n)` of similarities, 1 of each sample with
            itself. Defaults to `None`: the cosine of the angle between two
            rows, which needs only the smaller of `n` and the number of
            features as the size of the matrix. The score is then at most
            that number.

    Returns:
        Number from 1 to `n`.

    Raises:
        ValueError: If the shape is wrong, a number is not finite, a row is
            zero where the cosine is used, or a kernel returns something else.

    Example:

    >>> features = [[1.0, 0.0], [2.0, 0.0], [0.0, 1.0], [0.0, 3.0]]
    >>> round(keras_creative.metrics.vendi_score(features), 6)
    2.0

    Reference:

    - [Friedman and Dieng, 2023](https://arxiv.org/abs/2210.02410)
    """
    [rows] = check_features(1, features=features)
    matrix = _cosines(rows) if kernel is None else _check(kernel(rows), rows)
    values = np.linalg.eigvalsh(matrix / len(rows))
    values = values[values > 0]
    return float(np.exp(-np.sum(values * np.log(values))))


def _cosines(rows):
    """Cosines of pairs, or the smaller matrix with the same eigenvalues."""
    lengths = np.linalg.norm(rows, axis=1)
    if not np.all(lengths):
        raise ValueError(
            "`features` must have no row of zeros, whose angle is not "
            f"defined. Received: {np.sum(lengths == 0)} such rows"
        )
    rows = rows / lengths[:, None]
    return rows @ rows.T if len(rows) <= rows.shape[1] else rows.T @ rows


def _check(matrix, rows):
    matrix = np.asarray(matrix, "float64")
    n = len(rows)
    if matrix.shape != (n, n) or not np.allclose(matrix.diagonal(), 1):
        raise ValueError(
            f"`kernel` must return a matrix of shape {(n, n)} with 1 in the "
            f"diagonal. Received: shape {matrix.shape}"
        )
    return matrix


register_measures(
    Measure(
        "vendi_score",
        vendi_score,
        "Effective number of different samples, by the cosines of their "
        "features; at most the number of samples and of features.",
        best="high",
        needs=["features"],
    )
)
