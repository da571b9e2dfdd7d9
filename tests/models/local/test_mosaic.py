"""Mosaics, coarse to fine."""

import numpy as np
import pytest
import tensorflow as tf

from keras_creative.models import LocalScoreMachine, Mosaic


@pytest.fixture(scope="module")
def images():
    """Smooth random images of 96 pixels."""
    coarse = np.random.default_rng(0).uniform(-1, 1, (30, 6, 6, 3))
    return np.clip(tf.image.resize(coarse, (96, 96), "bicubic"), -1, 1)


def test_small_images_are_those_of_the_machine(images):
    small = images[:, :16, :16]
    expected = LocalScoreMachine(small).sample(3, seed=1)
    np.testing.assert_array_equal(Mosaic(small).sample(3, seed=1), expected)


def test_large_images_follow_the_coarse_ones(images):
    """Means of 2 x 2 pixels are near the coarse pixels, edges apart."""
    mosaic = Mosaic(images)
    assert mosaic.latent_shape == (48, 48, 3)
    samples = mosaic.sample(3, seed=1)
    assert samples.shape == (3, 96, 96, 3)
    coarse = mosaic.coarse.sample(3, seed=1)
    means = samples.reshape(3, 48, 2, 48, 2, 3).mean(axis=(2, 4))
    assert np.median(np.abs(means - coarse)) < 0.05
    assert np.corrcoef(means.ravel(), coarse.ravel())[0, 1] > 0.9


@pytest.mark.parametrize("side", [99, 130, (64, 48)])
def test_sides_that_cannot_be_halved(side):
    sides = side if isinstance(side, tuple) else (side, side)
    with pytest.raises(ValueError, match="halving"):
        Mosaic(np.zeros((2, *sides, 1)))
