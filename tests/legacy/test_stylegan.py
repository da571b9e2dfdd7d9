import os
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from stylegan_runs import SMALL, assert_refused, run

from keras_creative import datasets, losses, metrics
from keras_creative.legacy import mixture_games, stylegan

SCRIPT = Path(__file__).parents[2] / "STYLEGAN.py"
LEGACY = (
    "--fig_name GAN_deneme --label --notebook --lambda_g 0 --lambda_d 0 "
    "--missing_mixt 1 --niters 5"
)


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
            "gan, labeled, 5 iterations of 16, seed 0",
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
        verdict = str(metrics.verdict(measures))
        assert usual.out[-1] == verdict.replace(
            "more epochs", "a larger --niters"
        )

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
    assert bad_err == (
        "STYLEGAN.py: unrecognized arguments: --niter 3; did you mean "
        "--niters?\n"
    )
    assert loaded == "(3, 2)\n"


def test_choices_are_those_of_the_package():
    actions = stylegan.make_parser()._option_string_actions
    known = datasets.TOY_DATASETS + datasets.IMAGE_DATASETS
    assert set(actions["--dataset"].choices) == set(known) - {"cifar10"}
    creativity = actions["--creativity"].choices
    assert sorted(creativity) == sorted(losses.CREATIVITY_LOSSES)
    for name in mixture_games.OPTIMIZERS:
        assert type(keras.optimizers.get(name)).__name__.lower() == name


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
