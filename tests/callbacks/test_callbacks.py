import csv
import types

import keras
import numpy as np
import pytest
from PIL import Image

from keras_creative import callbacks, models, networks


@pytest.fixture(scope="module")
def model():
    model = models.DesignGAN(
        networks.mlp_generator(3, (8, 8, 1), num_layers=2, units=4),
        networks.mlp_discriminator((8, 8, 1), num_layers=2, units=4),
    )
    model.compile()
    return model


def fit(model, callback, epochs=2, initial_epoch=0):
    x = np.random.default_rng(0).uniform(-1, 1, (8, 8, 8, 1))
    model.fit(
        x.astype("float32"),
        batch_size=4,
        epochs=epochs,
        initial_epoch=initial_epoch,
        callbacks=[callback],
        verbose=0,
    )


def test_sample_grid_draws_an_epoch_each(model, tmp_path):
    fit(model, callbacks.SampleGrid(tmp_path, n=9, scale=1))
    names = ["epoch_0001.png", "epoch_0002.png"]
    assert sorted(p.name for p in tmp_path.iterdir()) == names
    first, second = (np.asarray(Image.open(tmp_path / n)) for n in names)
    assert first.shape == second.shape and first.shape[0] >= 3 * 8
    assert np.any(first != second)


def test_sample_grid_leaves_training_alone(tmp_path):
    def train(callback_list):
        keras.utils.set_random_seed(0)
        model = models.DesignGAN(
            networks.mlp_generator(3, (8, 8, 1), num_layers=2, units=4),
            networks.mlp_discriminator((8, 8, 1), num_layers=2, units=4),
        )
        model.compile()
        x = np.ones((8, 8, 8, 1), "float32")
        return model.fit(
            x, epochs=2, batch_size=4, verbose=0, callbacks=callback_list
        ).history

    assert train([callbacks.SampleGrid(tmp_path, n=4)]) == train([])


def test_history_csv_holds_every_log(model, tmp_path):
    path = tmp_path / "history.csv"
    fit(model, callbacks.HistoryCSV(path))
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["epoch"] for row in rows] == ["1", "2"]
    assert {"d_loss", "g_loss"} < set(rows[0])
    assert callbacks.read_history(path)[1]["epoch"] == 2


def test_history_csv_replaces_epochs_made_again(model, tmp_path):
    path = tmp_path / "history.csv"
    fit(model, callbacks.HistoryCSV(path), epochs=3)
    before = callbacks.read_history(path)
    fit(model, callbacks.HistoryCSV(path), epochs=2, initial_epoch=1)
    after = callbacks.read_history(path)
    assert [row["epoch"] for row in after] == [1, 2]
    assert after[0] == before[0] and after[1] != before[1]


def test_missing_history_is_empty(tmp_path):
    assert callbacks.read_history(tmp_path / "history.csv") == []


def test_loss_curves_go_on_from_earlier_sessions(tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "keras_creative.plotting.save_curves",
        lambda path, curves, x, xlabel: drawn.append((curves, x)),
    )
    csv_path = tmp_path / "history.csv"
    csv_path.write_text("epoch,d_loss\n1,0.5\n2,0.4\n")
    curves = callbacks.LossCurves(tmp_path / "a.png", ["d_loss"], csv_path)
    curves.on_train_begin()
    curves.on_epoch_end(1, {"d_loss": 0.3, "g_loss": 1.0})
    assert drawn == [({"d_loss": [0.5, 0.3]}, [1, 2])]


def test_loss_curves_write_a_picture(model, tmp_path):
    fit(model, callbacks.LossCurves(tmp_path / "losses.png"))
    assert np.asarray(Image.open(tmp_path / "losses.png")).std() > 0


def test_checkpoints_keep_the_newest(model, tmp_path):
    fit(model, callbacks.Checkpoints(tmp_path, keep=2), epochs=3)
    names = ["epoch_0002.keras", "epoch_0003.keras"]
    assert sorted(p.name for p in tmp_path.iterdir()) == names
    path, epoch = callbacks.latest_checkpoint(tmp_path)
    assert (path.name, epoch) == (names[1], 3)
    restored = keras.saving.load_model(path)
    np.testing.assert_array_equal(
        restored.sample(2, seed=0), model.sample(2, seed=0)
    )


def test_a_failed_save_leaves_the_last_checkpoint(model, tmp_path):
    callback = callbacks.Checkpoints(tmp_path)
    callback.set_model(model)
    callback.on_epoch_end(0)

    def save(path):
        path.write_text("half")
        raise OSError("disk full")

    callback.set_model(types.SimpleNamespace(save=save))
    with pytest.raises(OSError, match="disk full"):
        callback.on_epoch_end(1)
    assert [p.name for p in tmp_path.iterdir()] == ["epoch_0001.keras"]


def test_no_checkpoint_yet(tmp_path):
    assert callbacks.latest_checkpoint(tmp_path / "none") == (None, 0)
    (tmp_path / ".epoch_0001-x.keras").touch()
    assert callbacks.latest_checkpoint(tmp_path) == (None, 0)


def test_bad_keep(tmp_path):
    with pytest.raises(ValueError, match="Received: keep=0"):
        callbacks.Checkpoints(tmp_path, keep=0)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_nan_guard_names_log_and_step(value):
    guard = callbacks.NanGuard()
    guard.on_epoch_begin(4)
    guard.on_train_batch_end(6, {"d_loss": 1.0})
    with pytest.raises(FloatingPointError, match="`g_loss`.*step 7 of epoch 5"):
        guard.on_train_batch_end(7, {"d_loss": 1.0, "g_loss": value})
