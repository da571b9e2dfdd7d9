import numpy as np
import pytest

from keras_creative.metrics import structural_similarity

RNG = np.random.default_rng(0)
IMAGES = RNG.uniform(-1, 1, (3, 24, 20, 3))


def test_equal_and_unrelated_images():
    np.testing.assert_allclose(structural_similarity(IMAGES, IMAGES), 1)
    others = structural_similarity(IMAGES, IMAGES[[1, 2, 0]])
    assert others.shape == (3,) and (abs(others) < 0.2).all()


def test_two_flat_images_by_hand():
    """Without structure, the term of luminance is left: from 0 to 2.

    (2 * 0.5 * 1.5 + 0.0004) / (0.25 + 2.25 + 0.0004)
    """
    dark, bright = (np.full((1, 12, 12, 1), x) for x in (-0.5, 0.5))
    np.testing.assert_allclose(
        structural_similarity(dark, bright), 1.5004 / 2.5004, rtol=1e-4
    )


def test_only_the_luminance_counts():
    """Red and blue that are exchanged against each other leave it as it is."""
    gray = 0.3 * IMAGES[..., :1] + np.zeros(3)
    shift = 0.1 * RNG.uniform(-1, 1, gray.shape[:3])
    colored = gray + np.stack([shift / 0.299, 0 * shift, -shift / 0.114], -1)
    assert abs(colored).max() > 1.0  # clipped below
    colored = gray + 0.1 * (colored - gray)
    np.testing.assert_allclose(
        structural_similarity(gray, colored), 1, atol=1e-4
    )


def test_other_shapes():
    with pytest.raises(ValueError, match="one shape.*Received"):
        structural_similarity(IMAGES, IMAGES[:2])
    with pytest.raises(ValueError, match="at least 11"):
        structural_similarity(IMAGES[:, :8], IMAGES[:, :8])
