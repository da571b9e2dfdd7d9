import numpy as np
import pytest

from keras_creative import metrics

# Two modes: one of two components, one of a single component.
COMPONENTS = [[0.0, 0.0], [1.0, 0.0], [9.0, 0.0]]
LABELS = [0, 0, 4]
POINTS = [[0.0, 0.29], [1.0, 0.29], [0.5, 0.0], [9.0, 0.0]]


def test_hit_rate_by_hand():
    points = [[1.0, 0.0], [1.0, 0.29], [1.0, 0.31], [5.0, 5.0]]
    assert metrics.hit_rate(points, [1.0, 0.0], std=0.1) == 0.5


def test_chance_rates_of_the_ring():
    assert metrics.circle_chance(std=5.0, radius=1.0) == 1
    assert round(metrics.box_chance(0.05 / 1.414, 2.0), 4) == 0.0022
    assert round(metrics.circle_chance(0.05 / 1.414, 2 / 1.414), 4) == 0.0239


def test_chance_rates_by_simulation():
    """n=400000, seed 0, within 0.001."""
    rng = np.random.default_rng(0)
    box = rng.uniform(-2, 2, (400_000, 2))
    angle = rng.uniform(0, 2 * np.pi, 400_000)
    circle = np.stack([np.cos(angle), np.sin(angle)], 1)
    assert (
        abs(metrics.hit_rate(box, [1, 0], 0.1) - metrics.box_chance(0.1, 2))
        < 1e-3
    )
    assert (
        abs(
            metrics.hit_rate(circle, [0, 1], 0.1)
            - metrics.circle_chance(0.1, 1)
        )
        < 1e-3
    )


def test_hit_rates_by_hand():
    rates = metrics.hit_rates(POINTS, [4, 0], COMPONENTS, 0.1, LABELS)
    assert rates == {"4": 0.25, "0": 0.5}


def test_a_code_owns_the_mode_that_most_of_its_points_hit():
    found = metrics.code_measures(POINTS, COMPONENTS, 0.1, LABELS)
    assert found == {"owns": 0, "hit_rate": 0.5}
    found = metrics.code_measures(POINTS[3:], COMPONENTS, 0.1, LABELS)
    assert found == {"owns": 4, "hit_rate": 1.0}


def test_measures_of_a_class_by_hand():
    """Their mean is (2, 0), 2 deviations from the mode; their std is 1."""
    points = [[2.0, 2.0**0.5], [2.0, -(2.0**0.5)]]
    found = metrics.class_measures(points, [[0.0, 0.0]], 1.0, [0.0, 0.0], 1.0)
    assert found["offset"] == pytest.approx(2)
    assert found["std_ratio"] == pytest.approx(1)
    assert found["hit_rate"] == 1
