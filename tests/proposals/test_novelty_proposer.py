"""Proposals by distance from the data."""

import numpy as np
import pytest

from keras_creative.proposals import NoveltyProposer


def squares(n, corners, seed=0):
    """Dark images with a bright square in one of some corners."""
    rng = np.random.default_rng(seed)
    images = np.full((n, 24, 24, 1), -0.9)
    for image, corner in zip(images, rng.choice(corners, n), strict=True):
        row, column = 12 * (corner // 2) + 3, 12 * (corner % 2) + 3
        image[row : row + 6, column : column + 6] = 0.9
    return images + 0.02 * rng.normal(size=images.shape)


class Squares:
    """Squares in all corners, and noise."""

    def __init__(self, noise):
        self.noise = noise

    def sample(self, n, seed=None):
        rng = np.random.default_rng(seed)
        samples = squares(n, range(4), seed)
        noisy = rng.random(n) < self.noise
        samples[noisy] = rng.uniform(-1, 1, samples[noisy].shape)
        return samples.astype("float32")


@pytest.mark.slow
def test_new_as_a_whole_and_known_locally():
    """The corner that is missing in the data is proposed, and no noise."""
    proposer = NoveltyProposer(Squares(noise=0.3), squares(300, [0, 1, 2]))
    proposals = proposer.propose(50, seed=0)
    assert proposals.samples.shape == (50, 24, 24, 1)
    bright = proposals.samples[:, 16:20, 16:20].mean(axis=(1, 2, 3)) > 0.8
    assert bright.mean() > 0.6  # a quarter of the model's squares
    assert (proposals.samples[:, :2].std(axis=(1, 2, 3)) < 0.1).all()
    assert (proposals.novelty >= 1).all()
    assert all("times as far" in reason for reason in proposals.reasons)


@pytest.mark.slow
def test_proposals_by_seed():
    made = [
        NoveltyProposer(Squares(0.3), squares(100, [0, 1])).propose(5, seed=4)
        for _ in range(2)
    ]
    np.testing.assert_array_equal(made[0].samples, made[1].samples)


@pytest.mark.slow
def test_proposals_do_not_depend_on_earlier_ones():
    proposer = NoveltyProposer(Squares(0.3), squares(100, [0, 1]))
    first, again = (proposer.propose(5, seed=4) for _ in range(2))
    np.testing.assert_array_equal(first.samples, again.samples)


def test_noise_alone_is_not_proposed():
    proposer = NoveltyProposer(Squares(noise=1.0), squares(100, [0, 1]))
    assert len(proposer.propose(5).samples) == 0
