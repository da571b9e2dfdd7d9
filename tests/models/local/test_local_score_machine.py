"""The local score machine."""

import numpy as np
import pytest

from keras_creative.metrics import nearest_distances
from keras_creative.models import LocalScoreMachine


@pytest.fixture(scope="module")
def images():
    """Images of two halves, each black or white, in three combinations."""
    halves = np.array([[-1, -1], [-1, 1], [1, -1]], "float32")
    return np.repeat(np.repeat(halves[:, None], 8, 1), 4, 2)[..., None]


def test_patches_of_the_whole_image_copy(images):
    machine = LocalScoreMachine(images, (16, 16))
    distances = nearest_distances(machine.sample(20, seed=0), images)
    assert distances.max() < 1e-3


def test_small_patches_combine(images):
    """n = 200: both halves are mostly white in some samples, as in no image."""
    machine = LocalScoreMachine(images, (5, 5))
    samples = machine.sample(200, seed=0, batch_size=200)
    assert np.abs(samples).max() <= 1.0
    halves = samples.reshape(200, 8, 2, 4).mean(axis=(1, 3))
    assert (halves > 0.3).all(axis=1).any()


def test_samples_by_seed(images):
    machine = LocalScoreMachine(images, (5, 3), steps=5)
    some = machine.sample(10, seed=3, batch_size=4)
    np.testing.assert_array_equal(some, machine.sample(10, seed=3))
    assert some.shape == (10, *machine.sample_shape)
    alone = machine.sample(2, seed=[8, 9])
    np.testing.assert_allclose(machine.sample(1, seed=[9]), alone[1:])
    walk = machine.interpolate(1, 2, steps=3)
    assert walk.shape == (3, 8, 8, 1)


def test_patches_of_other_places():
    """A bright dot at one place: equivariant samples have dots elsewhere."""
    image = np.full((1, 9, 9, 1), -1.0, "float32")
    image[0, 4, 4] = 1.0
    np.testing.assert_allclose(
        LocalScoreMachine(image, (3, 3)).sample(4, seed=0),
        np.repeat(image, 4, 0),
        atol=1e-4,
    )
    machine = LocalScoreMachine(image, (3, 3), equivariant=True)
    samples = machine.sample(20, seed=0)
    dots = samples[:, 1:-1, 1:-1] > 0.5
    dots[:, 3, 3] = False
    assert dots.any()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"images": np.zeros((0, 8, 8, 1))}, "shape"),
        ({"images": np.zeros((3, 8, 8))}, "shape"),
        ({"images": np.full((1, 8, 8, 1), 9.0)}, "from -1 to 1"),
        ({"images": np.full((1, 8, 8, 1), np.nan)}, "finite"),
        ({"patch_sizes": (17, 3)}, "from 1 to twice .* 16"),
        ({"patch_sizes": (3, 6)}, "must fall"),
        ({"steps": 2}, "steps"),
    ],
)
def test_wrong_arguments(images, options, words):
    with pytest.raises(ValueError, match=words):
        LocalScoreMachine(**{"images": images, **options})
