"""The total correlation of codes, by hand and against a Gaussian's."""

import numpy as np
import pytest

from keras_creative.losses import total_correlation


def test_equal_gaussians_are_independent():
    latent = np.random.default_rng(0).normal(size=(6, 3))
    found = total_correlation(latent, np.zeros((6, 3)), np.zeros((6, 3)))
    np.testing.assert_allclose(found, 0, atol=1e-6)


@pytest.mark.parametrize(("count", "dim"), [(4, 2), (8, 3)])
def test_each_number_tells_the_others(count, dim):
    """Narrow Gaussians on the diagonal: `(dim - 1) log(count)`."""
    codes = np.repeat(np.arange(count, dtype="float32")[:, None], dim, axis=1)
    found = total_correlation(codes, codes, np.full(codes.shape, -12.0))
    np.testing.assert_allclose(found, (dim - 1) * np.log(count), rtol=1e-5)


def test_a_full_table_is_independent():
    """Narrow Gaussians at all cells of a 3 x 3 table."""
    codes = np.stack(np.meshgrid(range(3), range(3)), -1).reshape(9, 2)
    found = total_correlation(codes, codes, np.full((9, 2), -12.0))
    np.testing.assert_allclose(found, 0, atol=1e-5)


def test_correlated_normal_codes():
    """-log(1 - rho^2) / 2 for rho = 0.64; n = 2000, seed 0, to 0.05."""
    rng = np.random.default_rng(0)
    mean = 0.8 * rng.multivariate_normal([0, 0], [[1, 1], [1, 1]], 2000)
    variance = np.full((2000, 2), 0.36)
    latent = mean + np.sqrt(variance) * rng.normal(size=mean.shape)
    rho = 0.64
    found = np.mean(total_correlation(latent, mean, np.log(variance)))
    assert found == pytest.approx(-0.5 * np.log(1 - rho**2), abs=0.05)
