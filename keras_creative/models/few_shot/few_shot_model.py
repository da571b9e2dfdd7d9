"""Base class of models that generate from a few examples."""

import abc

import numpy as np

from keras_creative.models.core.players import PlayersModel
from keras_creative.models.core.sampling import Sampling
from keras_creative.typing import ArrayLike


class FewShotModel(Sampling, PlayersModel):
    """Base class of models that generate more of what a few shots show.

    Data are batches of tasks, see
    `keras_creative.datasets.TaskSet.episodes()`.
    """

    @abc.abstractmethod
    def sample_like(
        self, shots: ArrayLike, n: int, *, seed: int | None = None
    ) -> np.ndarray:
        """Samples of what some shots show.

        Args:
            shots: Array `(shots, *sample_shape)`, in the range of the samples.
            n: Number of samples.
            seed: Integer that determines them.

        Returns:
            NumPy array `(n, *sample_shape)`.
        """
