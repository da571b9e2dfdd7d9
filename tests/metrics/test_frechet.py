import numpy as np
import pytest
from scipy.linalg import sqrtm

from keras_creative.metrics import frechet_distance


def features(n=200, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, 4)) @ rng.normal(size=(4, 4)) + rng.normal(
        size=4
    )


def test_equal_sets_have_no_distance():
    assert frechet_distance(features(), features()) < 1e-8


def test_a_shift_costs_its_squared_length():
    shift = np.array([1.0, 0.0, 2.0, 0.0])
    np.testing.assert_allclose(
        frechet_distance(features(), features() + shift), 5.0, rtol=1e-6
    )


def test_a_scale_by_hand():
    """Deviation s to 3 s: (3 s - s)^2, summed over the features."""
    x = features() - features().mean(0)
    expected = 4 * np.trace(np.cov(x, rowvar=False))
    np.testing.assert_allclose(frechet_distance(x, 3 * x), expected, rtol=1e-6)


def test_it_is_the_formula_with_a_matrix_root():
    a, b = features(seed=1), features(seed=2)
    c, d = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    expected = np.sum((a.mean(0) - b.mean(0)) ** 2) + np.trace(
        c + d - 2 * sqrtm(c @ d).real
    )
    np.testing.assert_allclose(frechet_distance(a, b), expected, rtol=1e-6)
    np.testing.assert_allclose(frechet_distance(b, a), expected, rtol=1e-6)


def test_fewer_samples_than_features():
    assert np.isfinite(frechet_distance(features(3), features(3, seed=1)))


@pytest.mark.parametrize("shape", [(4,), (1, 4), (5, 3)])
def test_bad_shapes(shape):
    with pytest.raises(ValueError, match="Received: generated_features.shape"):
        frechet_distance(features(), np.zeros(shape))
