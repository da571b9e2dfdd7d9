"""The command keras-creative train."""

import dataclasses
import errno
import io
import json
import shutil
from pathlib import Path

import keras
import numpy as np
import pytest
from absl import logging
from PIL import Image

from keras_creative import (
    cli,
    commands,
    experiments,
)
from keras_creative.cli import train_flags


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
def test_an_interrupted_run_says_where_it_goes_on(
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


def adapt(name, *flags):
    args = cli.make_parser().parse_args(["train", name, *flags])
    return train_flags.adapted(experiments.RECIPES[name], args)


class TestHiddenClasses:
    @pytest.mark.parametrize(
        "name",
        [
            "cgan-8gaussians",
            "infogan-8gaussians",
            "infogan-mnist",
            "vae-fashion-mnist",
            "vae-mnist",
        ],
    )
    def test_flags_of_the_recipes(self, name):
        recipe = adapt(name, "--holdout", "1", "2", "--few_shot", "3:4")
        assert recipe.holdout == (1, 2)
        assert recipe.few_shot == {3: 4}

    def test_a_vae_can_be_told_the_label(self):
        flags = ("--conditional", "--latent_dim", "20")
        recipe = adapt("vae-mnist", *flags)
        assert recipe.conditional and recipe.latent_dim == 20

    @pytest.mark.parametrize(
        "argv, message",
        [
            (["vae-mnist", "--variant", "gan"], "has no --variant"),
            (["cgan-8gaussians", "--size", "8"], "has no --size"),
            (["dcgan-mnist", "--conditional"], "has no --conditional"),
            (["cgan-8gaussians", "--data", "x"], "has no --data"),
            (["dcgan-mnist", "--holdout", "11"], "--holdout must hold"),
            (["dcgan-mnist", "--few_shot", "12:3"], "Received: few_shot=12"),
            (
                ["dcgan-cifar10", "--few_shot", "3:2", "--repeat", "0"],
                "least 1",
            ),
            (
                ["artgan-v1", "--data", "mnist", "--packing", "2"],
                "are for DCGAN's discriminator",
            ),
            (
                ["dcgan-mnist", "--lambda_g", "0.1"],
                "--lambda_g has no effect on the variant gan, only on acgan, ",
            ),
            (
                ["design-mnist", "--variant", "lsgan", "--creativity", "can"],
                "--creativity has no effect on the variant lsgan, only on",
            ),
            (
                ["design-mnist", "--class_ensemble", "--lambda_d", "1"],
                "--lambda_d has no effect with --class_ensemble",
            ),
            (
                ["wgan-gp-fashion-mnist", "--penalty", "r1"],
                "--penalty has no effect on the variant wgan-gp",
            ),
            (["vae-mnist", "--lr_g", "1e-3"], "vae-mnist has no --lr_g"),
            (["cgan-8gaussians", "--n_critic", "2"], "has no --n_critic"),
            (["design-mnist", "--lambda_g", "-1"], "not negative"),
            (["design-mnist", "--ema", "1"], "must be in [0, 1)"),
            (["dcgan-mnist", "--repeat", "2"], "--repeat needs --few_shot"),
            (
                ["r3gan-8gaussians", "--on_collapse", "lower_d_rate"],
                "a number, not a schedule",
            ),
            (
                ["r3gan-8gaussians", "--on_collapse", "warn"]
                + ["--monitor", "palette_ratio"],
                "--monitor must be one of the logs",
            ),
            (["dcgan-mnist", "--data", "nowhere"], "--data must be one of"),
            (["vae-mnist", "--few_shot", "3"], "such as 1:4, not '3'"),
            (["cgan-8gaussians", "--holdout", "8"], "Received: holdout=(8,)"),
            (
                ["cgan-8gaussians", "--holdout", *"01234567"],
                "at least one label",
            ),
        ],
    )
    def test_mistakes_are_one_line(
        self, argv, message, tmp_path, no_data, capsys
    ):
        out = tmp_path / "run"
        assert cli.main(["train", *argv, "--out", str(out)]) == 2
        err = capsys.readouterr().err
        assert message in err and len(err.splitlines()) == 1
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


def test_dry_run_prints_settings_and_writes_nothing(
    recipe, tiny_mnist, tmp_path, monkeypatch, capsys
):
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", recipe)
    out = tmp_path / "run"
    argv = ["train", "dcgan-mnist", "--dry_run", "--out", str(out)]
    assert cli.main([*argv, "--seed", "7", "--epochs", "3"]) == 0
    printed, last, classes = capsys.readouterr().out.strip().rsplit("\n", 2)
    settings = json.loads(printed)
    assert settings.pop("recipe") == "PictureGAN"
    expected = dataclasses.replace(recipe, seed=7, epochs=3)
    assert settings == json.loads(json.dumps(dataclasses.asdict(expected)))
    assert last.startswith("20 samples of 32x32x1, 2 steps an epoch, 3 epochs")
    assert classes.startswith("classes: 0 (2), 1 (2), 2 (2)")
    assert not out.exists()


def test_a_size_that_networks_refuse_is_called_by_its_flag(tiny_mnist, capsys):
    assert cli.main(["train", "dcgan-mnist", "--size", "6", "--dry_run"]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "--size must be" in line and "Received: size=(6, 6, 1)" in line


def test_a_folder_of_pictures_is_a_recipe(tmp_path, monkeypatch, capsys):
    for index in range(8):
        pixels = np.full((64, 64, 3), 30 * index, "uint8")
        Image.fromarray(pixels).save(tmp_path / f"{index}.png")
    argv = ["train", str(tmp_path), "--batch_size", "4", "--dry_run"]
    assert cli.main([*argv, "--width", "4"]) == 0
    settings, sizes, _ = capsys.readouterr().out.rsplit("\n", 2)
    assert cli.main([*argv, "--data", "elsewhere"]) == 2
    assert "not in both" in capsys.readouterr().err
    assert json.loads(settings)["data"] == str(tmp_path)
    assert sizes.startswith("8 samples of 64x64x3, 30 steps an epoch")


class TestFolders:
    @pytest.fixture
    def argv(self, tmp_path):
        """A dry run on 4 cats and 4 dogs."""
        for index in range(8):
            name = ("cats", "dogs")[index % 2]
            (tmp_path / "art" / name).mkdir(parents=True, exist_ok=True)
            pixels = np.full((24, 24, 3), 30 * index, "uint8")
            file = tmp_path / "art" / name / f"{index}.png"
            Image.fromarray(pixels).save(file)
        argv = ["train", "dcgan-mnist", "--data", str(tmp_path / "art")]
        return [*argv, "--size", "16", "--batch_size", "4", "--width", "2"]

    def test_dry_run_lists_the_classes(self, argv, capsys):
        assert cli.main([*argv, "--holdout", "1", "--dry_run"]) == 0
        last = capsys.readouterr().out.splitlines()[-1]
        assert last == "classes: 0 cats (4), 1 dogs (0)"

    def test_an_archive_is_a_folder(self, argv, capsys):
        shutil.make_archive(argv[3], "zip", argv[3])
        argv[3] += ".zip"
        assert cli.main([*argv, "--fit", "scaled-crop", "--dry_run"]) == 0
        assert "classes: 0 cats (4), 1 dogs (4)" in capsys.readouterr().out
        flags = ["--width", "4", "--size", "16", "--batch_size", "4"]
        assert cli.main(["train", argv[3], *flags, "--dry_run"]) == 0
        assert '"fit": "scaled-crop"' in capsys.readouterr().out

    def test_skipped_files_are_told_in_plain_lines(self, argv, monkeypatch):
        folder = Path(argv[3])
        (folder / "cats" / "0.png").write_text("text")
        (folder / "birds").mkdir()
        handler = logging.get_absl_handler().python_handler
        monkeypatch.setattr(handler, "stream", io.StringIO())
        assert cli.main([*argv, "--dry_run"]) == 0
        assert handler.stream.getvalue().splitlines() == [
            f"keras-creative: skipped 'cats/0.png' of {folder}: it is no "
            "picture, or of an unsupported format",
            f"keras-creative: {folder}: skipped without a usable picture: "
            "'birds'",
        ]

    def test_background(self, argv, capsys):
        flags = ["--background", "#00ff00", "--dry_run"]
        assert cli.main([*argv, *flags]) == 0
        assert '"background": "#00ff00"' in capsys.readouterr().out
        assert cli.main([*argv, "--background", "wite"]) == 2
        error = capsys.readouterr().err
        assert error.startswith("keras-creative: --background must be the name")

    def test_a_run_folder_among_the_pictures_is_told(self, argv, capsys):
        out = ["--out", str(Path(argv[3]) / "runs" / "a"), "--dry_run"]
        assert cli.main([*argv, *out]) == 0
        assert "lies in the folder of the pictures" in capsys.readouterr().err

    def test_background_is_for_folders(self, tiny_mnist, capsys):
        argv = ["train", "dcgan-mnist", "--background", "black", "--dry_run"]
        assert cli.main(argv) == 2
        assert "--background must be left at 'white'" in capsys.readouterr().err


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
