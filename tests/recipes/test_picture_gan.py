import dataclasses
import json

import numpy as np
import pytest

from keras_creative import experiments

RECIPE = experiments.PictureGAN(
    "mnist",
    variant="design",
    width=4,
    latent_dim=4,
    batch_size=8,
    epochs=2,
    seed=1,
)


def files(folder):
    return sorted(
        str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()
    )


def test_run_fills_its_folder(tiny_mnist, tmp_path):
    run = tmp_path / "run"
    model = RECIPE.run(run, verbose=0)
    assert files(run) == [
        "accuracies.png",
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
    config = json.loads((run / "config.json").read_text())
    assert config["settings"]["data"] == "mnist"
    assert config["versions"]["keras"]
    assert model.sample(2).shape == (2, 32, 32, 1)


@pytest.mark.slow
def test_stopped_run_equals_an_unbroken_one(tiny_mnist, tmp_path):
    unbroken = RECIPE.run(tmp_path / "unbroken", verbose=0)
    RECIPE.run(tmp_path / "stopped", epochs=1, verbose=0)
    resumed = RECIPE.run(tmp_path / "stopped", epochs=2, verbose=0)
    np.testing.assert_allclose(
        resumed.sample(4, seed=0), unbroken.sample(4, seed=0), atol=1e-5
    )
    tables = [
        (tmp_path / name / "history.csv").read_text().splitlines()
        for name in ("unbroken", "stopped")
    ]
    assert len(tables[0]) == 3 and tables[0][0] == tables[1][0]
    for expected, row in zip(*[t[1:] for t in tables], strict=True):
        np.testing.assert_allclose(
            np.array(row.split(","), float),
            np.array(expected.split(","), float),
            rtol=1e-5,
        )


@pytest.mark.slow
def test_changed_settings_are_refused(tiny_mnist, tmp_path):
    run = tmp_path / "run"
    RECIPE.run(run, epochs=1, verbose=0)
    before = files(run)
    changed = dataclasses.replace(RECIPE, lambda_g=2.0)
    with pytest.raises(ValueError, match="lambda_g: expected 0.1, received 2"):
        changed.run(run, verbose=0)
    assert files(run) == before


def test_folder_of_something_else_is_refused(tiny_mnist, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ValueError, match="no config.json"):
        RECIPE.run(tmp_path, verbose=0)
    assert not (tmp_path / "config.json").exists()


@pytest.mark.slow
def test_override_resumes_under_new_settings(tiny_mnist, tmp_path):
    """The new rate of 0 keeps the weights, and the change is noted."""
    run = tmp_path / "run"
    before = RECIPE.run(run, epochs=1, verbose=0)
    still = dataclasses.replace(RECIPE, lr_d=0.0)
    after = still.run(run, verbose=0, override=True)
    for old, new in zip(
        before.discriminator.get_weights(),
        after.discriminator.get_weights(),
        strict=True,
    ):
        np.testing.assert_array_equal(old, new)
    assert int(after.g_optimizer.iterations) == 4
    config = json.loads((run / "config.json").read_text())
    assert config["overrides"] == [
        {"epoch": 1, "changes": {"lr_d": [2e-4, 0.0]}}
    ]


@pytest.mark.slow
def test_override_outlasts_a_session_without_an_epoch(tiny_mnist, tmp_path):
    run = tmp_path / "run"
    RECIPE.run(run, epochs=1, verbose=0)
    changed = dataclasses.replace(RECIPE, lr_d=0.5, lambda_g=3.0)
    for override in (True, False):
        session = changed.begin(run, override=override)
        assert session.model.lambda_g == 3
        assert float(session.model.d_optimizer.learning_rate) == 0.5


def test_other_data_are_refused(tiny_mnist, tmp_path):
    run = tmp_path / "run"
    RECIPE.run(run, epochs=1, verbose=0)
    file = tmp_path / "data" / "mnist.npz"
    with np.load(file) as arrays:
        np.savez(file, x=arrays["x"][:-1], y=arrays["y"][:-1])
    with pytest.raises(ValueError, match="pictures: expected 20, received 19"):
        RECIPE.run(run, verbose=0)


def test_unknown_monitor_is_refused_before_training(tiny_mnist, tmp_path):
    run = tmp_path / "run"
    with pytest.raises(ValueError, match="Received: monitor='palette_ratio'"):
        RECIPE.run(run, verbose=0, monitor="palette_ratio")
    assert not run.exists()


def test_color_pictures_without_colors_are_not_watched(tmp_path):
    np.savez(tmp_path / "flat.npz", x=np.zeros((8, 16, 16, 3), "uint8"))
    recipe = dataclasses.replace(
        RECIPE, data=str(tmp_path / "flat.npz"), variant="gan", size=16
    )
    session = recipe.begin(tmp_path / "run")
    kinds = [type(callback).__name__ for callback in session.callbacks]
    assert "PaletteWatch" not in kinds and kinds[-1] == "Checkpoints"


def test_pictures_of_a_file_are_not_cut(tiny_mnist, tmp_path):
    recipe = experiments.RECIPES["artgan-v1"]
    file = tmp_path / "data" / "mnist.npz"
    assert recipe.with_data(tmp_path).fit == "scaled-crop"
    assert recipe.with_data(file).load_data().sample_shape == (64, 64, 3)


PICTURE_GANS = [
    name
    for name, recipe in sorted(experiments.RECIPES.items())
    if isinstance(recipe, experiments.PictureGAN)
]
# Further heads and inputs are DCGAN's.
NEEDS_DCGAN = {"acgan", "cgan", "infogan"}


@pytest.mark.parametrize("name", PICTURE_GANS)
@pytest.mark.parametrize("variant", sorted(experiments.VARIANTS))
def test_settings_of_every_recipe_suit_every_variant(name, variant):
    """What another variant reads is dropped: the settings are consistent."""
    recipe = dataclasses.replace(experiments.RECIPES[name], data="mnist")
    recipe = recipe.with_variant(variant)
    assert recipe.variant == variant
    assert variant != "fastgan" or recipe.networks == "fastgan"
    if recipe.networks == "dcgan" or variant not in NEEDS_DCGAN:
        recipe.check_settings()
    else:
        with pytest.raises(ValueError, match="networks='(artgan-v|fast)"):
            recipe.check_settings()


@pytest.mark.slow
def test_other_networks_cannot_be_overridden(tiny_mnist, tmp_path):
    run = tmp_path / "run"
    RECIPE.run(run, epochs=1, verbose=0)
    before = (run / "config.json").read_bytes()
    wider = dataclasses.replace(RECIPE, width=8)
    with pytest.raises(ValueError, match="same networks"):
        wider.run(run, verbose=0, override=True)
    assert (run / "config.json").read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "variant", sorted(set(experiments.VARIANTS) - {"fastgan"})
)
def test_every_variant_of_dcgan_trains_on_pictures(variant, tiny_mnist):
    recipe = dataclasses.replace(RECIPE, variant=variant, batch_size=4)
    data = recipe.load_data()
    model = recipe.make_model(data)
    assert type(model) is experiments.VARIANTS[variant]
    labelled = model.num_classes is not None
    assert labelled == (variant in ("acgan", "cgan", "design", "design-mask"))
    batches = data.batches(4 * model.n_critic, labelled=labelled)
    history = model.fit(batches, steps_per_epoch=1, verbose=0).history
    assert all(np.isfinite(values[0]) for values in history.values())


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"variant": "vae"}, "Received: variant='vae'"),
        ({"networks": "vgg"}, "Received: networks='vgg'"),
        (
            {"variant": "hinge", "smooth_real": 0.1},
            "`smooth_real` must be left",
        ),
        ({"variant": "wgan-gp", "penalty": "r1"}, "`penalty` must be left"),
        ({"batch_size": 40}, "Received: batch_size=40"),
        ({"data": ""}, "Received: data=''"),
    ],
)
def test_bad_settings_write_nothing(changes, message, tiny_mnist, tmp_path):
    run = tmp_path / "run"
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(RECIPE, **changes).run(run, verbose=0)
    assert not run.exists()


