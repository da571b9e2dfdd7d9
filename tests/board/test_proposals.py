"""Methods of a board that propose."""

import numpy as np
import pytest

from keras_creative.board import families, proposer_families
from keras_creative.board.job import run_job, specification
from keras_creative.board.recipe_families import train_recipe
from keras_creative.board.suite import Entry
from keras_creative.board.training_file import write_training
from keras_creative.datasets import PictureSet, load_toy
from keras_creative.models import TCVAE
from keras_creative.proposals import (
    CodeSymmetryProposer,
    GapProposer,
    NoveltyProposer,
    NoveltySearchProposer,
    OrientationProposer,
    Proposals,
    Proposer,
    RecombinationProposer,
    SymmetryProposer,
)


class Few(Proposer):
    """It proposes its first three examples, however many are requested."""

    def __init__(self, data):
        self.examples, _ = data.sample(20, 0)
        self.sample = lambda n, seed: self.examples.repeat(n, 0)[:n]

    def propose(self, n, seed=0):
        return Proposals(self.examples[:3], np.ones(3), ["why"] * 3)


def test_proposals_are_stored_as_requested_samples(
    suite, tmp_path, monkeypatch
):
    """Those that are missing are zeros, and their number is stored."""
    training = load_toy("8Gaussians", holdout=[7]).without_hidden()
    write_training(tmp_path / "shown.npz", training)
    entry = Entry("few", "nothing", "a few", "few")
    monkeypatch.setitem(
        families.FAMILIES,
        "few",
        lambda data, seeds, steps: [Few(data) for _ in seeds],
    )
    out = tmp_path / "out.npz"
    labels = ((0,), (7,))
    run_job(specification(suite, entry, tmp_path / "shown.npz", *labels, out))
    with np.load(out) as file:
        requested = file["requested"]
        assert file["samples"].shape == requested.shape == (2, 50, 2)
        assert file["proposed"].tolist() == [3, 3]
    assert requested[:, :3].any() and not requested[:, 3:].any()


class Told(Proposer):
    """A proposer that is told of a motion and a seed."""

    is_seeded = True

    def __init__(self, model, examples, motion, seed):
        super().__init__(model, examples)
        self.told = motion, seed


def test_proposers_know_examples_of_what_is_shown(monkeypatch):
    data = load_toy("8Gaussians", holdout=[7]).without_hidden()
    monkeypatch.setattr(proposer_families, "_EXAMPLES", 100)

    def train(data, seeds, steps, recipe):
        return [f"{recipe} {seed}" for seed in seeds]

    family = proposer_families.proposing(train, Told)
    found = family(data, (3, 4), 10, motion="affine", recipe="PointFlow")
    assert [p.model for p in found] == ["PointFlow 3", "PointFlow 4"]
    assert [p.told for p in found] == [("affine", 3), ("affine", 4)]
    first, second = (p.support.examples for p in found)
    assert first.shape == (100, 2) and (first != second).any()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("recombined", RecombinationProposer),
        ("searched-points", NoveltySearchProposer),
    ],
)
def test_vaes_of_points_that_propose(name, kind, monkeypatch):
    data = load_toy("25Gaussians", holdout=[12]).without_hidden()
    monkeypatch.setattr(proposer_families, "_EXAMPLES", 100)
    [proposer] = families.FAMILIES[name](
        data, (3,), 10, units=8, beta=0.02, gamma=1.0
    )
    assert type(proposer) is kind
    assert isinstance(proposer.model, TCVAE)
    assert (proposer.model.beta, proposer.model.gamma) == (0.02, 1.0)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("gap", GapProposer),
        ("oriented", OrientationProposer),
        ("symmetric", SymmetryProposer),
    ],
)
def test_families_of_models_that_propose(name, kind):
    """The closure of a family holds its trainer and its proposer."""
    made = families.FAMILIES[name].__closure__
    assert {cell.cell_contents for cell in made} == {kind, train_recipe}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("code-symmetric", CodeSymmetryProposer),
        ("searched", NoveltySearchProposer),
    ],
)
def test_vaes_of_images_that_propose(name, kind, monkeypatch):
    images = np.random.default_rng(0).integers(0, 256, (60, 8, 8, 1))
    data = PictureSet(images.astype("uint8"), name="noise", size=8)
    monkeypatch.setattr(proposer_families, "_EXAMPLES", 60)
    recipe = {"recipe": "PictureVAE", "size": 8, "batch_size": 8, "jit": False}
    [proposer] = families.FAMILIES[name](data, (3,), 2, **recipe)
    assert type(proposer) is kind
    assert proposer.model.sample_shape == proposer.sample_shape == (8, 8, 1)


def test_local_machines_know_the_shown_images_alone():
    images = np.random.default_rng(0).integers(0, 256, (40, 16, 16, 1))
    data = PictureSet(images.astype("uint8"), name="noise", size=16)
    (proposer,) = proposer_families.train_local(data, (5,), 1, 20, (8, 4))
    assert isinstance(proposer, NoveltyProposer)
    assert proposer.model.patch_sizes == (8, 4)
    np.testing.assert_array_equal(proposer.model.images, data.sample(20, 5)[0])
    assert proposer.sample(2, seed=0).shape == (2, 16, 16, 1)
