"""The region where the data lie."""

import numpy as np

from keras_creative.metrics.feature_sets import (
    check_features,
    neighbor_squares,
    square_blocks,
)
from keras_creative.typing import ArrayLike


class Support:
    """The region where the data lie: balls around examples.

    The ball of an example reaches its k-th nearest neighbor, as in
    `keras_creative.metrics.neighborhood_measures()`.

    Args:
        examples: Array `(m, features)`, more than `k`.
        k: Rank of the neighbor. Defaults to `10`.

    Attributes:
        examples: float64 array of the examples.
        radii: Radius of each ball, `(m,)`.
        own_distances: Distance of each example to the nearest other, `(m,)`.
        margin: Samples farther than this from all examples are off the data.

    Raises:
        ValueError: If the shape is wrong, there are too few examples, or a
            number is not finite.

    Example:

    >>> support = keras_creative.proposals.Support([[0.0], [1.0], [2.0]], k=1)
    >>> support.contains([[0.5], [3.5]])
    array([ True, False])
    """

    def __init__(self, examples: ArrayLike, k: int = 10) -> None:
        [self.examples] = check_features(k + 1, examples=examples)
        squares = neighbor_squares(self.examples, 1, k)
        self.own_distances, self.radii = np.sqrt(squares)
        self.margin = float(np.quantile(self.radii, 0.99))

    def contains(self, samples: ArrayLike) -> np.ndarray:
        """Whether samples lie in the ball of an example.

        Args:
            samples: Array `(n, features)`.

        Returns:
            Boolean array `(n,)`.
        """
        samples = np.asarray(samples, "float64")
        inside = np.zeros(len(samples), bool)
        for part, squares in square_blocks(samples, self.examples):
            inside[part] = (squares <= self.radii**2).any(axis=1)
        return inside

    def distances(self, samples: ArrayLike) -> np.ndarray:
        """Distance of each sample to the nearest example.

        Args:
            samples: Array `(n, features)`.

        Returns:
            float64 array `(n,)`.
        """
        samples = np.asarray(samples, "float64")
        distances = np.empty(len(samples))
        for part, squares in square_blocks(samples, self.examples):
            distances[part] = np.sqrt(squares.min(axis=1))
        return distances

    def excludes(self, samples: ArrayLike) -> np.ndarray:
        """Whether samples lie clearly off the data: farther than balls reach.

        Args:
            samples: Array `(n, features)`.

        Returns:
            Boolean array `(n,)`; samples near the border are neither
            contained nor excluded.
        """
        return self.distances(samples) > self.margin
