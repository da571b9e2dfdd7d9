import numpy as np
import pytest

from keras_creative import datasets, metrics

CENTERS = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])


def test_hand_made_points():
    points = [
        [0.0, 2.99],  # mode 0
        [0.0, 3.01],  # too far
        [10.0, 1.0],  # mode 1
        [10.0, -1.0],  # mode 1
        [np.nan, 0.0],  # nowhere
    ]
    measures = metrics.mode_measures(points, CENTERS, std=1.0)
    assert measures["n"] == 5
    assert measures["modes_shown"] == 3
    assert measures["modes_captured"] == 2
    assert measures["high_quality_3std"] == 3 / 5
    expected = 1 / 3 * np.log(1) + 2 / 3 * np.log(2)
    np.testing.assert_allclose(measures["reverse_kl"], expected)
    np.testing.assert_allclose(
        measures["std_ratio"], [np.nan, np.sqrt(0.5), np.nan]
    )


def test_spread_of_a_mode_of_several_components_is_that_of_the_mode():
    """Two points on components 4 apart: variance 4 in one of two axes."""
    measures = metrics.mode_measures(
        [[0.0, 0.0], [4.0, 0.0]],
        [[0.0, 0.0], [4.0, 0.0], [99.0, 0.0]],
        std=1.0,
        labels=[0, 0, 1],
    )
    np.testing.assert_allclose(
        measures["std_ratio"], [np.sqrt(2 / (2 + 1)), np.nan]
    )


def test_spread_by_hand_of_modes_of_different_sizes():
    """Half of the points on two components of a mode, half on the other."""
    measures = metrics.mode_measures(
        [[0.0, 0.0], [4.0, 0.0], [10.0, 0.0], [10.0, 0.0]],
        [[0.0, 0.0], [4.0, 0.0], [10.0, 0.0]],
        std=1e-3,
        labels=[0, 0, 1],
        shares=[0.5, 0.5],
    )
    assert measures["spread_ratio"] == pytest.approx(1, abs=1e-6)


def test_labels_join_components_and_shares_are_the_truth():
    points = np.concatenate([CENTERS] * 4)
    measures = metrics.mode_measures(
        points, CENTERS, 1.0, labels=[4, 4, 7], shares=[2 / 3, 1 / 3]
    )
    assert measures["modes_captured"] == measures["modes_shown"] == 2
    np.testing.assert_allclose(measures["reverse_kl"], 0.0, atol=1e-12)


def test_points_on_a_border():
    """3 deviations away is too far; in the middle the first mode counts."""
    measures = metrics.mode_measures(
        [[-3.0, 0.0], [2.0, 0.0]], [[0.0, 0.0], [4.0, 0.0]], std=1.0
    )
    assert measures["high_quality_3std"] == 1 / 2
    assert metrics.hit_rate([[3.0, 0.0]], [0.0, 0.0], 1.0) == 0
    measures = metrics.mode_measures(
        [[2.0, 0.0]] * 2, [[0.0, 0.0], [4.0, 0.0]], std=1.0
    )
    np.testing.assert_array_equal(measures["std_ratio"], [0, np.nan])


def test_one_component_and_points_that_are_nowhere():
    measures = metrics.mode_measures(
        [[np.nan, 0.0], [0.0, 0.0]], CENTERS[:1], 1.0
    )
    assert measures["modes_captured"] == measures["modes_shown"] == 1
    assert measures["high_quality_3std"] == 1 / 2


def test_no_good_point_has_no_histogram():
    measures = metrics.mode_measures([[99.0, 99.0]], CENTERS, 1.0)
    assert measures["modes_captured"] == 0
    assert np.isnan(measures["reverse_kl"])


def test_perfect_sampler():
    """n=50000, seed 0: the values that papers.md computes, within 0.003."""
    ring = datasets.load_toy("8Gaussians", holdout=[1])
    points, _ = ring.sample(50_000)
    kept = [k for k in range(8) if k != 1]
    measures = metrics.mode_measures(points, ring.centers[kept], ring.std)
    assert measures["modes_captured"] == 7
    assert abs(measures["high_quality_3std"] - 0.9889) < 0.003
    assert measures["reverse_kl"] < 0.001
    np.testing.assert_allclose(measures["std_ratio"], 0.974, atol=0.02)


@pytest.mark.parametrize("shape", [(0, 2), (3,), (3, 3)])
def test_bad_points(shape):
    with pytest.raises(ValueError, match="Received: points.shape="):
        metrics.mode_measures(np.zeros(shape), CENTERS, 1.0)
