"""The command keras-creative train."""

import dataclasses
import errno
import json
import re

import keras
import pytest
import tensorflow as tf
from adapted_recipes import adapt

from keras_creative import cli, commands, experiments


@pytest.mark.slow
def test_train_command(recipe, tiny_mnist, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(experiments.RECIPES, "design-mnist", recipe)
    out = tmp_path / "run"
    argv = ["train", "design-mnist", "--epochs", "1", "--out", str(out)]
    assert cli.main(argv) == 0
    assert (out / "samples" / "epoch_0001.png").exists()
    assert str(out) in capsys.readouterr().out
    assert experiments.RunFolder(out).read_config()["name"] == "design-mnist"
    assert cli.main(argv) == 0
    assert (
        "has its 1 epochs; train more with --epochs" in capsys.readouterr().out
    )


@pytest.mark.slow
def test_an_interrupted_run_says_where_it_resumes(
    recipe, tiny_mnist, tmp_path, monkeypatch, capsys
):
    monkeypatch.setitem(experiments.RECIPES, "design-mnist", recipe)

    def interrupt_in(epoch):
        def on_epoch_begin(self, now, logs=None):
            if now == epoch:
                raise KeyboardInterrupt

        name = "on_epoch_begin"
        monkeypatch.setattr(experiments.RunProgress, name, on_epoch_begin)
        argv = ["train", "design-mnist", "--out", str(tmp_path / "run")]
        assert cli.main(argv) == 130
        return capsys.readouterr()

    assert "before an epoch was saved" in interrupt_in(epoch=0).err
    assert "epoch 1 is saved" in interrupt_in(epoch=1).err
    assert "resumes after epoch 1 of 2" in interrupt_in(epoch=1).out


@pytest.mark.slow
def test_flags_change_the_recipe(recipe, tiny_mnist, tmp_path, monkeypatch):
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", recipe)
    out = tmp_path / "run"
    argv = ["train", "dcgan-mnist", "--out", str(out), "--epochs", "1"]
    argv += ["--variant", "lsgan", "--batch_size", "5", "--seed", "3"]
    argv += ["--data", str(tmp_path / "data" / "mnist.npz")]
    argv += ["--precision", "mixed_bfloat16", "--monitor", "g_loss"]
    assert cli.main(argv) == 0
    settings = json.loads((out / "config.json").read_text())["settings"]
    expected = dataclasses.replace(
        recipe,
        data=argv[argv.index("--data") + 1],
        variant="lsgan",
        batch_size=5,
        precision="mixed_bfloat16",
        epochs=1,
        seed=3,
    )
    assert settings == json.loads(json.dumps(dataclasses.asdict(expected)))
    assert (out / "checkpoints" / "best.keras").exists()
    model = experiments.load_sampler(out)
    assert model.generator.get_layer("dense").compute_dtype == "bfloat16"


@pytest.mark.slow
def test_changed_settings_need_an_override(
    recipe, tiny_mnist, tmp_path, monkeypatch, capsys
):
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", recipe)
    out = tmp_path / "run"
    argv = ["train", "dcgan-mnist", "--epochs", "1", "--out", str(out)]
    assert cli.main(argv) == 0
    assert cli.main([*argv, "--seed", "7"]) == 2
    error = capsys.readouterr().err
    assert "seed: expected 1, received 7" in error
    assert error.count("\n") == 1
    assert cli.main([*argv, "--seed", "7", "--override"]) == 0


@pytest.mark.slow
def test_full_disk_is_one_line_and_can_be_resumed(
    recipe, tiny_mnist, tmp_path, monkeypatch, capsys
):
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", recipe)
    out = tmp_path / "run"
    argv = ["train", "dcgan-mnist", "--out", str(out)]
    assert cli.main([*argv, "--epochs", "1"]) == 0

    def save(self, path):
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as context:
        context.setattr(keras.Model, "save", save)
        assert cli.main([*argv, "--epochs", "2"]) == 1
    error = capsys.readouterr().err
    assert "No space left on device" in error and error.count("\n") == 1
    names = [p.name for p in (out / "checkpoints").iterdir()]
    assert names == ["epoch_0001.keras"]
    assert cli.main([*argv, "--epochs", "2"]) == 0


def test_missing_data_is_one_line(tmp_path, monkeypatch, capsys):
    def load_data():
        raise OSError("no network")

    monkeypatch.delenv("KERAS_CREATIVE_DATA", raising=False)
    monkeypatch.setattr(keras.datasets.mnist, "load_data", load_data)
    out = tmp_path / "run"
    assert cli.main(["train", "design-mnist", "--out", str(out)]) == 2
    error = capsys.readouterr().err
    assert "KERAS_CREATIVE_DATA" in error and error.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize("name", sorted(experiments.RECIPES))
def test_flags_of_losses_reach_every_recipe_that_has_them(name):
    recipe = experiments.RECIPES[name]
    values = {
        "lambda_g": 0.25,
        "lambda_d": 0.75,
        "creativity": "can",
        "penalty": "r1",
        "n_critic": 2,
        "lr_g": 1e-3,
        "lr_d": 2e-3,
        "ema": 0.9,
    }
    for setting, value in values.items():
        readers = recipe.read_by(setting)
        if not hasattr(recipe, setting) or (
            readers is not None and recipe.variant not in readers
        ):
            with pytest.raises(commands.UserError, match=f"--{setting}"):
                adapt(name, f"--{setting}", str(value))
            continue
        changed = adapt(name, f"--{setting}", str(value))
        assert changed == dataclasses.replace(recipe, **{setting: value})


def test_weights_of_a_variant_reach_its_model(tiny_mnist):
    flags = ["--variant", "acgan", "--lambda_g", "0.25", "--lambda_d", "0.75"]
    flags += ["--n_critic", "2", "--penalty", "r1", "--lr_g", "1e-3"]
    recipe = adapt("design-mnist", *flags, "--width", "4", "--ema", "0.5")
    model = recipe.make_model(recipe.load_data())
    assert (model.lambda_g, model.lambda_d, model.n_critic) == (0.25, 0.75, 2)
    assert type(model.penalty).__name__ == "R1Penalty" and model.ema == 0.5
    assert float(model.g_optimizer.learning_rate) == pytest.approx(1e-3)


def test_dry_run_counts_each_players_parameters_once(tiny_mnist, capsys):
    """With an averaged generator and without one."""
    argv = ["train", "dcgan-mnist", "--width", "2", "--batch_size", "4"]
    found = []
    for ema in ("0", "0.9"):
        assert cli.main([*argv, "--ema", ema, "--dry_run"]) == 0
        found += re.findall(
            r"networks of ([\d,]+) parameters", capsys.readouterr().out
        )
    assert found[0] == found[1]


def test_dry_run_prints_settings_and_writes_nothing(
    recipe, tiny_mnist, tmp_path, monkeypatch, capsys
):
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", recipe)
    out = tmp_path / "run"
    argv = ["train", "dcgan-mnist", "--dry_run", "--out", str(out)]
    assert cli.main([*argv, "--seed", "7", "--epochs", "3"]) == 0
    sizes, classes, printed = capsys.readouterr().out.split("\n", 2)
    settings = json.loads(printed)
    assert settings.pop("recipe") == "PictureGAN"
    expected = dataclasses.replace(recipe, seed=7, epochs=3)
    assert settings == json.loads(json.dumps(dataclasses.asdict(expected)))
    assert sizes.startswith("20 samples of 32x32x1, 2 steps an epoch, 3 epochs")
    assert classes.startswith("classes: 0 (2), 1 (2), 2 (2)")
    assert not out.exists()


def test_a_size_that_networks_refuse_is_called_by_its_flag(tiny_mnist, capsys):
    assert cli.main(["train", "dcgan-mnist", "--size", "6", "--dry_run"]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "--size must be" in line and "Received: size=(6, 6, 1)" in line


@pytest.mark.slow
def test_verbosity_below_zero_is_quiet(
    recipe, tiny_mnist, tmp_path, monkeypatch, capsys
):
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", recipe)
    out = tmp_path / "run"
    argv = ["train", "dcgan-mnist", "--epochs", "1", "--out", str(out)]
    assert cli.main([*argv, "--verbosity", "-1"]) == 0
    assert capsys.readouterr().out.startswith("see ")
    assert cli.main([*argv[:3], "2", *argv[4:]]) == 0
    assert capsys.readouterr().out.startswith("20 samples of 32x32x1")


@pytest.mark.slow
def test_training_on_all_devices(recipe, tiny_mnist, tmp_path, monkeypatch):
    short = dataclasses.replace(recipe, epochs=1)
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", short)
    out = tmp_path / "run"
    argv = ["train", "dcgan-mnist", "--out", str(out)]
    assert cli.main([*argv, "--strategy", "mirrored"]) == 0
    assert (out / "samples" / "epoch_0001.png").exists()


def test_threads_are_set_before_tensorflow_starts(
    recipe, tiny_mnist, monkeypatch, capsys
):
    counts = []
    threading = tf.config.threading
    for kind in ("intra", "inter"):
        name = f"set_{kind}_op_parallelism_threads"
        monkeypatch.setattr(threading, name, counts.append)
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", recipe)
    argv = ["train", "dcgan-mnist", "--dry_run", "--threads"]
    assert cli.main([*argv, "2"]) == 0
    assert counts == [2, 2]
    assert cli.main([*argv, "0"]) == 2
    assert "--threads: must be at least 1" in capsys.readouterr().err


def test_threads_of_a_started_tensorflow_are_an_error(capsys):
    tf.zeros(())
    argv = ["train", "dcgan-mnist", "--dry_run", "--threads", "3"]
    assert cli.main(argv) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "--threads has no effect" in line
