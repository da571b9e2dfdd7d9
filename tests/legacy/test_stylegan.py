import contextlib
import functools
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import datasets, experiments, losses, metrics, plotting
from keras_creative.legacy import drawers, mixture_games, stylegan
from keras_creative.legacy.progress import Progress
from keras_creative.plotting import live

SCRIPT = Path(__file__).parents[2] / "STYLEGAN.py"
LEGACY = (
    "--fig_name GAN_deneme --label --notebook --lambda_g 0 --lambda_d 0 "
    "--missing_mixt 1 --niters 5"
)
SMALL = ["--nhidden", "8", "--nlayers", "2", "--batch_size", "16"]
DATA_VARIABLE = "KERAS_CREATIVE_DATA"
DIGITS = np.arange(40) % 10


class Run(NamedTuple):
    """What is left of a run of the command."""

    code: int
    out: list
    err: list
    figs: Path
    model: keras.Model

    @property
    def record(self):
        (path,) = self.figs.glob("*.json")
        return json.loads(path.read_text(), parse_constant=pytest.fail)

    @property
    def files(self):
        return {
            str(path.relative_to(self.figs))
            for path in self.figs.rglob("*")
            if path.is_file()
        }

    @property
    def losses(self):
        """Iteration, d_loss and g_loss of each line that has them."""
        numbers = re.compile(
            r"iteration +(\d+)/\d+ +d_loss +(\S+) +g_loss +(\S+)"
        )
        lines = [numbers.fullmatch(line) for line in self.out]
        return [tuple(map(float, m.groups())) for m in lines if m]


