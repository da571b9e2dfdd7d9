"""Symmetries of data of which a part is missing."""

import numpy as np
import pytest

from keras_creative.proposals import Symmetry, find_symmetries


def test_turns_of_a_ring_with_a_gap(ring):
    """7 modes, one missing: turns of order 7 carry 5 of 6 modes."""
    data, _ = ring(7, missing=[2])
    found = find_symmetries(data.sample(1000, seed=0), starts=60)
    turns = [s for s in found if np.linalg.det(s.matrix) > 0]
    assert turns and all(s.order == 7 for s in turns)
    assert all(abs(s.share - 5 / 6) < 0.05 for s in turns)


def test_no_symmetry():
    """Seven random clusters, and points that are all the same."""
    rng = np.random.default_rng(3)
    points = np.repeat(rng.normal(size=(7, 2)), 60, 0)
    noise = 0.02 * rng.normal(size=points.shape)
    assert find_symmetries(points + noise, starts=50) == []
    assert find_symmetries(np.ones((50, 2))) == []


def test_in_words():
    shift = Symmetry(np.eye(2), np.array([1.0, -0.5]), 0.8, None)
    assert str(shift) == "shift by (1.00, -0.50)"
    quarter = Symmetry(np.array([[0.0, 1], [-1, 0]]), np.zeros(2), 1.0, 4)
    assert str(quarter) == "rotation by 90 degrees of order 4"
    assert str(quarter.inverse()) == "rotation by -90 degrees of order 4"
    mirror = Symmetry(np.diag([1.0, 1, -1]), np.zeros(3), 1.0, 2)
    assert str(mirror) == "reflection of order 2"


def test_inverse():
    rng = np.random.default_rng(0)
    motion = Symmetry(rng.normal(size=(3, 3)), rng.normal(size=3), 1.0, None)
    points = rng.normal(size=(5, 3))
    np.testing.assert_allclose(motion.inverse()(motion(points)), points)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"starts": 0}, "starts"),
        ({"motion": "rigd"}, "rigid"),
        ({"examples": np.ones((5, 2))}, "n at least 20"),
    ],
)
def test_wrong_arguments(options, words):
    options = {"examples": np.ones((50, 2)), **options}
    with pytest.raises(ValueError, match=words):
        find_symmetries(**options)
