"""Scores by distances from the shown examples, for points and images."""

import functools

import numpy as np

from keras_creative import metrics
from keras_creative.metrics.copies import distance_ratio

_QUERIES = 2000


class DistanceScorer:
    """Novelty and uniqueness of samples beside the examples of a suite.

    The distances between real examples are computed once for all runs.

    Attributes:
        training: Array of the shown examples.
    """

    training: np.ndarray

    def novelty(self, samples: np.ndarray) -> float:
        """`metrics.training_distance_ratio()`; NaN without samples.

        Args:
            samples: Array `(n, ...)`.
        """
        if not len(samples):
            return float("nan")
        distances = metrics.nearest_distances(samples, self.training)
        return distance_ratio(np.median(distances), self.own_distance)

    def uniqueness(self, samples: np.ndarray) -> float:
        """`metrics.uniqueness()` beside as many real examples.

        Args:
            samples: Array `(n, ...)`.

        Returns:
            Fraction; NaN without samples.
        """
        if not len(samples):
            return float("nan")
        count = len(samples)
        if count not in self._near_copies:
            reference = self.copy_reference[:count]
            self._near_copies[count] = metrics.near_copy_distance(reference)
        return metrics.uniqueness(samples, self._near_copies[count])

    @property
    def copy_reference(self) -> np.ndarray:
        """Real examples whose distances tell what a near copy is."""
        return self.training

    @functools.cached_property
    def own_distance(self) -> float:
        """Median distance of shown examples to the nearest other one."""
        found = metrics.neighbour_distances(self.training, _QUERIES)
        return np.median(found)

    @functools.cached_property
    def _near_copies(self):
        """Distances of near copies by the number of samples."""
        return {}
