"""The recipe `artgan`, and settings that it brought."""

import dataclasses
import json

import numpy as np
import pytest
from PIL import Image

from keras_creative import layers, models, networks, recipes, runs

SMALL = {
    "size": 16,
    "width": 2,
    "latent_dim": 4,
    "batch_size": 8,
    "epochs": 1,
    "fit": "crop",
}


@pytest.fixture
def pictures(tmp_path, monkeypatch):
    """A folder of 16 pictures; an epoch has two steps."""
    monkeypatch.setattr(
        "keras_creative.recipes.building.pictures._FEWEST_STEPS", 2
    )
    folder = tmp_path / "pictures"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for index in range(16):
        pixels = rng.integers(0, 256, (24, 20, 3), "uint8")
        Image.fromarray(pixels).save(folder / f"{index}.png")
    return str(folder)


@pytest.fixture
def recipe(pictures):
    return dataclasses.replace(
        recipes.RECIPES["artgan"], **{**SMALL, "data": pictures}
    )


def test_the_model_is_fastgan_with_adaptive_augmentation(recipe):
    model = recipe.make_model(recipe.load_data())
    assert type(model) is models.FastGAN
    assert model.penalty.weight == 5.0 and model.ema == 0.998
    assert type(model.augmentation) is layers.AdaptiveAugment
    assert model.augmentation.augment.policy == recipe.diff_augment
    assert model.augmentation.target == 0.6
    assert model.augmentation.images == recipe.ada_images
    assert model.g_optimizer.get_config()["beta_1"] == 0


def test_augmentation_without_adaption(recipe):
    recipe = dataclasses.replace(recipe, ada_target=0.0)
    model = recipe.make_model(recipe.load_data())
    assert type(model.options.augment) is layers.DiffAugment


def test_other_variants_have_no_decoders(recipe):
    recipe = dataclasses.replace(recipe.with_variant("hinge"), data=recipe.data)
    model = recipe.make_model(recipe.load_data())
    assert "reconstruction" not in model.discriminator.output


@pytest.mark.slow
def test_a_run_of_oblong_pictures_resumes(recipe, tmp_path):
    recipe = dataclasses.replace(recipe, size="24x16", ada_images=20)
    model = recipe.run(tmp_path / "run", verbose=0)
    assert model.sample(1).shape == (1, 24, 16, 3)
    config = json.loads((tmp_path / "run" / "config.json").read_text())
    assert config["settings"]["size"] == "24x16"
    whole = recipe.run(tmp_path / "whole", epochs=2, verbose=0)
    resumed = recipe.run(tmp_path / "run", epochs=2, verbose=0)
    np.testing.assert_allclose(
        resumed.sample(2, seed=0), whole.sample(2, seed=0), atol=1e-5
    )
    assert runs.load_recipe(tmp_path / "run").size == "24x16"


@pytest.mark.slow
def test_a_run_begins_with_another_one(recipe, tmp_path):
    """At 32 pixels, and with frozen layers; resumed without the source."""
    begun = recipe.run(tmp_path / "first", verbose=0)
    recipe = dataclasses.replace(
        recipe, begin_from=str(tmp_path / "first"), freeze=2
    )
    session = recipe.begin(tmp_path / "second")
    assert session.beginning.startswith("begins with 7 of 7 layers of the")
    session.train(verbose=0)
    trained = session.model
    for layer in ("down_1", "down_1_shortcut"):
        for mine, theirs in zip(
            trained.discriminator.get_layer(layer).get_weights(),
            begun.discriminator.get_layer(layer).get_weights(),
            strict=True,
        ):
            np.testing.assert_array_equal(mine, theirs)
    (tmp_path / "first").rename(tmp_path / "moved")
    resumed = recipe.run(tmp_path / "second", epochs=2, verbose=0)
    names = [v.path for v in resumed.discriminator.trainable_variables]
    assert not any("down_1" in name for name in names)


@pytest.mark.slow
def test_layers_that_fit_at_another_size(recipe, tmp_path):
    recipe.run(tmp_path / "first", verbose=0)
    large = dataclasses.replace(
        recipe, size=32, begin_from=str(tmp_path / "first")
    )
    session = large.begin(tmp_path / "large")
    session.folder.release()
    assert "layers of the generator and" in session.beginning
    assert "begins with 0" not in session.beginning
    frozen = dataclasses.replace(large, freeze=1)
    with pytest.raises(ValueError, match="that fit, 0. Received: freeze=1"):
        frozen.begin(tmp_path / "frozen")
    assert not (tmp_path / "frozen").exists()


def test_nothing_fits(recipe, tmp_path):
    shape = (16, 16, 1)
    model = models.GAN(
        networks.dcgan_generator(shape, 4, width=3),
        networks.dcgan_discriminator(shape, width=3),
    )
    model.save(tmp_path / "other.keras")
    for name, received in (
        ("other.keras", "of which none fits"),
        ("absent", "which is neither"),
    ):
        wrong = dataclasses.replace(recipe, begin_from=str(tmp_path / name))
        with pytest.raises(ValueError, match=f"`begin_from` .*{received}"):
            wrong.begin(tmp_path / "run")
        assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"size": "16by24"}, "`size` must be a side in pixels, or height x"),
        ({"size": 0}, "`size` must be a side"),
        ({"freeze": 2}, "`freeze` needs `begin_from`"),
        ({"augment": True}, "`augment` must be False with `diff_augment`"),
        ({"diff_augment": ()}, "`ada_target` needs `diff_augment`"),
        ({"diff_augment": ("zoom",)}, "`diff_augment` must be one of"),
        ({"networks": "dcgan"}, "needs the networks 'fastgan'"),
        ({"packing": 2}, "are for DCGAN's discriminator"),
    ],
)
def test_wrong_settings(recipe, changes, message):
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(recipe, **changes).check_settings()


def test_the_older_recipes_are_as_they_were():
    for name in ("artgan-v1", "artgan-v2", "artgan-v3"):
        older = recipes.RECIPES[name]
        assert older.variant == "gan" and older.networks == name
        assert not older.diff_augment and not older.ada_target
        assert older.batch_size == 32 and older.lr_g == 1e-4
