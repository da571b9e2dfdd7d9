"""Precision, recall, density and coverage, by neighborhoods of examples."""

import numpy as np

from keras_creative.checks import check_integers
from keras_creative.metrics.feature_sets import (
    check_features,
    neighbor_squares,
    square_blocks,
)
from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.typing import ArrayLike


def neighborhood_measures(
    real_features: ArrayLike,
    features: ArrayLike,
    k: int = 3,
    density_k: int = 5,
) -> dict[str, float]:
    """Quality and coverage of samples, by neighborhoods of examples.

    The neighborhood of an example is the ball around it that reaches its
    k-th nearest neighbor in its own set; the example itself is not counted.
    The four numbers separate the quality of samples from their variety, which
    one distance of two distributions mixes.

    They depend on the numbers of examples: compare equal numbers only, the
    same of both sets. Distances are computed in blocks of 128 MiB.

    Args:
        real_features: Features of real examples `(m, features)`, more than
            both `k` and `density_k`.
        features: Features of samples `(n, features)`, more than `k`.
        k: Rank of the neighbor for precision and recall. Defaults to `3`.
        density_k: Rank of the neighbor for density and coverage. Defaults to
            `5`.

    Returns:
        Dict with

        - `precision`, the fraction of samples in the neighborhood of a real
          example; `recall`, that of real examples in the neighborhood of a
          sample, both in [0, 1];
        - `density`, the mean number of neighborhoods of real examples that a
          sample is in, over `density_k`: about 1 for a perfect sampler, and
          above 1 where samples crowd in dense regions; `coverage`, the
          fraction of real examples with a sample in their neighborhood, in
          [0, 1].

    Raises:
        ValueError: If a shape is wrong, there are too few examples, or a
            number is not finite.

    Example:

    >>> real = [[0.0], [1.0], [2.0], [10.0]]
    >>> samples = [[0.5], [1.5], [1.6], [20.0], [20.5]]
    >>> found = keras_creative.metrics.neighborhood_measures(
    ...     real, samples, k=1, density_k=1
    ... )
    >>> found["precision"], found["recall"]
    (0.6, 0.5)
    >>> found["density"], found["coverage"]
    (1.2, 0.75)

    Reference:

    - [Kynkaanniemi et al., 2019, eqs. 1 and 2](
        https://arxiv.org/abs/1904.06991)
    - [Naeem et al., 2020](https://arxiv.org/abs/2002.09797)
    """
    check_integers(k=(k, 1), density_k=(density_k, 1))
    [real] = check_features(max(k, density_k) + 1, real_features=real_features)
    _, made = check_features(k + 1, real_features=real, features=features)
    radii, dense_radii = neighbor_squares(real, k, density_k)
    [made_radii] = neighbor_squares(made, k)
    precise = np.zeros(len(made), bool)
    recalled = covered = pairs = 0
    for part, squares in square_blocks(real, made):
        precise |= (squares <= radii[part, None]).any(axis=0)
        recalled += np.count_nonzero((squares <= made_radii).any(axis=1))
        inside = squares <= dense_radii[part, None]
        covered += np.count_nonzero(inside.any(axis=1))
        pairs += np.count_nonzero(inside)
    return {
        "precision": float(precise.mean()),
        "recall": float(recalled / len(real)),
        "density": float(pairs / (density_k * len(made))),
        "coverage": float(covered / len(real)),
    }


_NEEDS = ("real_features", "features")

register_measures(
    Measure(
        "precision",
        neighborhood_measures,
        "Share of samples within the distance from a real example to its 3rd "
        "nearest neighbor.",
        best="high",
        needs=_NEEDS,
    ),
    Measure(
        "recall",
        neighborhood_measures,
        "Share of real examples within the distance from a sample to its 3rd "
        "nearest neighbor.",
        best="high",
        needs=_NEEDS,
    ),
    Measure(
        "density",
        neighborhood_measures,
        "Number of real examples that have the sample among their 5 nearest "
        "neighbors, over 5; above 1 if samples crowd where the data are dense.",
        best=1,
        needs=_NEEDS,
    ),
    Measure(
        "coverage",
        neighborhood_measures,
        "Share of real examples that have a sample within the distance to "
        "their 5th nearest neighbor.",
        best="high",
        needs=_NEEDS,
    ),
)
