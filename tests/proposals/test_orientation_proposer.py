"""Proposals in orientations that the data do not have."""

import numpy as np
import pytest

from keras_creative.proposals import OrientationProposer


class Corner:
    """Images of a bright square in the corner at the top left."""

    def __init__(self, width=32):
        self.width = width

    def sample(self, n, seed=None):
        rng = np.random.default_rng(seed)
        images = np.full((n, 32, self.width, 1), -0.9)
        images[:, 8:13, 8:13] = 0.9
        return (images + 0.02 * rng.normal(size=images.shape)).astype("float32")


@pytest.mark.slow
def test_other_orientations_are_proposed():
    """Squares in the three other corners; the diagonal changes nothing."""
    corner = Corner()
    proposer = OrientationProposer(corner, corner.sample(200, seed=0))
    assert len(proposer.orientations) == 6
    assert "reflected in the diagonal" not in proposer.orientations
    proposals = proposer.propose(40, seed=1)
    assert proposals.samples.shape == (40, 32, 32, 1)
    first, last = slice(9, 12), slice(-12, -9)
    counts = [
        (proposals.samples[:, rows, columns].mean((1, 2, 3)) > 0.8).sum()
        for rows, columns in ((first, last), (last, first), (last, last))
    ]
    assert sum(counts) == 40 and min(counts) > 3
    assert any("turned upside down" in why for why in proposals.reasons)


@pytest.mark.slow
def test_images_that_are_no_squares_are_not_turned_by_90_degrees():
    corner = Corner(width=40)
    proposer = OrientationProposer(corner, corner.sample(200, seed=0))
    assert sorted(proposer.orientations) == [
        "reflected left to right",
        "reflected top to bottom",
        "turned upside down",
    ]


@pytest.mark.slow
def test_nothing_is_proposed_of_images_that_look_different_when_turned():
    """Wide stripes, which are equal when they are reflected."""

    class Stripes:
        def sample(self, n, seed=None):
            rng = np.random.default_rng(seed)
            ramp = np.linspace(-1, 1, 24)[:, None, None] ** 3
            images = ramp + np.zeros((n, 1, 24, 1))
            return images + 0.01 * rng.normal(size=images.shape)

    stripes = Stripes()
    proposer = OrientationProposer(stripes, stripes.sample(100, seed=0))
    assert not proposer.orientations
    assert len(proposer.propose(5).samples) == 0
