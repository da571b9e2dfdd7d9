import types

import numpy as np

from keras_creative import datasets, modalities
from keras_creative.modalities import novelty

IMAGES = modalities.modality_of("images")


class Model:
    """Sample `s` is gray, at `s / 10` of the range."""

    def sample(self, n, seed):
        assert len(seed) == n
        levels = np.array(seed) / 10 * 2 - 1
        return np.tile(levels.reshape(-1, 1, 1, 1), (1, 2, 2, 1))


def data():
    """Gray images at 0, 0.2 and 0.4 of the range."""
    levels = np.array([0, 51, 102], "uint8").reshape(3, 1, 1)
    return datasets.PictureSet(np.tile(levels, (1, 2, 2)), size=2)


def test_the_least_and_the_most_novel_samples():
    """Among training images the distance is 0.2 of the range."""
    part = novelty.image_novelty(IMAGES, Model(), data(), seed=0, n=9, k=3)
    assert sorted(part.seeds[:3].tolist()) == [0, 2, 4]
    assert part.seeds.tolist()[3:] == [6, 7, 8]
    np.testing.assert_allclose(part.novelty, [0, 0, 0, 1, 1.5, 2], atol=1e-5)
    np.testing.assert_allclose(part.nearest[3:], -0.2, atol=1e-6)
    np.testing.assert_allclose(part.images[0], -1)
    assert (part.samples, part.compared, part.total) == (9, 3, 3)


def test_no_sample_is_in_both_rows():
    part = novelty.image_novelty(IMAGES, Model(), data(), seed=0, n=5, k=8)
    assert len(part.seeds) == 4 == len(set(part.seeds.tolist()))


def test_they_are_part_of_the_neighbors():
    model = types.SimpleNamespace(
        sample=lambda n, seed: Model().sample(n, list(seed))
    )
    part = IMAGES.neighbors(model, data(), 0)
    assert part.novelty.samples == 256 and len(part.novelty.seeds) == 16


def test_the_picture_has_two_rows_of_pairs():
    part = novelty.image_novelty(IMAGES, Model(), data(), seed=0, n=9, k=3)
    pixels = novelty.draw_novelty(part)
    # Two images of 2 pixels and a line between lines, 48 times enlarged.
    assert pixels.shape[1] == 3 * (4 * 48 + 48) + 48
    assert (pixels == 0).all(axis=2).any(axis=1).sum() > 2 * 48
