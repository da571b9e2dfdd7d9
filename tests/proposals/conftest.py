"""Points in clusters, of which some may be missing."""

import numpy as np
import pytest


class DataSampler:
    """A perfect model: it draws from clusters."""

    def __init__(self, centers, std):
        self.centers, self.std = np.asarray(centers), std

    def sample(self, n, seed=None):
        rng = np.random.default_rng(seed)
        chosen = self.centers[rng.integers(len(self.centers), size=n)]
        return chosen + self.std * rng.normal(size=chosen.shape)


@pytest.fixture
def ring():
    """Function of a number of modes, the missing ones, and an offset."""

    def make(modes, missing=(), offset=0.3, std=0.03):
        turns = 2 * np.pi * np.arange(modes) / modes + offset
        centers = 1.5 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
        shown = np.delete(centers, list(missing), axis=0)
        return DataSampler(shown, std), centers[list(missing)]

    return make
