"""Proposals in the emptiest place of a closed curve."""

import numpy as np
import pytest

from keras_creative.metrics import hit_rate
from keras_creative.proposals import GapProposer
from keras_creative.proposals.closed_curve import ClosedCurve


def test_an_ellipse_is_found():
    """Points of a part of it, with an error of 0.01."""
    rng = np.random.default_rng(0)
    angles = rng.uniform(0, 5, 500)
    points = np.stack([2 * np.cos(angles), np.sin(angles)], 1) + [3, -1]
    curve = ClosedCurve(points + 0.01 * rng.normal(size=points.shape))
    assert curve.error == pytest.approx(0.01, rel=0.2)
    all_codes = np.linspace(0, 6, 50)
    away = curve(all_codes) - [3, -1]
    np.testing.assert_allclose((away / [2, 1]) ** 2 @ [1, 1], 1, atol=0.03)
    np.testing.assert_allclose(
        curve.codes(curve(all_codes)) % (2 * np.pi), all_codes, atol=0.004
    )
    change = curve(all_codes + 1e-5) - curve(all_codes - 1e-5)
    normals = curve.normals(all_codes)
    np.testing.assert_allclose((change * normals).sum(1), 0, atol=1e-9)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1)


@pytest.mark.parametrize(("modes", "hidden"), [(8, 0), (8, 5), (7, 2), (12, 9)])
def test_the_gap_of_a_ring_is_filled(ring, modes, hidden):
    """n = 500: at least 0.95 within 3 std, with the spread of the data."""
    data, missing = ring(modes, missing=[hidden])
    proposer = GapProposer(data, data.sample(1000, seed=0))
    proposals = proposer.propose(500, seed=1)
    assert hit_rate(proposals.samples, missing, data.std) > 0.95
    std = (proposals.samples - missing).std(axis=0)
    np.testing.assert_allclose(std, data.std, rtol=0.25)
    assert proposals.reasons[0].startswith("gap of ")


def test_nothing_is_proposed(ring):
    """A complete ring, and points that are no curve."""
    data, _ = ring(6)
    proposer = GapProposer(data, data.sample(500, seed=0))
    assert len(proposer.propose(5).samples) == 0
    assert "No gap" in proposer.nothing
    data.centers = np.random.default_rng(0).normal(size=(9, 2))
    proposer = GapProposer(data, data.sample(500, seed=0))
    assert len(proposer.propose(5).samples) == 0
    assert "closed curve" in proposer.nothing
    with pytest.raises(ValueError, match="points of the plane"):
        GapProposer(data, np.random.default_rng(0).normal(size=(20, 3)))
