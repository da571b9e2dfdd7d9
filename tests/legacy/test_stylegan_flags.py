import functools
import re

import numpy as np
import pytest
from stylegan_runs import NoDrawer, make_eager, run

from keras_creative import plotting
from keras_creative.legacy import drawers
from keras_creative.plotting import live


@pytest.fixture(scope="class")
def quick(tmp_path_factory):
    """Function of flags that makes one step of SGD and draws nothing."""

    @functools.cache
    def quick(flags=""):
        flags = "--notebook --niters 1 --optim sgd " + flags
        ran = run(tmp_path_factory.mktemp("quick"), *flags.split())
        assert ran.code == 0
        return ran

    with pytest.MonkeyPatch.context() as patch:
        make_eager(patch)
        patch.setattr(drawers, "PointDrawer", NoDrawer)
        patch.setattr(plotting, "save_curves", lambda *_, **__: None)
        yield quick


class TestFlags:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        "flags, changed",
        [
            ("--nhidden 5", {"units": 5}),
            ("--nlayers 3", {"num_layers": 3}),
            ("--niters 2", {"iterations": 2}),
            ("--batch_size 17", {"batch_size": 17}),
            ("--lrg 1e-2", {"lr_g": 0.01}),
            ("--lrd 1e-2", {"lr_d": 0.01}),
            ("--dataset Imbal-8Gaussians", {"dataset": "Imbal-8Gaussians"}),
            ("--dataset 25Gaussians", {"dataset": "25Gaussians"}),
            ("--dataset swissroll", {"dataset": "swissroll"}),
            ("--scale 3", {"scale": 3.0}),
            ("--loss wgan", {"loss": "wgan"}),
            ("--optim Adam", {"optimizer": "adam"}),
            ("--minibatch_discriminate", {"minibatch_discrimination": True}),
            ("--missing_mixt 1 3", {"holdout": [1, 3]}),
            ("--missing_mixt none", {"holdout": []}),
            ("--label", {"labelled": True}),
            ("--ema 0", {"ema": 0.0}),
            ("--seed 1", {"seed": 1}),
            ("--label --lambda_d 0", {"lambda_d": 0.0}),
            ("--label --lambda_g 2", {"lambda_g": 2.0}),
            ("--label --creativity can", {"creativity": "can"}),
        ],
    )
    def test_changes_the_settings_and_the_generator(
        self, quick, flags, changed
    ):
        labelled = flags.startswith("--label ")
        before, after = quick("--label" if labelled else ""), quick(flags)
        settings = before.record["settings"]
        assert after.record["settings"] == settings | changed
        assert settings != settings | changed
        assert not same_weights(before, after)

    @pytest.mark.parametrize(
        "flags, line",
        [
            ("", "1, 2, 3, 4, 5, 6, 7; excluded 0 (--missing_mixt)"),
            (
                "--missing_mixt 1 3",
                "0, 2, 4, 5, 6, 7; excluded 1, 3 (--missing_mixt)",
            ),
            (
                "--missing_mixt none",
                "0, 1, 2, 3, 4, 5, 6, 7; excluded none (--missing_mixt)",
            ),
        ],
    )
    def test_missing_mixtures_are_printed(self, quick, flags, line):
        ran = quick(flags)
        assert ran.out[0] == f"8Gaussians: classes shown {line}"
        out = [str(k) for k in ran.record["settings"]["holdout"]]
        assert list(ran.record["measures"]["holdout"]) == out
        assert re.findall(r"missing mode (\d)", ran.out[-2]) == out
        assert ran.out[-2].count("on the circle)") == len(out)

    def test_lambdas_do_nothing_without_labels(self, quick):
        told = (
            "STYLEGAN.py: --lambda_d and --lambda_g have no effect without "
            "--label"
        )
        for flags, err in (
            ("", []),
            ("--lambda_d 0 --lambda_g 0", []),
            ("--lambda_g 1", [told]),
        ):
            ran = quick(flags)
            assert ran.err == err
            assert ran.losses == quick().losses
            assert same_weights(ran, quick())

    def test_notebook_keeps_the_window_shut(self, quick, monkeypatch):
        titles = []

        class Window:
            is_available = staticmethod(lambda: True)

            def __init__(self, real, half_width, marks):
                assert real.shape == (16, 2)
                assert marks.shape == (1, 2)

            def draw(self, samples, title):
                titles.append(title)

        monkeypatch.setattr(live, "LiveWindow", Window)
        quick("--scale 1")
        assert titles == []
        run(quick().figs.parent, "--niters", "1")
        assert titles == ["iteration 0"]


def same_weights(run, other):
    weights = [r.model.sampler.get_weights() for r in (run, other)]
    return all(map(np.array_equal, *weights))