def run(outdir, *flags):
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        models = [None]
        make_model = experiments.DesignMLP.make_model

        def keep_model(*args, **kwargs):
            models.append(make_model(*args, **kwargs))
            return models[-1]

        patch.setattr(experiments.DesignMLP, "make_model", keep_model)
        code = stylegan.main([*SMALL, "--outdir", str(outdir), *flags])
    lines = [stream.getvalue().splitlines() for stream in (out, err)]
    return Run(code, *lines, Path(outdir) / "figs", models[-1])


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    """Five iterations as a user would make them, with a snapshot every 2."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mixture_games, "INTERVAL", 2)
        return run(
            tmp_path_factory.mktemp("usual"),
            *LEGACY.split(),
        )


class TestUsual:
    def test_files(self, usual):
        assert usual.code == 0
        assert usual.err == []
        frames = "tf_default_lrd_0.009_lrg_0.003"
        (events,) = [name for name in usual.files if "tfevents" in name]
        assert events.startswith(f"{frames}/events.out.tfevents.")
        assert usual.files == {
            "GAN_deneme.png",
            "GAN_deneme-metrics.png",
            "GAN_deneme.keras",
            "GAN_deneme.json",
            "density/critic_real0.png",
            "density/critic_real2.png",
            "density/critic_real4.png",
            "density/critic_generated0.png",
            "density/critic_generated2.png",
            "density/critic_generated4.png",
            f"{frames}/fig_00000.png",
            f"{frames}/fig_00002.png",
            f"{frames}/fig_00004.png",
            events,
        }
        for name in usual.files:
            if name.endswith(".png"):
                data = (usual.figs / name).read_bytes()
                assert tf.io.decode_png(data).shape[-1] in (3, 4)

    def test_record(self, usual):
        record = usual.record
        assert record["settings"] == {
            "dataset": "8Gaussians",
            "holdout": [1],
            "scale": 2.0,
            "labelled": True,
            "loss": "gan",
            "creativity": "uniform",
            "lambda_d": 0.0,
            "lambda_g": 0.0,
            "label_smoothing": 0.2,
            "num_layers": 2,
            "units": 8,
            "minibatch_discrimination": False,
            "optimizer": "adam",
            "lr_g": 3e-3,
            "lr_d": 9e-3,
            "ema": 0.99,
            "batch_size": 16,
            "iterations": 5,
            "seed": 0,
        }
        assert record["versions"]["keras"] == keras.__version__
        assert record["iterations_made"] == 5
        assert 0 < record["train_seconds"] < record["wall_seconds"]
        assert record["measures"]["modes_shown"] == 7
        assert list(record["measures"]["holdout"]) == ["1"]

    def test_first_lines_tell_the_data(self, usual):
        assert usual.out[:2] == [
            "8Gaussians: classes shown 0, 2, 3, 4, 5, 6, 7; excluded 1 "
            "(--missing_mixt)",
            "gan, labelled, 5 iterations of 16, seed 0",
        ]

    def test_last_lines_tell_the_result(self, usual):
        measures = usual.record["measures"]
        assert usual.out[-3].endswith(f"; see {usual.figs}/GAN_deneme.png")
        assert usual.out[-2] == (
            f"{measures['modes_captured']} of 7 shown modes captured, "
            f"high-quality share {measures['high_quality_3std']:.3f} "
            "(perfect 0.989); missing mode 1 hit by "
            f"{measures['holdout']['1']['hit_rate']:.4f} "
            "(chance 0.0022 in the box, 0.0239 on the circle)"
        )
        assert usual.out[-1] == str(metrics.verdict(measures))

    def test_event_file_has_the_printed_losses(self, usual):
        (path,) = usual.figs.rglob("*tfevents*")
        values = {}
        for record in tf.data.TFRecordDataset(str(path)):
            event = tf.compat.v1.Event.FromString(record.numpy())
            for value in event.summary.value:
                values[event.step, value.tag] = value.simple_value
        assert [line[0] for line in usual.losses] == [2, 4, 5]
        for step, d_loss, g_loss in usual.losses:
            assert abs(values.pop((step, "d_loss")) - d_loss) < 1e-4
            assert abs(values.pop((step, "g_loss")) - g_loss) < 1e-4
            parts = [
                values.pop((step, f"d_loss_{kind}"))
                for kind in ("real", "fake")
            ]
            assert abs(sum(parts) - d_loss) < 0.1  # all but the penalty
        assert not values

    def test_saved_generator_is_the_averaged_one(self, usual):
        saved = keras.saving.load_model(usual.figs / "GAN_deneme.keras")
        averaged = usual.model.averaged_generator.get_weights()
        for a, b in zip(saved.get_weights(), averaged, strict=True):
            np.testing.assert_array_equal(a, b)


@pytest.mark.slow
def test_fresh_processes(usual, tmp_path):
    """STYLEGAN.py itself, and a generator of it in Keras alone."""
    load = (
        "import sys, keras\n"
        "network = keras.saving.load_model(sys.argv[1])\n"
        "print(network(keras.ops.ones((3, 2))).shape)\n"
        "assert 'keras_creative' not in sys.modules\n"
    )
    env = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    env.pop("PYTHONPATH", None)
    processes = [
        subprocess.Popen(
            [sys.executable, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env=env,
        )
        for arguments in (
            [SCRIPT, *SMALL, "--niters", "2", "--notebook"],
            [SCRIPT, "--niter", "3"],
            ["-c", load, usual.figs / "GAN_deneme.keras"],
        )
    ]
    (good, good_err), (bad, bad_err), (loaded, load_err) = (
        process.communicate() for process in processes
    )
    assert [p.returncode for p in processes] == [0, 2, 0], good_err + load_err
    assert "missing mode 0 hit by" in good.splitlines()[-2]
    assert good_err == bad == ""
    assert bad_err == "STYLEGAN.py: unrecognized arguments: --niter 3\n"
    assert loaded == "(3, 2)\n"


class NoDrawer:
    samples = 1

    def __init__(self, *arguments):
        pass

    def draw(self, iteration, samples, title):
        pass

    def finish(self):
        pass


def make_eager(patch):
    """Train step by step: quicker than tracing, for a few steps."""
    make_model = experiments.DesignMLP.make_model
    patch.setattr(
        experiments.DesignMLP,
        "make_model",
        functools.partialmethod(make_model, run_eagerly=True),
    )


@pytest.fixture
def eager(monkeypatch):
    make_eager(monkeypatch)


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
    def test_missing_mixtures_are_told(self, quick, flags, line):
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


def test_choices_are_those_of_the_package():
    actions = stylegan.make_parser()._option_string_actions
    known = datasets.TOY_DATASETS + datasets.IMAGE_DATASETS
    assert set(actions["--dataset"].choices) == set(known) - {"cifar10"}
    creativity = actions["--creativity"].choices
    assert sorted(creativity) == sorted(losses.CREATIVITY_LOSSES)
    for name in mixture_games.OPTIMIZERS:
        assert type(keras.optimizers.get(name)).__name__.lower() == name


class TestPictures:
    @pytest.fixture(autouse=True)
    def root(self, monkeypatch, tmp_path):
        """Folder for the data; nothing is downloaded."""

        def load_data():
            raise OSError("no network\nin tests")

        monkeypatch.setattr(keras.datasets.mnist, "load_data", load_data)
        root = tmp_path / "data"
        root.mkdir()
        monkeypatch.setenv(DATA_VARIABLE, str(root))
        return root

    @pytest.fixture
    def tiny(self, root):
        pictures = np.arange(40 * 28 * 28).reshape(40, 28, 28) % 251
        np.savez(root / "mnist.npz", x=pictures.astype("uint8"), y=DIGITS)

    @pytest.mark.parametrize("flags", [[], ["--label"]])
    def test_run(self, tiny, eager, tmp_path, flags):
        ran = run(tmp_path, "--dataset", "mnist", "--niters", "1", *flags)
        assert (ran.code, ran.err) == (0, [])
        assert ran.out[0] == (
            "mnist: classes shown 1, 2, 3, 4, 5, 6, 7, 8, 9; excluded 0 "
            "(--missing_mixt)"
        )
        assert ran.out[-1].endswith(f"see {ran.figs}/loss-fig.png")
        names = {name for name in ran.files if "tfevents" not in name}
        assert names == {
            "loss-fig.png",
            "loss-fig-metrics.png",
            "loss-fig.keras",
            "loss-fig.json",
            "tf_default_lrd_0.009_lrg_0.003/fig_00000.png",
        }
        assert ran.record["measures"] is None
        assert ran.record["settings"]["labelled"] == bool(flags)
        assert ran.model.sample(1).shape == (1, 32, 32, 1)

    def test_found_nowhere(self, monkeypatch, tmp_path):
        monkeypatch.delenv(DATA_VARIABLE)
        assert_refused(tmp_path, ["--dataset", "mnist"], "found nowhere")

    def test_truncated_file(self, root, tmp_path):
        (root / "mnist").mkdir()
        path = root / "mnist" / "train-images-idx3-ubyte"
        path.write_bytes(bytes([0, 0, 8, 3]) + bytes(5))
        assert_refused(tmp_path, ["--dataset", "mnist"], re.escape(str(path)))

    def test_more_asked_for_than_there_is(self, tiny, tmp_path):
        flags = ["--dataset", "mnist", "--batch_size", "37"]
        assert_refused(tmp_path, flags, "batch_size")

    def test_missing_class_of_ten(self, tiny, tmp_path):
        flags = ["--dataset", "mnist", "--missing_mixt", "10"]
        assert_refused(tmp_path, flags, "0 to 9")


def assert_refused(folder, flags, message):
    """Exit code 2, one line on stderr and nothing written."""
    refused = run(folder / "out", *flags)
    assert refused.code == 2
    (line,) = refused.err
    assert re.match(f"STYLEGAN.py: .*{message}", line)
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    "flags, message",
    [
        ("--dataset ring", "--dataset: invalid choice: 'ring'"),
        ("--creativity art", "--creativity: invalid choice: 'art'"),
        ("--optim newton", "--optim: invalid choice: 'newton'"),
        ("--loss hinge", "--loss: invalid choice: 'hinge'"),
        ("--nois 1", "unrecognized arguments: --nois 1"),
        ("--nhid 1", "unrecognized arguments: --nhid 1"),
        ("extra", "unrecognized arguments: extra"),
        ("--missing_mixt 8", "0 to 7.*8"),
        ("--missing_mixt -1", "0 to 7.*-1"),
        ("--missing_mixt x", "--missing_mixt: .*x"),
        ("--missing_mixt 1 none", "--missing_mixt: .*1 none"),
        ("--missing_mixt", "--missing_mixt: expected"),
        ("--missing_mixt 0 1 2 3 4 5 6 7", "at least one label"),
        ("--lambda_d -1", "--lambda_d: .*-1"),
        ("--lambda_g -1", "--lambda_g: .*-1"),
        ("--lambda_g nan", "--lambda_g: .*nan"),
        ("--niters 0", "--niters: .*0"),
        ("--niters -5", "--niters: .*-5"),
        ("--niters nan", "--niters: .*nan"),
        ("--batch_size 0", "--batch_size: .*0"),
        ("--nlayers -1", "--nlayers: .*-1"),
        ("--nhidden 0", "--nhidden: .*0"),
        ("--lrg 0", "--lrg: .*0"),
        ("--lrd -0.1", "--lrd: .*-0.1"),
        ("--lrd nan", "--lrd: .*nan"),
        ("--scale 0", "--scale: .*0"),
        ("--scale -2", "--scale: .*-2"),
        ("--scale nan", "--scale: .*nan"),
        ("--scale inf", "--scale: .*inf"),
        ("--scale 1e300", "scale"),
        ("--ema 1", "--ema: .*1"),
        ("--ema nan", "--ema: .*nan"),
        ("--seed 1.5", "--seed: .*1.5"),
        ("--seed -1", ".*[Ss]eed"),
        ("--fig_name a/b", "--fig_name: .*a/b"),
        (f"--niters 1 --fig_name {'x' * 300}", "--fig_name: "),
    ],
)
def test_mistakes(tmp_path, flags, message):
    assert_refused(tmp_path, flags.split(), message)


@pytest.mark.parametrize("folder", ["", "figs"])
def test_outdir_that_is_not_writable(tmp_path, folder):
    in_the_way = tmp_path / folder / "file"
    in_the_way.parent.mkdir(exist_ok=True)
    in_the_way.write_text("kept")
    refused = run(in_the_way)
    assert refused.code == 2
    (line,) = refused.err
    assert line.startswith("STYLEGAN.py: cannot write to the folder")
    assert in_the_way.read_text() == "kept"


class TestInterrupt:
    @pytest.fixture(autouse=True)
    def short_intervals(self, eager, monkeypatch):
        monkeypatch.setattr(mixture_games, "INTERVAL", 2)

    def press(self, monkeypatch, times):
        """Press Ctrl-C when the first losses are printed."""

        def update(self, iteration, losses):
            for _ in range(times):
                os.kill(os.getpid(), signal.SIGINT)

        monkeypatch.setattr(Progress, "update", update)

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
