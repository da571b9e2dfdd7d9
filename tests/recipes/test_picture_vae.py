import dataclasses
import json

import numpy as np
import pytest

from keras_creative import experiments, models
from keras_creative.recipes.building.picture_vae import steps_per_execution

RECIPE = experiments.PictureVAE(
    "mnist", batch_size=8, epochs=2, seed=1, jit=False
)


def files(folder):
    return sorted(
        str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()
    )


def test_run_fills_its_folder(tiny_mnist, tmp_path):
    run = tmp_path / "run"
    model = RECIPE.run(run, verbose=0)
    assert files(run) == [
        "checkpoints/epoch_0001.keras",
        "checkpoints/epoch_0002.keras",
        "config.json",
        "history.csv",
        "losses.png",
        "metrics.jsonl",
        "samples/epoch_0001.png",
        "samples/epoch_0002.png",
        "times.csv",
    ]
    header = (run / "history.csv").read_text().splitlines()[0]
    assert header.split(",")[0] == "epoch"
    assert set(header.split(",")[1:]) >= set(model.tracked)
    assert model.sample(2).shape == (2, 28, 28, 1)
    sampler = experiments.load_sampler(run)
    np.testing.assert_allclose(
        sampler.sample(2, seed=0), model.sample(2, seed=0), atol=1e-6
    )


def test_gamma_makes_codes_independent(tiny_mnist):
    recipe = dataclasses.replace(RECIPE, gamma=3.0)
    model = recipe.make_model(recipe.load_data())
    assert isinstance(model, models.TCVAE) and model.gamma == 3
    with pytest.raises(ValueError, match="`gamma` must be 0 for a cond"):
        dataclasses.replace(recipe, conditional=True).check_settings()


@pytest.mark.slow
def test_stopped_run_equals_an_unbroken_one(tiny_mnist, tmp_path):
    recipe = dataclasses.replace(RECIPE, jit=True, conditional=True)
    unbroken = recipe.run(tmp_path / "unbroken", verbose=0)
    recipe.run(tmp_path / "stopped", epochs=1, verbose=0)
    resumed = recipe.run(tmp_path / "stopped", epochs=2, verbose=0)
    assert resumed.steps_per_execution == 2
    assert int(resumed.optimizer.iterations) == 4
    np.testing.assert_allclose(
        resumed.sample(4, seed=0), unbroken.sample(4, seed=0), atol=1e-5
    )


@pytest.mark.slow
def test_few_pictures_of_a_class_are_shown_often(tiny_mnist, tmp_path):
    recipe = dataclasses.replace(
        RECIPE, few_shot={3: 1}, repeat=5, holdout=(7,), epochs=1
    )
    data = recipe.load_data()
    assert len(data) == 20 - 2 - 2 + 5
    assert data.few_shot_labels == (3,)
    run = tmp_path / "run"
    recipe.run(run, verbose=0)
    config = json.loads((run / "config.json").read_text())
    assert config["settings"]["few_shot"] == {"3": 1}
    recipe.run(run, epochs=2, verbose=0)
    more = dataclasses.replace(recipe, few_shot={3: 1, 4: 1})
    with pytest.raises(ValueError, match="few_shot: expected"):
        more.run(run, verbose=0)


@pytest.mark.parametrize(
    "count, expected", [(8, 1), (8 * 937, 937), (8 * 1200, 600), (8 * 1009, 1)]
)
def test_steps_of_an_execution_go_evenly_into_an_epoch(count, expected):
    class Data:
        def steps_per_epoch(self, batch_size):
            return count // batch_size

    recipe = dataclasses.replace(RECIPE, jit=True)
    assert steps_per_execution(recipe, Data()) == expected


def test_networks_of_each_kind(tiny_mnist):
    recipe = dataclasses.replace(
        RECIPE, networks="conv", size=32, likelihood="gaussian", latent_dim=3
    )
    model = recipe.make_model(recipe.load_data())
    assert model.sample(2).shape == (2, 32, 32, 1)
    assert model.decoder.get_layer("picture").activation.__name__ == "tanh"


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"networks": "resnet"}, r"\('mlp', 'conv'\). Received: networks="),
        ({"networks": "conv", "size": 6}, r"image_shape=\(6, 6, 1\)"),
        ({"likelihood": "beta"}, "Received: likelihood='beta'"),
        ({"few_shot": {12: 1}}, "Received: label=12"),
        ({"few_shot": {3: 2}}, "Received: k=2, label=3"),
        ({"data": ""}, "Received: data=''"),
    ],
)
def test_bad_settings_are_named(tiny_mnist, tmp_path, changes, message):
    recipe = dataclasses.replace(RECIPE, **changes)
    with pytest.raises(ValueError, match=message):
        recipe.run(tmp_path / "run")


def test_condition_needs_labels(tmp_path):
    pictures = np.zeros((16, 28, 28, 1), "uint8")
    np.savez(tmp_path / "plain.npz", x=pictures)
    recipe = dataclasses.replace(
        RECIPE, data=str(tmp_path / "plain.npz"), conditional=True
    )
    with pytest.raises(ValueError, match="`conditional` must be False"):
        recipe.run(tmp_path / "run")


def test_recipes_are_those_of_2019(tiny_mnist):
    recipe = dataclasses.replace(experiments.RECIPES["vae-mnist"], batch_size=8)
    model = recipe.make_model(recipe.load_data())
    assert model.sample_shape == (28, 28, 1) and model.latent_shape == (2,)
    garments = experiments.RECIPES["vae-fashion-mnist"]
    assert garments == dataclasses.replace(
        experiments.RECIPES["vae-mnist"], data="fashion-mnist"
    )
