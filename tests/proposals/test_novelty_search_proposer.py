"""Proposals by a search of codes."""

import numpy as np
import pytest
from autoencoders import Plane

from keras_creative.proposals import NoveltySearchProposer


@pytest.fixture
def proposer(ring):
    codes, _ = ring(8)
    model = Plane(codes)
    examples = model.sample(1000, seed=1)
    # Some distance from the plane, so that errors have a limit.
    examples += 0.01 * np.random.default_rng(2).normal(size=examples.shape)
    return NoveltySearchProposer(model, examples)


@pytest.mark.slow
def test_proposals_are_far_from_data_on_the_manifold(proposer):
    """On a ring of radius 1.5, with the limit of the codes at 1.55."""
    model = proposer.model
    proposals = proposer.propose(40, seed=0)
    assert len(proposals.samples) == 40
    assert np.median(proposals.novelty) > 10
    assert (model.height(proposals.samples) < 1e-5).all()
    radii = np.linalg.norm(model.encode(proposals.samples), axis=1)
    assert np.median(radii) < 1.4 and radii.max() < 1.56
    again = proposer.propose(40, seed=0)
    np.testing.assert_array_equal(again.samples, proposals.samples)


def test_samples_of_the_search_repel_one_another(proposer):
    """Nearest neighbors among 30 are at least 3 times as far as at first."""
    made = proposer.draw(30, seed=0)

    def nearest(points):
        away = np.linalg.norm(points[:, None] - points, axis=2)
        return np.median((away + 9 * np.eye(len(points))).min(axis=1))

    rows = np.random.default_rng(0).integers(1000, size=30)
    first = proposer.model(proposer.codes[rows]).numpy()
    assert nearest(made) > 3 * nearest(first)


def test_an_exact_autoencoder_has_a_limit_too(ring):
    model = Plane(ring(8)[0])
    proposer = NoveltySearchProposer(model, model.sample(500, seed=1))
    assert len(proposer.propose(10).samples) == 10


def test_samples_that_are_not_on_the_manifold_are_no_candidates(proposer):
    inside = proposer.model(np.zeros((3, 2))).numpy()
    found, reasons = proposer.candidates(inside)
    assert len(found) == len(reasons) == 3
    above = np.random.default_rng(3).normal(size=(3, 5)).astype("float32")
    assert len(proposer.candidates(above)[0]) == 0
