import numpy as np
import pytest
from scipy.stats import skew

from keras_creative.metrics import MEASURES, intensity_statistics


def test_values_by_hand():
    """Three black pixels and a white one; then a gray image."""
    images = np.array([-1.0, -1.0, -1.0, 1.0] + [0.5] * 4).reshape(2, 2, 2, 1)
    found = intensity_statistics(images)
    np.testing.assert_allclose(found["intensity"], (0.25 + 0.75) / 2)
    np.testing.assert_allclose(found["darkness"], 3 / 8)
    np.testing.assert_allclose(
        found["intensity_skewness"], 2 / np.sqrt(3) / 2, rtol=1e-6
    )


def test_skewness_is_that_of_scipy():
    images = np.random.default_rng(0).uniform(-1, 1, (3, 5, 5, 3)) ** 3
    rows = images.mean(axis=-1).reshape(3, -1)
    expected = skew(rows, axis=1).mean()
    found = intensity_statistics(images)["intensity_skewness"]
    np.testing.assert_allclose(found, expected)


def test_real_images_are_measured_beside():
    measure = MEASURES["darkness_real"]
    images = {"images": np.ones((1, 2, 2, 3)), "real": -np.ones((1, 2, 2, 3))}
    found = measure.function(*(images[need] for need in measure.needs))
    assert found["darkness_real"] == 1 and found["intensity_real"] == 0


def test_bad_images():
    with pytest.raises(ValueError, match="`images` .*Received.*=.2, 2"):
        intensity_statistics(np.zeros((2, 2)))
    with pytest.raises(ValueError, match="`images` must be finite"):
        intensity_statistics(np.full((1, 2, 2, 1), np.nan))
