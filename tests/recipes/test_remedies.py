import numpy as np
import pytest

from keras_creative import experiments, losses, models

POINTS = {"num_layers": 2, "units": 4, "batch_size": 16, "epochs": 1}
PICTURES = {"size": 8, "width": 2, "latent_dim": 4, "batch_size": 8}
REMEDIES = {
    "packing": 2,
    "minibatch": "stddev",
    "unrolled_steps": 1,
    "diversity": "mode-seeking",
    "lambda_diversity": 0.3,
}


@pytest.fixture
def pictures(tmp_path):
    rng = np.random.default_rng(0)
    path = tmp_path / "pictures.npz"
    np.savez(
        path,
        x=rng.integers(0, 256, (32, 8, 8, 1), dtype="uint8"),
        y=np.arange(32) % 4,
    )
    return path


def check_game(model):
    assert model.packing == 2
    assert model.options.unrolled_steps == 1
    assert isinstance(model.options.diversity, losses.ModeSeeking)
    assert model.options.lambda_diversity == 0.3
    names = [layer.name for layer in model.discriminator.layers]
    assert "minibatch_stddev" in names


@pytest.mark.parametrize("variant", ["gan", "r3gan", "cgan", "infogan"])
def test_points_take_every_remedy(variant):
    recipe = experiments.PointGAN(variant=variant, **POINTS, **REMEDIES)
    data = recipe.load_data()
    check_game(recipe.make_model(data))


@pytest.mark.parametrize("variant", ["design", "wgan-gp"])
def test_pictures_take_every_remedy(pictures, variant):
    recipe = experiments.PictureGAN(
        str(pictures), variant=variant, **PICTURES, **REMEDIES
    )
    check_game(recipe.make_model(recipe.load_data()))


@pytest.mark.slow
def test_ensemble_has_a_game_for_each_class_and_trains(pictures, tmp_path):
    recipe = experiments.PictureGAN(
        str(pictures), variant="design", class_ensemble=True, **PICTURES
    )
    model = recipe.run(tmp_path / "run", epochs=1, verbose=0)
    assert isinstance(model, models.ClassEnsemble)
    assert [member.seed for member in model.members] == [0, 1, 2, 3]
    resumed = recipe.begin(tmp_path / "run", epochs=2)
    np.testing.assert_array_equal(
        resumed.model.sample(5, seed=0), model.sample(5, seed=0)
    )
    sampler = experiments.load_sampler(tmp_path / "run")
    assert sampler.sample(6, seed=0).shape == (6, 8, 8, 1)


def test_ensemble_needs_every_class(pictures):
    recipe = experiments.PictureGAN(
        str(pictures), class_ensemble=True, holdout=(1,), **PICTURES
    )
    with pytest.raises(ValueError, match=r"`class_ensemble`.*holdout=\(1,\)"):
        recipe.make_model(recipe.load_data())


def test_other_discriminators_take_no_packs(pictures):
    recipe = experiments.PictureGAN(
        str(pictures), variant="ebgan", packing=2, **PICTURES
    )
    with pytest.raises(ValueError, match="`packing`.*variant='ebgan'"):
        recipe.make_model(recipe.load_data())


def test_packs_that_do_not_divide_the_batch_begin_no_run(pictures, tmp_path):
    recipe = experiments.PictureGAN(str(pictures), packing=3, **PICTURES)
    with pytest.raises(ValueError, match="packing 3. Received: batch_size=8"):
        recipe.begin(tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_run_can_be_watched_for_collapse(tmp_path):
    recipe = experiments.PointGAN(variant="gan", **POINTS)
    session = recipe.begin(tmp_path / "run", on_collapse="warn")
    history = session.train(verbose=0).history
    assert history["collapse"][0] in (0, 1, 2)
    table = (tmp_path / "run" / "history.csv").read_text()
    assert "clusters_ratio" in table.splitlines()[0]
