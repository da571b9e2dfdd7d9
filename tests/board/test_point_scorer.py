import numpy as np
import pytest

from keras_creative import datasets
from keras_creative.board.point_scorer import PointScorer

RING = datasets.load_toy("8Gaussians")


@pytest.fixture(scope="module")
def scorer():
    return PointScorer(RING, (3,))


def test_points_at_two_shown_modes(scorer):
    scores = scorer.score(RING.components[[0, 1, 0, 1]])
    assert scores["quality"] == 1 and scores["coverage"] == 2 / 7
    assert (scores["hits"], scores["asked"]) == (0, 4)
    assert scores["uniqueness"] == 0.5


def test_hidden_mode_counts_as_quality_and_recovery(scorer):
    points = np.stack([RING.components[3], [0, 0], [np.nan, 0]])
    scores = scorer.score(points)
    assert scores["quality"] == pytest.approx(1 / 3)
    assert (scores["hits"], scores["asked"], scores["coverage"]) == (1, 3, 0)


def test_recovery_is_counted_in_requested_points(scorer):
    scores = scorer.score(RING.components[:2], RING.components[3:5])
    assert (scores["hits"], scores["asked"]) == (1, 2)


def test_nothing_is_proposed(scorer):
    scores = scorer.score(RING.components[:2], RING.components[:0])
    assert scores["hits"] == 0 and np.isnan(scores["uniqueness"])


def test_uniqueness_is_that_of_requested_points(scorer):
    equal = np.repeat(RING.components[3:4], 10, axis=0)
    assert scorer.score(RING.components, equal)["uniqueness"] == 0.1


def test_references_are_the_bounds(scorer):
    real = scorer.score(*scorer.reference("real-data", 1000, 0))
    copy = scorer.score(*scorer.reference("training-copy", 1000, 0))
    assert real["hits"] > 980 and copy["hits"] == 0
    assert 0.8 < real["novelty"] < 1.4 and copy["novelty"] == 0
    assert real["quality"] > 0.98 and real["coverage"] == 1
    assert real["chance"] == pytest.approx(0.0239, abs=1e-4)


def test_chance_on_a_grid_is_of_all_hidden_cells():
    grid = datasets.load_toy("25Gaussians")
    one, three = PointScorer(grid, (0,)), PointScorer(grid, (0, 6, 12))
    assert three.chance == pytest.approx(3 * one.chance)
    assert one.chance == pytest.approx(
        np.pi * (3 * grid.std) ** 2 / (2 * grid.half_width) ** 2
    )
