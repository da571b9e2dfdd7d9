import numpy as np
import pytest

from keras_creative.metrics import (
    augmentation_gain,
    recognition_rate,
    shot_cluster_diversity,
    shot_distance_ratio,
)


def test_copies_have_a_ratio_of_zero_and_real_examples_of_one():
    """n = 2,000 of one Gaussian, 4 shots: 1 within 0.1."""
    rng = np.random.default_rng(0)
    shots, real, made = (rng.normal(size=(n, 3)) for n in (4, 2000, 2000))
    assert shot_distance_ratio(np.repeat(shots, 5, 0), shots, real) == 0
    assert shot_distance_ratio(made, shots, real) == pytest.approx(1, abs=0.1)
    assert shot_distance_ratio(made + 9, shots, real) > 3


def test_diversity_is_that_of_pairs_of_one_shot():
    """Pairs of the first shot are 3, 4 and 5 apart; the third has one."""
    shots = [[0.0, 0.0], [100.0, 0.0], [0.0, 100.0]]
    samples = [[0, 0], [3, 0], [0, 4], [100, 0], [100, 2], [0, 99]]
    found = shot_cluster_diversity(samples, shots)
    assert found == pytest.approx((4 + 2) / 2)
    assert np.isnan(shot_cluster_diversity(samples[-1:], shots))


def test_samples_are_named_by_the_nearest_mean():
    real = [[0.0], [2.0], [9.0], [11.0]]
    concepts = [5, 5, 7, 7]
    samples, wanted = [[1.0], [5.0], [6.0], [9.5]], [5, 5, 5, 7]
    assert recognition_rate(samples, wanted, real, concepts) == 0.75


def test_concepts_without_real_examples():
    with pytest.raises(ValueError, match="no real example of concept 3"):
        recognition_rate([[0.0]], [3], [[0.0]], [1])
    with pytest.raises(ValueError, match="2 for 1 samples"):
        recognition_rate([[0.0]], [1, 1], [[0.0]], [1])


def test_augmentation_gain_by_hand():
    """2.2 is nearer to 4 than to 0, but nearest to the sample at 1.5."""
    shots, real = ([[0.0], [4.0]], [0, 1]), ([[2.2], [5.0]], [0, 1])
    gain = augmentation_gain
    assert gain(*shots, [[1.5]], [0], *real) == 0.5
    assert gain(*shots, [[0.0], [4.0]], [0, 1], *real) == 0
    assert gain(*shots, [[5.1]], [0], *real) == -0.5
    with pytest.raises(ValueError, match="`samples`.*1 rows, 2 concepts"):
        gain(*shots, [[1.5]], [0, 1], *real)
