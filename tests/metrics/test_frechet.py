import warnings

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


def test_fewer_samples_than_features_give_the_same():
    """By the smaller matrix: compared with the covariances' roots."""
    a, b = np.random.default_rng(0).normal(size=(2, 5, 7))
    b = b[:4] + 1
    c, d = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    values = np.linalg.eigvals(c @ d).real
    expected = np.sum((a.mean(0) - b.mean(0)) ** 2) + np.trace(c + d)
    expected -= 2 * np.sqrt(values[values > 1e-9]).sum()
    with pytest.warns(UserWarning, match="7 features"):
        np.testing.assert_allclose(frechet_distance(a, b), expected, rtol=1e-6)


def test_two_samples_are_enough():
    """Means 1 and 3, deviations sqrt(2) and 2 sqrt(2)."""
    value = frechet_distance([[0.0], [2.0]], [[1.0], [5.0]])
    np.testing.assert_allclose(value, 4 + 2)


def test_fewer_samples_than_twice_the_features():
    for few, more in ((3, 9), (9, 7), (4, 4)):
        with pytest.warns(
            UserWarning, match="4 features is .* least 8"
        ) as told:
            value = frechet_distance(features(few), features(more, seed=1))
        assert np.isfinite(value) and len(told) == 1
        assert told[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frechet_distance(features(8), features(8, seed=1))


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_numbers_that_are_not_finite_are_named(value):
    for name in ("real_features", "generated_features"):
        arguments = {
            "real_features": features(),
            "generated_features": features(),
        }
        arguments[name][3, 2] = value
        with pytest.raises(ValueError, match=f"`{name}`.*1 of 800"):
            frechet_distance(**arguments)


@pytest.mark.parametrize("shape", [(4,), (1, 4), (5, 3)])
def test_bad_shapes(shape):
    with pytest.raises(ValueError, match="Received: generated_features.shape"):
        frechet_distance(features(), np.zeros(shape))
