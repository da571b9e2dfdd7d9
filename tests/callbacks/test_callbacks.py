import csv

import keras
import numpy as np
import pytest
from PIL import Image

from keras_creative import callbacks, models, networks


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


def test_a_cell_of_a_grid_has_the_next_seed(model, tmp_path):
    fit(model, callbacks.SampleGrid(tmp_path, n=4, seed=7, scale=1), epochs=1)
    pixels = np.asarray(Image.open(tmp_path / "epoch_0001.png"))
    expected = (model.interpolate(10, 7, 2)[0] + 1) * 127.5
    cell = pixels[10:18, 10:18, :1]
    np.testing.assert_allclose(cell, expected.clip(0, 255), atol=0.51)


def test_sample_grid_of_every_other_epoch_and_the_last(model, tmp_path):
    fit(model, callbacks.SampleGrid(tmp_path, n=4, every=2), epochs=5)
    names = sorted(p.name for p in tmp_path.iterdir())
    assert names == ["epoch_0002.png", "epoch_0004.png", "epoch_0005.png"]


def test_sample_grid_beside_real_pictures(model, tmp_path):
    real = np.full((4, 8, 8, 1), 1.0)
    fit(model, callbacks.SampleGrid(tmp_path, scale=1, real=real), epochs=1)
    pixels = np.asarray(Image.open(tmp_path / "epoch_0001.png"))
    assert pixels.shape[0] > 19 and pixels.shape[1:] == (19 + 8 + 19, 3)
    assert pixels[:19, :27].min() == 255 and pixels[:19, 27:].min() < 255
    captions = pixels[19:].min(axis=(0, 2))
    assert captions[:19].min() < 255 and captions[27:].min() < 255


def test_sample_grid_needs_a_rhythm(tmp_path):
    with pytest.raises(ValueError, match="Received: every=0"):
        callbacks.SampleGrid(tmp_path, every=0)


@pytest.mark.slow
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


def test_history_csv_of_logs_that_only_some_epochs_have(tmp_path):
    logs = [
        {"a": 0.1, "c": 1.0},
        {"b": np.nan, "a": 1 / 3},
        {"c": 2, "a": -0.0},
    ]
    text = "epoch,a,c,b\n1,0.1,1.0,\n2,0.3333333333333333,,nan\n3,-0.0,2.0,\n"
    unbroken = callbacks.HistoryCSV(tmp_path / "unbroken.csv")
    for epoch, log in enumerate(logs):
        unbroken.on_epoch_end(epoch, log)
        resumed = callbacks.HistoryCSV(tmp_path / "resumed.csv")
        resumed.on_train_begin()
        resumed.on_epoch_end(epoch, log)
    for callback in (unbroken, resumed):
        assert callback.path.read_bytes() == text.replace("\n", "\r\n").encode()
    assert callbacks.read_history(resumed.path)[2] == {
        "epoch": 3,
        "a": 0.0,
        "c": 2.0,
    }


def test_history_csv_survives_every_float(tmp_path):
    values = np.random.default_rng(0).normal(size=200).astype("float32")
    logs = {f"log_{k}": value for k, value in enumerate(values)}
    table = callbacks.HistoryCSV(tmp_path / "history.csv")
    table.on_epoch_end(0, logs)
    (row,) = callbacks.read_history(table.path)
    assert row == {"epoch": 1, **{k: float(v) for k, v in logs.items()}}


def test_missing_history_is_empty(tmp_path):
    assert callbacks.read_history(tmp_path / "history.csv") == []


def test_loss_curves_go_on_from_earlier_sessions(tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "keras_creative.plotting.save_curves",
        lambda path, curves, x, **labels: drawn.append((curves, x)),
    )
    csv_path = tmp_path / "history.csv"
    csv_path.write_text("epoch,d_loss\n1,0.5\n2,0.4\n")
    curves = callbacks.LossCurves(tmp_path / "a.png", ["d_loss"], csv_path)
    curves.on_train_begin()
    curves.on_epoch_end(1, {"d_loss": 0.3, "g_loss": 1.0})
    assert drawn == [({"d_loss": [0.5, 0.3]}, [1, 2])]


def test_loss_curves_leave_gaps(tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "keras_creative.plotting.save_curves",
        lambda path, curves, x, **labels: drawn.append(curves),
    )
    csv_path = tmp_path / "history.csv"
    csv_path.write_text("epoch,a,b\n1,0.5,\n2,0.25,2.0\n")
    curves = callbacks.LossCurves(tmp_path / "a.png", history=csv_path)
    curves.on_train_begin()
    curves.on_epoch_end(2, {"a": 0.125})
    assert list(drawn[0]) == ["a", "b"]
    np.testing.assert_equal(drawn[0]["a"], [0.5, 0.25, 0.125])
    np.testing.assert_equal(drawn[0]["b"], [np.nan, 2.0, np.nan])


def test_loss_curves_write_a_picture(model, tmp_path):
    fit(model, callbacks.LossCurves(tmp_path / "losses.png"))
    assert np.asarray(Image.open(tmp_path / "losses.png")).std() > 0


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_nan_guard_names_log_and_step(value):
    guard = callbacks.NanGuard()
    guard.on_epoch_begin(4)
    guard.on_train_batch_end(6, {"d_loss": 1.0})
    with pytest.raises(FloatingPointError, match="`g_loss`.*step 7 of epoch 5"):
        guard.on_train_batch_end(7, {"d_loss": 1.0, "g_loss": value})


@pytest.mark.parametrize("steps_per_execution", [1, 2])
def test_nan_guard_ends_the_epoch_of_a_broken_step(
    make_gan, fit, steps_per_execution
):
    """Under several steps an execution, at the end of the broken one."""
    model = make_gan(steps_per_execution=steps_per_execution)
    saver = keras.callbacks.LambdaCallback(on_epoch_end=pytest.fail)

    def track(logs):
        broken = model.g_optimizer.iterations == 2
        return type(model).track(
            model, logs | {"g_loss": np.nan if broken else 1.0}
        )

    model.track = track
    with pytest.raises(FloatingPointError, match="`g_loss` is nan at step 1"):
        fit(model, [callbacks.NanGuard(), saver])


def test_somebody_elses_gan_is_drawn_and_watched(
    make_plain_gan, fit, points, tmp_path
):
    watch = callbacks.CollapseWatch(np.tile(points, (9, 1)), n=8, clusters=2)
    grid = callbacks.PointGrid(tmp_path, points, 2.0)
    history = fit(make_plain_gan(), [watch, grid], epochs=1)
    assert len(history["clusters_ratio"]) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["epoch_0001.png"]


def test_the_base_of_epoch_pictures_is_abstract(tmp_path):
    from keras_creative.callbacks.epoch_pictures import EpochPictures

    with pytest.raises(TypeError, match="abstract method '?draw"):
        EpochPictures(tmp_path)
