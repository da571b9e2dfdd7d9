import io
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from absl import logging
from adapted_recipes import adapt
from PIL import Image

from keras_creative import cli


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

    def test_a_vae_can_be_conditioned_on_the_label(self):
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
                "are for DCGAN's discriminator, which recipes such as",
            ),
            (
                ["artgan-v1", "--data", "mnist", "--variant", "cgan"],
                "--variant 'cgan' needs DCGAN's networks: choose a recipe",
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
            (["design-mnist", "--lambda_g", "-1"], "non-negative number"),
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
            (
                ["dcgan-mnist", "--data", "nowhere"],
                "There is no 'nowhere': --data",
            ),
            (["dcgan-mnist", "--holdout", "Shirt"], "the number of a class"),
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


def test_a_folder_of_pictures_is_a_recipe(tmp_path, monkeypatch, capsys):
    for index in range(8):
        pixels = np.full((64, 64, 3), 30 * index, "uint8")
        Image.fromarray(pixels).save(tmp_path / f"{index}.png")
    argv = ["train", str(tmp_path), "--batch_size", "4", "--dry_run"]
    assert cli.main([*argv, "--width", "4"]) == 0
    sizes, settings = capsys.readouterr().out.split("\n", 1)
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
        classes = capsys.readouterr().out.splitlines()[1]
        assert classes == "classes: 0 cats (4), 1 dogs (0)"

    def test_a_batch_size_that_was_not_given_is_lowered(self, argv, capsys):
        argv = [*argv, "--n_critic", "2", "--dry_run"]
        given = argv.index("--batch_size")
        chosen = argv[:given] + argv[given + 2 :]
        assert cli.main(chosen) == 0
        note, _, _, settings = capsys.readouterr().out.split("\n", 3)
        assert note.startswith("batch size 4 instead of 64")
        assert json.loads(settings)["batch_size"] == 4
        argv[given + 1] = "6"
        assert cli.main(argv) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.endswith("Received: batch_size=6; 4 would fit")

    def test_one_picture_is_no_folder(self, argv, capsys):
        folder = Path(argv[3]) / "cats"
        argv[3] = str(folder / "0.png")
        assert cli.main([*argv, "--dry_run"]) == 2
        assert f"that of this one is {str(folder)!r}" in capsys.readouterr().err

    def test_an_archive_is_a_folder(self, argv, capsys):
        shutil.make_archive(argv[3], "zip", argv[3])
        argv[3] += ".zip"
        assert cli.main([*argv, "--fit", "scaled-crop", "--dry_run"]) == 0
        assert "classes: 0 cats (4), 1 dogs (4)" in capsys.readouterr().out
        flags = ["--width", "4", "--size", "16", "--batch_size", "4"]
        assert cli.main(["train", argv[3], *flags, "--dry_run"]) == 0
        assert '"fit": "scaled-crop"' in capsys.readouterr().out

    def test_skipped_files_are_logged_in_plain_lines(self, argv, monkeypatch):
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

    def test_a_run_folder_among_the_pictures_is_logged(self, argv, capsys):
        out = ["--out", str(Path(argv[3]) / "runs" / "a"), "--dry_run"]
        assert cli.main([*argv, *out]) == 0
        assert "lies in the folder of the pictures" in capsys.readouterr().err

    def test_background_is_for_folders(self, tiny_mnist, capsys):
        argv = ["train", "dcgan-mnist", "--background", "black", "--dry_run"]
        assert cli.main(argv) == 2
        assert "--background must be left at 'white'" in capsys.readouterr().err
