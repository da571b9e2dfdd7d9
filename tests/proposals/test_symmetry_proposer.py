"""Proposals by symmetries."""

import numpy as np
import pytest

from keras_creative.metrics import hit_rate
from keras_creative.proposals import SymmetryProposer


@pytest.mark.slow
@pytest.mark.parametrize("modes", [7, 8])
def test_the_gap_of_a_ring_is_proposed(ring, modes):
    """n = 400: at least 0.95 within 3 std of the missing mode."""
    data, missing = ring(modes, missing=[3])
    proposer = SymmetryProposer(data, data.sample(1500, seed=1), starts=60)
    proposals = proposer.propose(400, seed=2)
    assert len(proposals.samples) == len(proposals.reasons) == 400
    assert hit_rate(proposals.samples, missing, data.std) > 0.95
    assert (proposals.novelty > 5).all()
    assert all("of order" in reason for reason in proposals.reasons)
    again = proposer.propose(400, seed=2)
    np.testing.assert_array_equal(again.samples, proposals.samples)


def test_nothing_is_missing(ring):
    data, _ = ring(6)
    proposer = SymmetryProposer(data, data.sample(800, seed=0), starts=30)
    assert proposer.symmetries
    proposals = proposer.propose(10)
    assert proposals.samples.shape == (0, 2) and not proposals.reasons
    assert "off the data" in proposer.nothing


def test_no_symmetry(ring):
    data, _ = ring(6)
    data.centers = np.random.default_rng(3).normal(size=(7, 2))
    proposer = SymmetryProposer(data, data.sample(800, seed=0), starts=30)
    assert len(proposer.propose(10).samples) == 0
    assert "no symmetry" in proposer.nothing
