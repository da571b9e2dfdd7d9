"""Share of samples that are not closer to the data than the data are."""

import numpy as np

from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.metrics.neighbors import (
    nearest_examples,
    neighbour_distances,
)
from keras_creative.typing import ArrayLike


def authenticity(samples: ArrayLike, training: ArrayLike) -> float:
    """Fraction of samples that no training example explains as a copy.

    A sample is authentic if it is farther from its nearest training example
    than that example is from the nearest other one.

    Args:
        samples: Array `(n, ...)`, points, images or features, at least one.
        training: Training examples `(m, ...)`, at least two.

    Returns:
        Fraction in [0, 1]: 0 for copies, and 1 for samples far from the data.
        That of new examples of the same distribution depends on the number of
        dimensions: for 2,000 of a normal distribution it is 0.39 in 2
        dimensions, 0.82 in 64 and 0.89 in 784. Compare it with that of real
        examples which the model was not trained on.

    Raises:
        ValueError: If shapes differ or there are too few examples.

    Example:

    >>> training = [[0.0], [1.0], [5.0]]
    >>> samples = [[0.1], [2.5], [5.0], [9.5]]
    >>> keras_creative.metrics.authenticity(samples, training)
    0.5

    Reference:

    - [Alaa et al., 2022](https://arxiv.org/abs/2102.08921). The
        authors' code takes the distance of another training example; this is
        the definition of the text.
    """
    if not len(samples):
        raise ValueError("`samples` must hold at least one. Received: none")
    nearest, distances = nearest_examples(samples, training)
    used, where = np.unique(nearest, return_inverse=True)
    own = neighbour_distances(training, used)[where]
    return float((distances > own).mean())


register_measures(
    Measure(
        "authenticity",
        authenticity,
        "Share of samples farther from their nearest training example than "
        "that is from the nearest other one; 0 means copies, 1 that all "
        "samples are new or far from the data.",
        needs=["samples", "real"],
    )
)
