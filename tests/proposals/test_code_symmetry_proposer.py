"""Proposals by symmetries of codes."""

import numpy as np
import pytest
from autoencoders import Plane

from keras_creative.metrics import hit_rate
from keras_creative.proposals import CodeSymmetryProposer


@pytest.mark.slow
def test_the_gap_of_a_ring_of_codes_is_proposed(ring):
    """n = 300: at least 0.95 within 3 std of the missing mode."""
    codes, missing = ring(8, missing=[3])
    model = Plane(codes)
    proposer = CodeSymmetryProposer(
        model, model.sample(1000, seed=1), motion="rigid"
    )
    proposals = proposer.propose(300, seed=2)
    assert proposals.samples.shape == (300, 5)
    made = model.encode(proposals.samples)
    assert hit_rate(made, missing, codes.std) > 0.95
    assert len(proposals.reasons) == 300 and "of order" in proposals.reasons[0]


def test_no_symmetry(ring):
    codes, _ = ring(6)
    codes.centers = np.random.default_rng(3).normal(size=(7, 2))
    model = Plane(codes)
    proposer = CodeSymmetryProposer(model, model.sample(500, seed=1))
    assert proposer.propose(10).samples.shape == (0, 5)
    assert "codes have no symmetry" in proposer.nothing


def test_a_model_that_takes_labels_is_refused(ring):
    model = Plane(ring(6)[0])
    model.num_classes = 3
    with pytest.raises(ValueError, match="takes no labels.*Received: model="):
        CodeSymmetryProposer(model, model.sample(100))