@pytest.mark.parametrize(
    "variant, cls",
    [("acgan", "ACGAN"), ("cgan", "CGAN"), ("infogan", "InfoGAN")],
)
def test_models_with_conditions_or_codes(tiny_mnist, variant, cls):
    recipe = RECIPE.with_variant(variant)
    model = recipe.make_model(recipe.load_data())
    assert type(model).__name__ == cls
    assert model.sample(2, seed=0).shape[0] == 2
    if variant == "infogan":
        assert model.codes.get_config()["categorical"] == [10]
    else:
        assert model.num_classes == 10


def test_conditional_models_need_labels_and_dcgan(tiny_mnist, tmp_path):
    recipe = dataclasses.replace(
        RECIPE.with_variant("cgan"), networks="artgan-v1"
    )
    with pytest.raises(ValueError, match="networks='artgan-v1'"):
        recipe.make_model(recipe.load_data())
    np.savez(tmp_path / "bare.npz", x=np.zeros((4, 28, 28), "uint8"))
    recipe = RECIPE.with_variant("cgan").with_data(tmp_path / "bare.npz")
    with pytest.raises(ValueError, match="has no labels"):
        recipe.make_model(recipe.load_data())


def test_a_design_without_labels_warns(tmp_path):
    np.savez(tmp_path / "bare.npz", x=np.zeros((4, 28, 28), "uint8"))
    recipe = RECIPE.with_data(tmp_path / "bare.npz")
    with pytest.warns(UserWarning, match="lambda_g .* have no effect"):
        model = recipe.make_model(recipe.load_data())
    assert model.num_classes is None


def test_settings_are_checked_before_the_data_are_looked_for(tmp_path):
    for changes, message in (
        ({"variant": "vae"}, "Received: variant='vae'"),
        ({"penalty": "r3"}, "Received: penalty='r3'"),
        ({"creativity": "more"}, "Received: creativity='more'"),
        ({"diversity": "all"}, "Received: diversity='all'"),
        ({"networks": "artgan-v1", "packing": 2}, "DCGAN's discriminator"),
    ):
        recipe = dataclasses.replace(RECIPE, data="/no/where", **changes)
        with pytest.raises(ValueError, match=message):
            recipe.begin(tmp_path / "run")


def test_few_shots_are_repeated(tiny_mnist):
    recipe = dataclasses.replace(RECIPE, few_shot={3: 1}, repeat=5)
    assert len(recipe.load_data()) == 18 + 5
