import numpy as np
import pytest

from keras_creative import datasets, metrics

GOOD = {"modes_captured": 7, "modes_shown": 7, "high_quality_3std": 0.96}
PICTURES = {
    "pairwise_distance_ratio": 0.9,
    "clusters_ratio": 0.95,
    "uniqueness": 0.98,
    "training_distance_ratio": 1.1,
    "d_accuracy": 0.7,
}


@pytest.mark.parametrize(
    "measures, state",
    [
        ({**GOOD, "high_quality_3std": 0.9}, "healthy"),
        ({**GOOD, "modes_shown": 14}, "collapsed"),
        (
            {"modes_captured": 7, "modes_shown": 14, "high_quality_3std": 0.6},
            "still learning",
        ),
        ({**PICTURES, "d_accuracy": 0.99}, "one side has won"),
        ({**PICTURES, "training_distance_ratio": 0.3}, "healthy"),
        ({**PICTURES, "training_distance_ratio": 1.5}, "healthy"),
        ({"shot_distance_ratio": 0.3}, "healthy"),
        ({"shot_distance_ratio": 0.29}, "copying"),
        ({"shot_distance_ratio": 1.51}, "still learning"),
        ({**PICTURES, "clusters_ratio": 0.5}, "healthy"),
        ({**PICTURES, "uniqueness": 0.5}, "healthy"),
        ({**PICTURES, "pairwise_distance_ratio": 0.1}, "healthy"),
        ({**PICTURES, "class_certainty": 0.45}, "healthy"),
        ({**PICTURES, "epochs_made": 14, "epochs": 14}, "healthy"),
        ({**PICTURES, "epochs": 14}, "healthy"),
    ],
)
def test_states_at_their_thresholds(measures, state):
    assert metrics.verdict(measures).state == state


def test_verdict_of_a_healthy_model_has_all_numbers():
    reason = metrics.verdict({**GOOD, **PICTURES}).reason
    for number in (
        "7 of 7 modes, high-quality share 0.960 (healthy from 0.9 on)",
        "0.95 of the data's clusters (collapsed below 0.5)",
        "discriminator accuracy 0.700 (won from 0.99 on)",
        "relative distance to training examples 1.10 (copying below 0.3, far "
        "from the data above 1.5)",
    ):
        assert number in reason


@pytest.mark.parametrize(
    "measures, state, number, threshold",
    [
        (GOOD, "healthy", "7 of 7 modes, high-quality share 0.960", "0.9"),
        ({**GOOD, "spread_ratio": 0.02}, "collapsed", "0.020", "0.1"),
        ({**GOOD, "spread_ratio": None}, "broken", "not finite", ""),
        ({**GOOD, "modes_captured": 3}, "collapsed", "3 of 7", "0.5"),
        ({**GOOD, "modes_captured": 6}, "collapsed", "6 of 7", "missing"),
        ({**GOOD, "high_quality_3std": 0.078}, "still learning", "0.078", ".9"),
        (
            {**GOOD, "modes_captured": 2, "high_quality_3std": 0.04},
            "still learning",
            "0.040",
            "0.9",
        ),
        ({"modes": GOOD}, "healthy", "7 of 7 modes", "0.9"),
        (PICTURES, "healthy", "0.95 of the data's clusters", "0.5"),
        ({**PICTURES, "d_accuracy": 1.0}, "one side has won", "1.000", "0.99"),
        ({**PICTURES, "clusters_ratio": 0.3}, "collapsed", "0.30", "0.5"),
        ({**PICTURES, "uniqueness": 0.1}, "collapsed", "0.10", "0.5"),
        (
            {**PICTURES, "pairwise_distance_ratio": 0.05, "d_accuracy": 1.0},
            "collapsed",
            "0.050",
            "0.1",
        ),
        (
            {**PICTURES, "training_distance_ratio": 0.05},
            "copying",
            "0.05",
            "0.3",
        ),
        (
            {**PICTURES, "training_distance_ratio": 3.5},
            "still learning",
            "3.50",
            "1.5",
        ),
        (
            {
                **PICTURES,
                "class_certainty": 0.45,
                "class_certainty_real": 0.92,
            },
            "still learning",
            "0.45",
            "0.7",
        ),
        (
            {**PICTURES, "epochs_made": 8, "epochs": 14},
            "still learning",
            "8 of 14",
            "",
        ),
        (
            {"epochs_made": 8, "epochs": 14},
            "still learning",
            "epoch 8 of 14; so far nothing measured",
            "",
        ),
        ({"epochs_made": 0, "epochs": 0}, "not measured", "", ""),
        ({"mine": 1.0}, "not measured", "", ""),
        ({"modes_captured": 7, "modes": "seven"}, "not measured", "", ""),
        ({"uniqueness": "high"}, "not measured", "", ""),
    ],
)
def test_each_state_has_its_number_and_threshold(
    measures, state, number, threshold
):
    found = metrics.verdict(measures)
    assert found.state == state
    assert number in found.reason and threshold in found.reason
    assert str(found).startswith(f"{state}: {found.reason}")
    ends_well = state in ("healthy", "not measured")
    assert bool(found.advice) != ends_well


def test_points_in_one_spot_are_a_collapse_wherever_it_is():
    """On the ring: at its center, and on one of its modes."""
    ring = datasets.load_toy("8Gaussians", holdout=[1])
    shown = np.isin(ring.labels, ring.shown)
    for place in ([0.0, 0.0], ring.components[0]):
        points = np.full((100, 2), place) + 1e-3 * np.eye(2)[[0, 1] * 50]
        measures = metrics.mode_measures(
            points, ring.components[shown], ring.std
        )
        found = metrics.verdict(measures)
        assert found.state == "collapsed" and "almost equal" in found.reason
        assert "lambda_g" in found.advice


@pytest.mark.parametrize("name", datasets.TOY_DATASETS)
def test_real_points_are_healthy(name):
    """n=2500, seed 0."""
    data = datasets.load_toy(name)
    points, _ = data.sample(2500)
    measures = metrics.mode_measures(
        points, data.components, data.std, data.labels, data.shares
    )
    assert metrics.verdict(measures).state == "healthy"
    np.testing.assert_allclose(measures["spread_ratio"], 1, atol=0.03)
