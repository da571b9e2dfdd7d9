import re
import types
from pathlib import Path

import keras
import numpy as np
import pytest

from keras_creative.runs import progress


class Clock:
    now = 0.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(progress.time, "monotonic", clock.monotonic)
    return clock


def begin(lines, **kwargs):
    callback = progress.RunProgress(tell=lines.append, **kwargs)
    callback.set_model(types.SimpleNamespace(tracked=("loss",)))
    callback.set_params({"steps": 10, "epochs": 5})
    callback.on_train_begin()
    return callback


def test_estimate_counts_timed_steps_of_all_epochs_left(clock):
    """40 steps in all; 9 after the first in 4.5 s leave 30 of 0.5 s."""
    lines = []
    callback = begin(lines, epochs_made=1, bar=False)
    clock.now = 100.0
    for step in range(10):
        callback.on_train_batch_end(step)
        clock.now += 0.5 if step < 8 else 1.0
    assert lines == ["about 16 s to go for 4 epochs"]
    callback.on_epoch_end(1)
    callback.on_train_batch_end(9)
    assert len(lines) == 1


def test_the_bar_runs_over_all_epochs(clock, capsys):
    callback = begin([], epochs_made=3)
    for epoch in range(2):
        clock.now += 1
        callback.on_train_batch_end(9, {"loss": 0.25})
        callback.on_epoch_end(epoch)
    out = capsys.readouterr().out
    assert "10/20" in out and "20/20" in out and "loss: 0.25" in out


def test_the_bar_stays_in_one_line(clock, capsys, monkeypatch):
    logs = {f"a_longer_name_{k}": 1.0 for k in range(9)}
    for columns in (30, 80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        begin([]).on_train_batch_end(9, logs)
        out = re.sub("\x1b\\[[0-9;]*m|\x08", "", capsys.readouterr().out)
        assert len(out.strip()) <= columns
        assert bool(out) == (columns > 30)
        assert ("a_longer_name_0" in out) == (columns > 30)
        assert ("a_longer_name_1" in out) == (columns == 120)


def test_losses_come_first(clock, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    logs = dict.fromkeys(
        ("d_accuracy_real", "d_loss_real", "g_loss", "d_loss"), 1.0
    )
    begin([]).on_train_batch_end(9, logs)
    out = capsys.readouterr().out
    names = ["d_loss: 1", "g_loss: 1", "d_loss_real: 1"]
    places = [out.index(f" - {name}") for name in names]
    assert places == sorted(places) and "accuracy" not in out


@pytest.mark.parametrize(
    "seconds, words",
    [(40, "40 s"), (700, "12 min"), (12000, "3 h 20 min")],
)
def test_durations_in_words(seconds, words):
    assert progress.duration(seconds) == words


class Grid:
    def __init__(self):
        self.drawn = []

    def draw(self, made):
        self.drawn.append(made)


def test_a_long_first_epoch_is_looked_into_once(clock):
    grid = Grid()
    first = progress.FirstPicture(grid, after=20.0)
    clock.now = 5.0
    first.on_train_begin()
    for now in (10.0, 25.0, 26.0, 60.0):
        clock.now = now
        first.on_train_batch_end(0)
    assert grid.drawn == [0]


def test_a_short_first_epoch_is_not(clock):
    grid = Grid()
    first = progress.FirstPicture(grid, after=20.0)
    clock.now = 5.0
    first.on_train_begin()
    first.on_epoch_end(0)
    clock.now = 60.0
    first.on_train_batch_end(0)
    assert grid.drawn == []


def test_one_bar_for_all_commands():
    """Keras' own bar of `fit()` shows one epoch at a time."""
    package = Path(progress.__file__).parents[1]
    with_bars = {
        path.name
        for path in package.rglob("*.py")
        if "Progbar(" in path.read_text()
    }
    assert with_bars == {"progress_bar.py"}


def test_the_bar_is_for_any_keras_model(capsys):
    model = keras.Sequential([keras.layers.Dense(2)])
    model.compile("sgd", "mse", metrics=["mae"])
    x = np.zeros((4, 2), "float32")
    bar = progress.RunProgress(bar=True)
    model.fit(x, x, epochs=2, verbose=0, callbacks=[bar])
    out = capsys.readouterr().out
    assert "2/2" in out and "loss: 0.0" in out and "mae: 0.0" in out
