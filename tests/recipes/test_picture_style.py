import dataclasses

import keras
import numpy as np
import pytest
from PIL import Image

from keras_creative import datasets, models, networks, runs
from keras_creative.recipes import RECIPES, PictureStyle


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("paintings")
    rng = np.random.default_rng(0)
    for index in range(10):
        coarse = rng.integers(0, 256, (6, 7, 3)).astype("uint8")
        image = Image.fromarray(coarse).resize((42, 36))
        image.save(folder / f"{index}.png")
    return folder


@pytest.fixture
def recipe(folder):
    return PictureStyle(
        str(folder),
        size=16,
        width=2,
        depth=1,
        batch_size=4,
        steps=3,
        epochs=2,
    )


def test_recipe_on_pictures(recipe):
    data = recipe.load_data()
    model = recipe.make_model(data)
    assert isinstance(model, models.StyleAutoencoder)
    assert model.image_shape == (16, 16, 3)
    batches = recipe.make_batches(data, model)
    assert next(iter(batches)).shape == (4, 16, 16, 3)
    assert recipe.steps_per_epoch(data, model) == 3
    optimizers = model.encoder_optimizer, model.decoder_optimizer
    rates = [[o._learning_rate(step) for step in (0, 3, 6)] for o in optimizers]
    np.testing.assert_allclose(
        rates, [[1e-3, 0, 0], [1e-3, 5e-4, 0]], atol=1e-9
    )
    assert recipe.encoder == "own" and model.train_encoder


def test_batches_are_those_of_an_unbroken_run(recipe):
    """Two steps a pass, three an epoch: the second begins in a pass."""
    data = recipe.load_data()
    all_of_them = list(recipe.make_batches(data, None).take(7))
    for epochs in (1, 2):
        later = next(iter(recipe.make_batches(data, None, epochs)))
        np.testing.assert_array_equal(later, all_of_them[3 * epochs])


class StopAfterAnEpoch(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = True


@pytest.mark.slow
def test_stopped_run_equals_an_unbroken_one(recipe, tmp_path):
    unbroken = recipe.run(tmp_path / "unbroken", verbose=0)
    session = recipe.begin(tmp_path / "stopped")
    session.callbacks.append(StopAfterAnEpoch())
    session.train(verbose=0)
    resumed = recipe.run(tmp_path / "stopped", verbose=0)
    for a, b in zip(unbroken.weights, resumed.weights, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-5, err_msg=a.path)
    folder = runs.RunFolder(tmp_path / "stopped")
    measures = folder.measures()[-1]["measures"]
    assert measures["style_distance_ratio"] > 0
    assert 0 < measures["structural_similarity"] < 1
    assert (folder.path / "samples" / "epoch_0002.png").exists()
    content = recipe.data + "/0.png"
    made, _ = runs.stylize(folder.path, content, [recipe.data + "/1.png"])
    assert made.shape == (36, 42, 3)


def test_vgg19(recipe, monkeypatch):
    given = []

    def encoder(weights):
        given.append(weights)
        return networks.style_encoder(width=2, depth=2)

    monkeypatch.setattr(networks, "vgg19_encoder", encoder)
    changed = dataclasses.replace(
        recipe, encoder="vgg19", encoder_weights="vgg.h5"
    )
    model = changed.make_model(changed.load_data())
    assert given == ["vgg.h5"] and not model.train_encoder
    assert list(model.players) == ["decoder"]


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"encoder_weights": "vgg.h5"}, "`encoder_weights`.*vgg.h5"),
        ({"encoder": "vgg19", "encoder_weights": "none.h5"}, "none.h5"),
        ({"encoder": "vgg16"}, "`encoder` must be one of.*vgg16"),
        ({"size": 17}, "`image_shape`.*17, 17, 3"),
        ({"data": ""}, "`data`"),
    ],
)
def test_wrong_settings(recipe, changes, message, tmp_path):
    recipe = dataclasses.replace(recipe, **changes)
    with pytest.raises(ValueError, match=message):
        recipe.run(tmp_path / "run", verbose=0)
    assert not (tmp_path / "run").exists()


def test_recipes_of_artworks(folder):
    style, vae = (
        RECIPES[name].with_data(folder)
        for name in ("style-autoencoder", "vae-art")
    )
    assert (style.fit, vae.fit) == ("scaled-crop", "scaled-crop")
    small = dataclasses.replace(vae, size=16, latent_dim=4, batch_size=4)
    data = small.load_data()
    assert isinstance(data, datasets.PictureFolder)
    model = small.make_model(data)
    assert model.sample(2, seed=0).shape == (2, 16, 16, 3)
    pictures, _ = data.sample(2)
    mixed = model.interpolate(pictures[0], pictures[1], steps=3)
    assert mixed.shape == (3, 16, 16, 3)
