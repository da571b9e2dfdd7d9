import os
import signal

import pytest
from stylegan_runs import NoDrawer, run

from keras_creative import experiments
from keras_creative.legacy import drawers, mixture_games
from keras_creative.legacy.snapshots import Snapshots


class TestInterrupt:
    @pytest.fixture(autouse=True)
    def short_intervals(self, eager, monkeypatch):
        monkeypatch.setattr(mixture_games, "INTERVAL", 2)

    def press(self, monkeypatch, times):
        """Press Ctrl-C when the first losses are printed."""

        def press(self, iteration, losses):
            for _ in range(times):
                os.kill(os.getpid(), signal.SIGINT)

        monkeypatch.setattr(Snapshots, "_print_losses", press)

    def test_the_first_ends_the_run_in_good_order(self, monkeypatch, tmp_path):
        before = signal.getsignal(signal.SIGINT)
        self.press(monkeypatch, times=1)
        ran = run(tmp_path, "--notebook", "--niters", "50", "--label")
        assert ran.code == 130
        assert ran.record["iterations_made"] == 2
        assert int(ran.model.g_optimizer.iterations) == 2
        assert "shown modes captured" in ran.out[-2]
        assert {
            "loss-fig.png",
            "loss-fig-metrics.png",
            "loss-fig.keras",
            "density/critic_generated2.png",
            "tf_default_lrd_0.009_lrg_0.003/fig_00002.png",
        } < ran.files
        assert signal.getsignal(signal.SIGINT) is before

    def test_the_second_ends_it_at_once(self, monkeypatch, tmp_path):
        monkeypatch.setattr(drawers, "PointDrawer", NoDrawer)
        self.press(monkeypatch, times=2)
        ran = run(tmp_path, "--notebook", "--niters", "50")
        assert ran.code == 130
        assert ran.err == ["", "STYLEGAN.py: interrupted"]
        assert "loss-fig.keras" not in ran.files

    def test_before_the_first_step(self, monkeypatch, tmp_path):
        train = experiments.DesignMLP.train

        def press_and_train(*args, **kwargs):
            signal.raise_signal(signal.SIGINT)
            train(*args, **kwargs)

        monkeypatch.setattr(drawers, "PointDrawer", NoDrawer)
        monkeypatch.setattr(experiments.DesignMLP, "train", press_and_train)
        ran = run(tmp_path, "--notebook", "--niters", "6")
        assert ran.code == 130
        assert int(ran.model.g_optimizer.iterations) < 6


def test_a_broken_run_ends_with_one_line(tmp_path):
    flags = "--optim sgd --lrg 1e30 --lrd 1e30 --ema 0 --niters 20"
    result = run(tmp_path, *flags.split())
    assert result.code == 1
    (line,) = result.err
    assert "is nan" in line and "step" in line
    assert not list(tmp_path.rglob("*.keras"))
