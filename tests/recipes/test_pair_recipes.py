"""Recipes that translate: runs, resumed runs and what they measure."""

import dataclasses

import keras
import numpy as np
import pytest

from keras_creative import runs
from keras_creative.models import CycleGAN, Pix2Pix
from keras_creative.recipes import PairCycleGAN, PairPix2Pix


@pytest.fixture(autouse=True)
def emoji(tmp_path, monkeypatch):
    """Ten emoji of each of two vendors, which are negatives of each other."""
    rng = np.random.default_rng(0)
    x = rng.integers(0, 256, (10, 16, 16, 3)).astype("uint8")
    np.savez(
        tmp_path / "emoji64.npz",
        x=np.concatenate([x, 255 - x]),
        codes=np.array([f"c{i}" for i in range(10)] * 2),
        vendor=np.repeat([0, 1], 10).astype("uint8"),
        vendors=np.array(["google", "twitter"]),
    )
    monkeypatch.setenv("KERAS_CREATIVE_DATA", str(tmp_path))


def small(kind):
    common = {"size": 16, "width": 2, "batch_size": 2, "epochs": 2}
    if kind == "cycle":
        return PairCycleGAN(**common, blocks=1, pool_size=3)
    return PairPix2Pix(**common)


class StopAfterAnEpoch(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = True


@pytest.mark.slow
@pytest.mark.parametrize("kind, cls", [("cycle", CycleGAN), ("pix", Pix2Pix)])
def test_stopped_run_equals_an_unbroken_one(kind, cls, tmp_path):
    recipe = small(kind)
    unbroken = recipe.run(tmp_path / "unbroken", verbose=0)
    session = recipe.begin(tmp_path / "stopped")
    session.callbacks.append(StopAfterAnEpoch())
    session.train(verbose=0)
    resumed = recipe.run(tmp_path / "stopped", verbose=0)
    assert isinstance(resumed, cls)
    for a, b in zip(unbroken.weights, resumed.weights, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-6, err_msg=a.path)
    folder = runs.RunFolder(tmp_path / "stopped")
    measures = folder.measures()[-1]["measures"]
    a, b = recipe.load_data().partners.sides(2)
    expected = np.abs(a - b).mean()
    assert measures["l1_untranslated"] == pytest.approx(expected, rel=1e-5)
    assert (tmp_path / "stopped" / "samples" / "epoch_0002.png").exists()


def test_rates_fall_in_the_second_half():
    recipe = dataclasses.replace(small("pix"), epochs=4)
    data = recipe.load_data()
    model = recipe.make_model(data)
    # Eight partners are shown: four steps an epoch.
    rate = model.g_optimizer._learning_rate
    assert (rate.constant_steps, rate.decay_steps) == (8, 8)


def test_classes_as_sides(tmp_path):
    images = np.random.default_rng(1).integers(0, 256, (12, 8, 8), "uint8")
    np.savez(tmp_path / "set.npz", x=images, y=np.arange(12) % 3)
    recipe = PairCycleGAN(
        str(tmp_path / "set.npz"), side_a=("0",), side_b=("1", "2"), size=16
    )
    data = recipe.load_data()
    assert (len(data.a), len(data.b), data.partners) == (4, 8, None)
    assert recipe.make_model(data).sample_shape == (16, 16, 3)


def test_data_must_be_named():
    with pytest.raises(ValueError, match="`data` must name the pictures"):
        PairCycleGAN("").load_data()
