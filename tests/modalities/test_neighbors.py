import types

import numpy as np

from keras_creative import datasets, modalities
from keras_creative.modalities import training_examples

IMAGES = modalities.modality_of("images")


def neighbors_of(made, data, seed=0):
    model = types.SimpleNamespace(sample=lambda n, seed: made)
    return IMAGES.neighbors(model, data, seed)


def test_samples_that_are_copies():
    images = np.random.default_rng(0).integers(0, 256, (30, 4, 4, 1))
    data = datasets.PictureSet(images.astype("uint8"), size=4)
    real, _ = data.sample(30)
    made = -np.sign(real[:9])
    made[4] = real[17]
    part = neighbors_of(made, data)
    np.testing.assert_array_equal(part.images, made)
    np.testing.assert_array_equal(part.nearest[4, 0], real[17])
    assert part.distances[4, 0] == 0
    assert (np.diff(part.distances, axis=1) >= 0).all()
    assert np.flatnonzero(part.copies).tolist() == [4]
    assert (part.seeds, part.compared, part.total) == (range(9), 30, 30)


def test_distances_are_root_mean_squares():
    data = datasets.PictureSet(np.zeros((3, 4, 4, 1), "uint8"), size=4)
    part = neighbors_of(np.ones((9, 4, 4, 1)), data)
    np.testing.assert_allclose(part.distances, 2)


class Windows:
    """Twelve images, whose crops differ by their noise."""

    windowed = True
    sample_shape = (4, 4, 1)

    def __len__(self):
        return 12

    def unrepeated(self):
        return self

    def sample(self, n, seed, window=0):
        rng = np.random.default_rng([seed, window])
        return rng.uniform(-1, 1, (n, 4, 4, 1)), None


def test_copies_of_any_crop():
    real, n, windows = training_examples.draw_compared(Windows(), 3, 10_000)
    assert (len(real), n, windows) == (48, 12, 4)
    made = np.concatenate([real[[0, 13, 26, 39]], -np.sign(real[:5])])
    part = neighbors_of(made, Windows(), seed=3)
    assert np.flatnonzero(part.copies).tolist() == [0, 1, 2, 3]
    assert (part.windows, part.compared, part.total) == (4, 12, 12)


def test_crops_are_compared_with_those_of_other_images():
    """Images at 0, 1 and 3, of two crops each, 0.1 apart."""
    real = np.array([0, 1, 3, 0.1, 1.1, 3.1]).reshape(6, 1, 1, 1)
    distances = training_examples.distances_among(real, windows=2)
    np.testing.assert_allclose(distances, [1, 0.9, 1.9])


def test_rounds_of_crops_keep_within_the_room():
    data = datasets.PictureSet(np.zeros((30, 4, 4, 1), "uint8"), size=4)
    real, n, rounds = training_examples.draw_compared(data, 0, 20)
    assert (len(real), n, rounds) == (20, 20, 1)
