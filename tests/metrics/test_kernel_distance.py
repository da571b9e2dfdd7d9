import numpy as np
import pytest

from keras_creative.metrics import kernel_distance


def test_a_value_by_hand():
    """Kernels of 0, 1: 1, 1, 8; of 2, 3: 125, 343, 1000; across 1, 1, 27, 64.

    Without pairs of one example: 1 + 343 - 2 (1 + 1 + 27 + 64) / 4.
    """
    found = kernel_distance([[0.0], [1.0]], [[2.0], [3.0]])
    np.testing.assert_allclose(found["kernel_distance"], 297.5)
    assert found["kernel_distance_std"] == 0


def test_it_is_the_double_sum():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(12, 3)), rng.normal(0.5, size=(12, 3))

    def kernel(a, b):
        return (a @ b / 3 + 1) ** 3

    def mean(a, b):
        same = a is b
        pairs = [
            kernel(a[i], b[j])
            for i in range(12)
            for j in range(12)
            if not (same and i == j)
        ]
        return np.mean(pairs)

    expected = mean(x, x) + mean(y, y) - 2 * mean(x, y)
    found = kernel_distance(x, y)["kernel_distance"]
    np.testing.assert_allclose(found, expected)


@pytest.mark.slow
def test_it_has_no_bias():
    """Unlike the Frechet distance: the mean of many small sets is near 0."""
    rng = np.random.default_rng(0)
    values = [
        kernel_distance(*rng.normal(size=(2, 20, 4)))["kernel_distance"]
        for _ in range(300)
    ]
    error = np.std(values) / np.sqrt(len(values))
    assert abs(np.mean(values)) < 3 * error
    assert 0.3 < np.mean(np.array(values) < 0) < 0.8


def test_subsets_are_fixed_by_the_seed():
    x, y = np.random.default_rng(0).normal(size=(2, 60, 3))
    options = {"subsets": 5, "subset_size": 20}
    first = kernel_distance(x, y, **options)
    assert first == kernel_distance(x, y, **options)
    assert first != kernel_distance(x, y, **options, seed=1)
    assert first["kernel_distance_std"] > 0


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_numbers_that_are_not_finite_are_named(value):
    features = np.zeros((4, 2))
    features[1, 0] = value
    with pytest.raises(ValueError, match="`features` must be finite.*1 of 8"):
        kernel_distance(np.zeros((4, 2)), features)
    with pytest.raises(ValueError, match="`real_features` must be finite"):
        kernel_distance(features, np.zeros((4, 2)))


def test_bad_arguments():
    with pytest.raises(ValueError, match="n at least 2.*=.1, 2"):
        kernel_distance(np.zeros((1, 2)), np.zeros((4, 2)))
    with pytest.raises(ValueError, match="`subset_size` .*subset_size=1"):
        kernel_distance(np.zeros((4, 2)), np.zeros((4, 2)), subset_size=1)
