import types

import numpy as np
import pytest
import tensorflow as tf

from keras_creative.legacy.snapshots import LOSSES, Snapshots


class Recorder:
    """A drawer or a window that draws nothing."""

    samples = 3

    def __init__(self, error=None):
        self.calls = []
        self.error = error

    def draw(self, *arguments):
        self.calls.append(arguments)
        if self.error and len(self.calls) == 2:
            raise self.error

    def finish(self):
        self.calls.append("finish")


class Model:
    """Samples are its seed; makes as many steps as it is told."""

    def __init__(self):
        self.g_optimizer = types.SimpleNamespace(iterations=0)
        self.resets = 0

    def sample(self, n, seed, batch_size):
        return np.full((n, 2), seed, "float32")

    def reset_metrics(self):
        self.resets += 1


def follow(drawer, iterations, window=None):
    writer = tf.summary.create_noop_writer()
    snapshots = Snapshots(drawer, 7, 5, 2, writer, window)
    model = Model()
    snapshots.set_model(model)
    snapshots.on_train_begin()
    for iteration in iterations:
        model.g_optimizer.iterations = iteration
        logs = {name: iteration + k for k, name in enumerate(LOSSES)}
        snapshots.on_train_batch_end(0, logs)
    assert model.resets == len(iterations)
    snapshots.on_train_end()
    return snapshots


def test_draws_the_beginning_and_every_interval(capsys):
    drawer, window = Recorder(), Recorder()
    snapshots = follow(drawer, [2, 4, 5], window)
    snapshots.finish()
    *drawn, last = drawer.calls
    assert last == "finish"
    assert [call[0] for call in drawn] == [0, 2, 4]
    assert [call[2] for call in drawn] == [
        "iteration 0",
        "iteration 2\nD 2.000  G 3.000",
        "iteration 4\nD 4.000  G 5.000",
    ]
    assert [call[1] for call in window.calls] == [call[2] for call in drawn]
    for call in drawn:
        np.testing.assert_array_equal(call[1], np.full((3, 2), 7.0))
    assert snapshots.history == {
        "iteration": [2, 4],
        "d_loss": [2.0, 4.0],
        "g_loss": [3.0, 5.0],
        "d_loss_real": [4.0, 6.0],
        "d_loss_fake": [5.0, 7.0],
    }
    assert snapshots.seconds > 0
    assert capsys.readouterr().out.splitlines() == [
        "iteration 2/5  d_loss   2.0000  g_loss   3.0000",
        "iteration 4/5  d_loss   4.0000  g_loss   5.0000",
        "iteration 5/5  d_loss   5.0000  g_loss   6.0000",
    ]


def test_lines_stand_above_the_bar_of_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    follow(Recorder(), [2])
    assert capsys.readouterr().out.startswith("\r\033[Kiteration 2/5")


def test_an_error_in_a_drawing_ends_the_run():
    with pytest.raises(OSError, match="disk full"):
        follow(Recorder(OSError("disk full")), [2, 4])
