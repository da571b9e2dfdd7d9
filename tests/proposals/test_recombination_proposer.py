"""Proposals that combine the codes of different examples."""

import numpy as np
import pytest

from keras_creative.proposals import RecombinationProposer


class Identity:
    """A model whose codes are the points themselves."""

    def encode(self, points):
        return np.asarray(points)

    def __call__(self, codes):
        return codes


def grid(missing, n=1000):
    rng = np.random.default_rng(0)
    cells = np.stack(np.meshgrid(range(3), range(3)), -1).reshape(9, 2)
    shown = np.delete(cells, missing, axis=0)
    chosen = shown[rng.integers(len(shown), size=n)]
    return chosen + 0.02 * rng.normal(size=(n, 2)), cells[missing]


@pytest.mark.parametrize("missing", [[4], [0, 5]])
def test_missing_cells_are_proposed(missing):
    points, hidden = grid(missing)
    proposer = RecombinationProposer(Identity(), points)
    proposals = proposer.propose(100, seed=1)
    away = np.linalg.norm(proposals.samples[:, None] - hidden, axis=2)
    assert len(away) == 100 and (away.min(axis=1) < 0.1).all()
    assert (away < 0.1).any(axis=0).all()


def test_nothing_is_missing():
    points, _ = grid([])
    proposer = RecombinationProposer(Identity(), points)
    samples = proposer.draw(1000, seed=0)
    found, _ = proposer.candidates(samples)
    assert len(found) < 10 and "All combinations" in proposer.nothing


def test_a_model_without_codes_is_refused():
    with pytest.raises(ValueError, match="an autoencoder that takes no"):
        RecombinationProposer(object(), grid([])[0])
