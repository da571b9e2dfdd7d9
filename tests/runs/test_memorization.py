import numpy as np
import pytest
from PIL import Image

from keras_creative import experiments, runs
from keras_creative.recipes import PointGAN


@pytest.fixture
def run(tmp_path):
    rng = np.random.default_rng(0)
    np.savez(
        tmp_path / "x.npz", x=rng.integers(0, 256, (16, 8, 8)).astype("uint8")
    )
    recipe = experiments.PictureGAN(
        str(tmp_path / "x.npz"), size=8, width=2, latent_dim=2, batch_size=8
    )
    folder = experiments.RunFolder(tmp_path / "run")
    data = recipe.load_data()
    folder.begin(recipe, data.fingerprint)
    folder.checkpoints.mkdir()
    model = recipe.make_model(data)
    model.save(folder.checkpoints / "epoch_0001.keras")
    return folder.path, model


def test_the_picture_of_a_run(run, tmp_path):
    folder, model = run
    part = runs.write_memorization(folder, tmp_path / "a.png", n=6, k=2, seed=3)
    np.testing.assert_allclose(
        part.images, model.sample(4, seed=part.seeds.tolist()), atol=1e-6
    )
    assert (np.diff(part.novelty) >= 0).all()
    assert (part.samples, part.compared) == (6, 16)
    with Image.open(tmp_path / "a.png") as image:
        assert image.width == 2 * (10 * 12 + 12) + 12


def test_bad_arguments(run, tmp_path):
    folder, _ = run
    with pytest.raises(ValueError, match="memorization='a.jpg'"):
        runs.write_memorization(folder, "a.jpg")
    with pytest.raises(ValueError, match="`n` .* n=1"):
        runs.write_memorization(folder, tmp_path / "a.png", n=1)
    assert not list(tmp_path.glob("*.png"))


def test_points_have_no_such_picture(tmp_path):
    recipe = PointGAN(num_layers=2, units=4, batch_size=8, epochs=1)
    folder = experiments.RunFolder(tmp_path / "run")
    folder.begin(recipe)
    with pytest.raises(ValueError, match="needs `to_images"):
        runs.write_memorization(folder.path, tmp_path / "a.png")
