"""Mean images given local surroundings."""

import numpy as np
import pytest
import tensorflow as tf

from keras_creative.models.local.local_means import (
    equivariant_means,
    image_shares,
    local_means,
    patch_band,
)


def test_bands_by_hand():
    np.testing.assert_array_equal(patch_band(3, 1), np.eye(3))
    np.testing.assert_array_equal(
        patch_band(4, 3.9),
        [[1, 1, 0, 0], [1, 1, 1, 0], [0, 1, 1, 1], [0, 0, 1, 1]],
    )


def bands(*sides, width):
    return [tf.constant(patch_band(side, width)) for side in sides]


def test_two_images_and_patches_of_a_pixel():
    """The mean of -1 and 1 is tanh(t x / (1 - t)^2)."""
    x = np.linspace(-1, 1, 12, dtype="float32").reshape(1, 3, 4, 1)
    images = np.stack([-np.ones((3, 4, 1)), np.ones((3, 4, 1))])
    images = images.astype("float32")
    t = np.float32(0.3)
    expected = np.tanh(t * x / (1 - t) ** 2)
    means = local_means(x, t, images, *bands(3, 4, width=1))
    np.testing.assert_allclose(means, expected, rtol=1e-5, atol=1e-6)
    means = equivariant_means(x, t, images, 1)
    np.testing.assert_allclose(means, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("everywhere", [False, True])
def test_against_loops(everywhere):
    """Patches of 3 pixels, in 4 images of 5 x 6 pixels of 2 channels."""
    rng = np.random.default_rng(0)
    images = rng.normal(size=(4, 5, 6, 2)).astype("float32")
    x = rng.normal(size=(2, 5, 6, 2)).astype("float32")
    t = np.float32(0.4)
    if everywhere:
        means = equivariant_means(x, t, images, 3)
    else:
        means = local_means(x, t, images, *bands(5, 6, width=3))
    around = ((0, 0), (1, 1), (1, 1), (0, 0))
    padded, noisy = np.pad(images, around), np.pad(x, around)
    places = [(i, j) for i in range(5) for j in range(6)]
    for n, i, j in ((0, 0, 0), (1, 2, 3), (0, 4, 5), (1, 0, 4)):
        patch = noisy[n, i : i + 3, j : j + 3]
        keys = [
            (padded[m, a : a + 3, b : b + 3], images[m, a, b])
            for m in range(4)
            for a, b in (places if everywhere else [(i, j)])
        ]
        squares = [((patch - t * key) ** 2).sum() for key, _ in keys]
        weights = np.exp(-np.array(squares) / (2 * (1 - t) ** 2))
        pixels = np.array([pixel for _, pixel in keys])
        expected = weights @ pixels / weights.sum()
        np.testing.assert_allclose(means[n, i, j], expected, rtol=1e-4)


def test_shares_by_hand():
    """The left half of one image and the right half of another."""
    images = np.random.default_rng(0).uniform(-1, 1, (3, 8, 8, 1))
    images = images.astype("float32")
    sample = np.concatenate([images[:1, :, :4], images[2:, :, 4:]], axis=2)
    t = np.float32(0.99)
    shares = image_shares(t * sample, t, images, *bands(8, 8, width=1))
    np.testing.assert_allclose(shares, [[0.5, 0, 0.5]], atol=0.02)
