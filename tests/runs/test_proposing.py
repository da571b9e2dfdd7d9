"""What a run proposes as new."""

import keras
import numpy as np
import pytest
from PIL import Image

from keras_creative import datasets, experiments, models, networks, runs
from keras_creative.modalities import registered
from keras_creative.proposals import (
    CodeSymmetryProposer,
    NoveltyProposer,
    NoveltySearchProposer,
    OrientationProposer,
    SymmetryProposer,
)
from keras_creative.runs import proposing


class DataSampler:
    """A perfect model of a data set."""

    def __init__(self, data):
        self.data, self.sample_shape = data, data.sample_shape

    def sample(self, n, seed=None):
        return self.data.sample(n, seed)[0]


@pytest.fixture
def ring(tmp_path, monkeypatch):
    """A run on a ring with a hidden mode, by a perfect model."""
    recipe = experiments.PointGAN(holdout=(3,), num_layers=2, units=4)
    data = recipe.load_data()
    folder = runs.RunFolder(tmp_path / "ring")
    folder.begin(recipe, data.fingerprint)
    monkeypatch.setattr(
        proposing, "load_sampler", lambda path: DataSampler(data)
    )
    return folder.path


@pytest.mark.slow
def test_points_by_symmetries(ring):
    assert proposing.read_proposals(ring) is None
    proposals, sentence = runs.propose(ring, n=50, seed=1)
    whole = datasets.load_toy("8Gaussians")
    distances = np.linalg.norm(proposals.samples - whole.centers[3], axis=1)
    assert (distances < 3 * whole.std).mean() > 0.9
    assert sentence.startswith("50 proposals; novelty ")
    assert "of order" in sentence
    record = proposing.read_proposals(ring)
    assert record.sentence == sentence
    with Image.open(record.picture) as picture:
        assert min(picture.size) > 100


def test_nothing_to_propose(ring, monkeypatch):
    """The picture of earlier proposals is removed."""
    monkeypatch.setattr(SymmetryProposer, "__init__", _without_symmetry)
    (ring / "proposals.png").write_text("old")
    proposals, sentence = runs.propose(ring, n=5)
    assert len(proposals.samples) == 0
    assert sentence == "The data have no symmetry; nothing is proposed."
    assert not (ring / "proposals.png").exists()


def _without_symmetry(self, model, examples, seed):
    super(SymmetryProposer, self).__init__(model, examples)
    self.symmetries = self._motions = []


def test_images_by_their_distance():
    images = np.random.default_rng(0).uniform(-1, 1, (20, 8, 8, 1))
    proposer = proposing.make_proposer(None, images.astype("float32"))
    assert isinstance(proposer, NoveltyProposer)
    proposer = proposing.make_proposer(None, images, method="orientation")
    assert isinstance(proposer, OrientationProposer)


def test_methods_of_other_kinds_are_refused():
    points = np.random.default_rng(0).normal(size=(20, 2))
    with pytest.raises(ValueError, match="`method` must be one of"):
        proposing.make_proposer(None, points, method="novelty")
    for method in ("recombination", "code-symmetry", "search"):
        with pytest.raises(ValueError, match="must be an autoencoder that"):
            proposing.make_proposer(None, points, method=method)


@pytest.mark.parametrize(
    "method, kind",
    [
        ("code-symmetry", CodeSymmetryProposer),
        ("search", NoveltySearchProposer),
    ],
)
def test_methods_for_codes(method, kind):
    keras.utils.set_random_seed(0)
    points = np.random.default_rng(0).normal(size=(40, 2)).astype("float32")
    model = models.VAE(
        networks.mlp_vae_encoder((2,), latent_dim=2, units=4),
        networks.mlp_vae_decoder(2, (2,), units=4),
        likelihood="gaussian",
    )
    made = proposing.make_proposer(model, points, seed=3, method=method)
    assert type(made) is kind


def test_other_kinds_of_samples():
    assert {m.name for m in registered()} >= {"points", "images"}
    with pytest.raises(ValueError, match="modality|Received"):
        proposing.make_proposer(None, np.zeros((30, 4, 4, 4, 4, 2)))
