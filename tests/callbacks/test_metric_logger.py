import functools
import json

import keras
import numpy as np
import pytest

from keras_creative import callbacks, metrics


def count(samples, factor=1):
    return {"all": factor * len(samples), "each": [1.0, np.nan], "std": np.inf}


def logger(path=None, **arguments):
    measures = {
        "mean": lambda samples: samples.mean(),
        "count": functools.partial(count, factor=2),
    }
    return callbacks.MetricLogger(measures, n=8, path=path, **arguments)


def test_numbers_reach_every_later_callback(make_gan, fit, tmp_path):
    model = make_gan()
    history = fit(
        model,
        [
            logger(seed=3),
            callbacks.HistoryCSV(tmp_path / "history.csv"),
            callbacks.Checkpoints(tmp_path, monitor="mean", mode="max"),
        ],
    )
    assert history["mean"][1] == pytest.approx(model.sample(8, seed=3).mean())
    assert history["mean"][0] != history["mean"][1]
    assert history["count_all"] == [16, 16] and "count_each" not in history
    rows = callbacks.read_history(tmp_path / "history.csv")
    assert [row["mean"] for row in rows] == history["mean"]
    best = json.loads((tmp_path / "best.json").read_text())
    assert best["value"] == max(history["mean"])


@pytest.mark.slow
def test_measures_of_the_package(make_gan, fit):
    ring = functools.partial(
        metrics.mode_measures, components=np.eye(2), std=0.1
    )
    history = fit(make_gan(), [callbacks.MetricLogger({"ring": ring}, n=9)])
    assert history["ring_n"] == [9, 9]
    assert {"ring_modes_captured", "ring_high_quality_3std"} < set(history)


def test_the_file_tells_the_protocol(make_gan, fit, tmp_path):
    path = tmp_path / "metrics.jsonl"
    fit(make_gan(), [logger(path, seed=3)], epochs=3)
    fit(make_gan(), [logger(path, seed=3)], epochs=3, initial_epoch=2)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["epoch"] for line in lines] == [1, 1, 2, 2, 3, 3]
    mean, last = lines[-2:]
    assert "<lambda>" in mean["function"] and mean["value"] is not None
    assert last == {
        "epoch": 3,
        "name": "count",
        "function": f"{__name__}.count",
        "n": 8,
        "seed": 3,
        "value": {"all": 16, "each": [1.0, None], "std": None},
    }


def test_turns(make_gan, fit):
    epochs = []
    note = callbacks.MetricLogger({"a": lambda x: epochs.append(1) or 1}, n=1)
    note.every = 3
    fit(make_gan(), [note], epochs=7)
    assert len(epochs) == 4  # epochs 1, 3, 6 and 7


@pytest.mark.slow
def test_somebody_elses_gan_is_measured(make_plain_gan, fit):
    history = fit(make_plain_gan(), [logger()], epochs=1)
    assert np.isfinite(history["mean"]).all()


@pytest.mark.parametrize(
    "arguments, received",
    [
        ({"metrics": {}}, "metrics={}"),
        ({"metrics": {"a": 1}}, "metrics={'a': 1}"),
        ({"metrics": {"a": len}, "n": 0}, "n=0"),
        ({"metrics": {"a": len}, "every": 1.5}, "every=1.5"),
    ],
)
def test_wrong_arguments(arguments, received):
    with pytest.raises(ValueError, match=f"Received: {received}"):
        callbacks.MetricLogger(**arguments)


@pytest.mark.parametrize(
    "measures, received",
    [
        ({"a": lambda samples: "many"}, "'many' from 'a'"),
        ({"a": lambda samples: {"b": [1]}}, r"\{'b': \[1\]\} from 'a'"),
        ({"g_loss": len}, r"\['g_loss'\]"),
        ({"a": lambda x: {"b": 1}, "a_b": len}, r"\['a_b'\]"),
    ],
)
def test_what_cannot_be_logged(make_gan, fit, measures, received):
    with pytest.raises(ValueError, match=f"Received: {received}"):
        fit(make_gan(), [callbacks.MetricLogger(measures, n=2)])


def test_a_model_without_samples():
    note = logger()
    note.set_model(keras.Sequential())
    with pytest.raises(ValueError, match="Received: a Sequential"):
        note.on_train_begin()
