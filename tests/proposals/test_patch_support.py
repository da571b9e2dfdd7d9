"""Images that are like the data locally."""

import numpy as np
import pytest

from keras_creative.proposals import PatchSupport


def stripes(n, size=16, seed=0):
    """Images of horizontal stripes, each white or black, 4 pixels high."""
    rng = np.random.default_rng(seed)
    rows = rng.choice([-1.0, 1.0], size=(n, size // 4)).repeat(4, axis=1)
    return np.repeat(rows[:, :, None], size, axis=2)[..., None]


def test_new_combinations_are_held_and_other_patches_are_not():
    """Stripes in a new order have the patches of the data; most columns not."""
    images = stripes(60)
    support = PatchSupport(images, size=5)
    assert support.contains(stripes(20, seed=1)).mean() > 0.8
    columns = stripes(20, seed=1).swapaxes(1, 2)
    assert support.contains(columns).mean() < 0.2
    noise = np.random.default_rng(0).uniform(-1, 1, (20, 16, 16, 1))
    assert not support.contains(noise).any()


def test_copies_have_no_distance():
    """All 25 patches of one image of 9 x 9 pixels are among the patches."""
    image = np.random.default_rng(0).normal(size=(1, 9, 9, 2))
    support = PatchSupport(np.repeat(image, 4, axis=0), size=5)
    np.testing.assert_allclose(support.distances(image), 0, atol=1e-6)


@pytest.mark.parametrize("shape", [(1, 9, 9, 1), (5, 9, 9), (5, 6, 9, 1)])
def test_wrong_images(shape):
    with pytest.raises(ValueError, match="sides of at least 7"):
        PatchSupport(np.zeros(shape))
