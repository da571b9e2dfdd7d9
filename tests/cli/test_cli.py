"""The command keras-creative."""

import dataclasses
import errno
import json
import subprocess
import sys
import warnings

import keras
import numpy as np
import pytest
from PIL import Image

from keras_creative import (
    callbacks,
    cli,
    datasets,
    experiments,
    losses,
    metrics,
    models,
    networks,
)
from keras_creative.cli import catalogue, training

RECIPE = experiments.PictureGAN(
    "mnist", width=4, latent_dim=4, batch_size=8, epochs=2, seed=1
)


def test_train_command(tiny_mnist, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(experiments.RECIPES, "design-mnist", RECIPE)
    out = tmp_path / "run"
    argv = ["train", "design-mnist", "--epochs", "1", "--out", str(out)]
    assert cli.main(argv) == 0
    assert (out / "samples" / "epoch_0001.png").exists()
    assert str(out) in capsys.readouterr().out
    assert experiments.RunFolder(out).read_config()["name"] == "design-mnist"
    assert cli.main(argv) == 0
    assert "has its 1 epochs; --epochs asks for more" in capsys.readouterr().out


def test_an_interrupted_run_says_where_it_goes_on(
    tiny_mnist, tmp_path, monkeypatch, capsys
):
    monkeypatch.setitem(experiments.RECIPES, "design-mnist", RECIPE)

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
    assert "goes on after epoch 1 of 2" in interrupt_in(epoch=1).out


def test_warnings_are_lines(monkeypatch, capsys):
    monkeypatch.setattr(
        "keras_creative.cli.listing._entries",
        lambda section: warnings.warn("so it is", stacklevel=2) or {"a": "b"},
    )
    assert cli.main(["list", "models"]) == 0
    expected = "\nkeras-creative: warning: so it is\n"
    assert capsys.readouterr().err == expected


def test_a_closed_pipe_is_no_traceback():
    process = subprocess.Popen(
        [sys.executable, "-m", "keras_creative", "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() == 1


def test_nothing_asked_for_is_helped(capsys):
    assert cli.main([]) == 0
    assert "examples:" in capsys.readouterr().out


def test_list_command_names_every_recipe(capsys):
    assert cli.main(["list", "recipes"]) == 0
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading == "recipes:"
    assert [line.split()[0] for line in lines] == list(experiments.RECIPES)


def test_list_command_names_what_the_package_exports(monkeypatch, capsys):
    """It reads the sources instead of importing TensorFlow."""
    monkeypatch.setenv("COLUMNS", "200")
    assert cli.main(["list"]) == 0
    out = capsys.readouterr().out
    words = {line.split()[0] for line in out.splitlines() if line}
    function = type(cli.main)
    for package, kinds in (
        (models, type),
        (losses, function | type),
        (metrics, function | type),
        (callbacks, type),
    ):
        documented = {
            name
            for name in package.__all__
            if isinstance(getattr(package, name), kinds)
        }
        assert documented <= words
    assert "latent_path" not in words
    assert callbacks.CollapseWatch.__doc__.partition("\n")[0] in out
    assert set(datasets.TOY_DATASETS) | set(datasets.IMAGE_DATASETS) <= words


def test_the_door_knows_every_game():
    """It names them without importing TensorFlow."""
    assert set(catalogue.VARIANTS) == set(experiments.VARIANTS)


@pytest.mark.parametrize(
    "argv, message",
    [
        (["train", "nope"], "no recipe and no folder 'nope'"),
        (["train", "desgn-mnist"], "did you mean design-mnist?"),
        (["train", "design-mnist", "--epoch", "2"], "did you mean --epochs?"),
        (["trian"], "did you mean train?"),
        (["list", "nothing"], "invalid choice: 'nothing'"),
        (["report", "missing"], "there is no 'missing'"),
        (["evaluate", "missing"], "there is no 'missing'"),
        (["export", "missing"], "there is no 'missing'"),
        (["legacy", "nope"], "invalid choice: 'nope'"),
        (["train", "design-mnist", "--epochs", "0"], "at least 1"),
        (["train", "design-mnist", "--bogus"], "--bogus"),
    ],
)
def test_bad_commands(argv, message, capsys):
    assert cli.main(argv) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1


def test_flags_change_the_recipe(tiny_mnist, tmp_path, monkeypatch):
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", RECIPE)
    out = tmp_path / "run"
    argv = ["train", "dcgan-mnist", "--out", str(out), "--epochs", "1"]
    argv += ["--variant", "lsgan", "--batch_size", "5", "--seed", "3"]
    argv += ["--data", str(tmp_path / "data" / "mnist.npz")]
    argv += ["--precision", "mixed_bfloat16", "--monitor", "g_loss"]
    assert cli.main(argv) == 0
    settings = json.loads((out / "config.json").read_text())["settings"]
    expected = dataclasses.replace(
        RECIPE,
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
    tiny_mnist, tmp_path, monkeypatch, capsys
):
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", RECIPE)
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
    tiny_mnist, tmp_path, monkeypatch, capsys
):
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", RECIPE)
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


@pytest.fixture
def run_folder(tiny_mnist, tmp_path):
    RECIPE.run(tmp_path / "run", epochs=1, verbose=0)
    return tmp_path / "run"


def test_samples_of_a_run(run_folder, tmp_path, capsys):
    grid = tmp_path / "grid.png"
    argv = ["sample", str(run_folder), "-n", "5", "--seed", "1"]
    assert cli.main([*argv, "--out", str(grid)]) == 0
    assert Image.open(grid).size == (2 * (3 * 33 + 1), 2 * (2 * 33 + 1))
    singles = tmp_path / "singles"
    assert cli.main([*argv, "--out", str(singles)]) == 0
    names = [f"{index:04d}.png" for index in range(1, 6)]
    assert sorted(p.name for p in singles.iterdir()) == names
    expected = experiments.load_sampler(run_folder).sample(5, seed=1)
    pixels = np.asarray(Image.open(singles / "0002.png").convert("L"))
    np.testing.assert_allclose(
        pixels, (expected[1, :, :, 0] + 1) * 127.5, atol=0.51
    )


def test_many_samples_draw_a_bar_at_a_terminal(
    run_folder, tmp_path, monkeypatch, capsys
):
    argv = ["sample", str(run_folder), "--out", str(tmp_path / "grid.png")]
    capsys.readouterr()
    assert cli.main([*argv, "-n", "1001"]) == 0
    assert "/sample" not in capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert cli.main([*argv, "-n", "1001"]) == 0
    assert "1001/1001" in capsys.readouterr().out
    assert cli.main([*argv, "-n", "1000"]) == 0
    assert "1000/1000" not in capsys.readouterr().out


def test_samples_of_a_generator_alone(tmp_path):
    generator = networks.mlp_generator()
    generator.save(tmp_path / "points.keras")
    source = str(tmp_path / "points.keras")
    out = tmp_path / "points.png"
    assert cli.main(["sample", source, "-n", "9", "--out", str(out)]) == 0
    assert Image.open(out).size == (400, 430)
    sampler = experiments.load_sampler(source)
    np.testing.assert_array_equal(
        sampler.sample(3, seed=2), sampler.sample(3, seed=2)
    )


def test_bad_sources_of_samples(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    (tmp_path / "cut.keras").write_bytes(b"PK no archive")
    inputs = keras.Input((2,)), keras.Input((2,))
    two_inputs = keras.Model(inputs, keras.layers.Add()(inputs))
    two_inputs.save(tmp_path / "two.keras")
    networks.mlp_generator().save(tmp_path / "points.keras")
    out = tmp_path / "out"
    for name, message in (
        ("missing", "there is no"),
        ("empty", "which holds none"),
        ("cut.keras", "can be loaded"),
        ("two.keras", "which holds a Functional"),
        ("points.keras", "a .png file for points"),
    ):
        argv = ["sample", str(tmp_path / name), "--out", str(out)]
        assert cli.main(argv) == 2, name
        error = capsys.readouterr().err
        assert message in error and error.count("\n") == 1
        assert not out.exists()


def test_interpolation_of_a_run(run_folder, tmp_path, capsys):
    argv = ["interpolate", str(run_folder), "--from", "1", "--to", "2"]
    out = tmp_path / "walk.gif"
    more = ["--via", "5", "--frames", "6", "--fps", "10", "--out", str(out)]
    assert cli.main([*argv, *more]) == 0
    assert str(out) in capsys.readouterr().out
    with Image.open(out) as image:
        assert image.n_frames == 6 and image.info["duration"] == 100
    strip = tmp_path / "walk.png"
    assert cli.main([*argv, "--frames", "3", "--out", str(strip)]) == 0
    sampler = experiments.load_sampler(run_folder)
    expected = (sampler.sample(1, seed=2)[0, ..., 0] + 1) * 127.5
    last = np.asarray(Image.open(strip).convert("L"))[2:-2:2, 134:-2:2]
    np.testing.assert_allclose(last, expected, atol=0.51)


def test_seed_fixes_ends_that_are_left_out(tmp_path):
    networks.mlp_generator().save(tmp_path / "points.keras")
    argv = ["interpolate", str(tmp_path / "points.keras"), "--frames", "4"]
    outs = [tmp_path / f"{name}.png" for name in "abc"]
    for out, seed in zip(outs, "112", strict=True):
        assert cli.main([*argv, "--seed", seed, "--out", str(out)]) == 0
    a, b, c = (out.read_bytes() for out in outs)
    assert a == b != c


@pytest.mark.parametrize(
    "argv, message",
    [
        (["--out", "walk.avi"], "must end in .gif, .mp4 or .png"),
        (["--frames", "1"], "at least 2"),
        (["--frames", "3", "--via", "1", "--via", "2"], "waypoints, 4"),
        (["--way", "arc"], "invalid choice: 'arc'"),
        (["--from", "nothing"], "'nothing', which is neither"),
        (["--from", "points.keras"], "a model that encodes only"),
        (["--labels", "3"], "Labels are for a conditional model"),
        (["--fps", "0"], "must be positive"),
        (["--fps", "60"], "at most 50 for a GIF"),
        (["--out", "walk.mp4"], "keras-creative[video]"),
    ],
)
def test_bad_interpolations(argv, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    networks.mlp_generator().save("points.keras")
    assert cli.main(["interpolate", "points.keras", *argv]) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["points.keras"]


def test_interpolation_without_a_run(tmp_path, capsys):
    assert cli.main(["interpolate", str(tmp_path / "missing")]) == 2
    assert "there is no" in capsys.readouterr().err


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


class TestHiddenClasses:
    def adapt(self, name, *flags):
        args = cli.make_parser().parse_args(["train", name, *flags])
        return training._adapted(experiments.RECIPES[name], args)

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
        recipe = self.adapt(name, "--holdout", "1", "2", "--few_shot", "3:4")
        assert recipe.holdout == (1, 2)
        assert recipe.few_shot == {3: 4}

    def test_a_vae_can_be_told_the_label(self):
        flags = ("--conditional", "--latent_dim", "20")
        recipe = self.adapt("vae-mnist", *flags)
        assert recipe.conditional and recipe.latent_dim == 20

    @pytest.mark.parametrize(
        "argv, message",
        [
            (["vae-mnist", "--variant", "gan"], "has no --variant"),
            (["cgan-8gaussians", "--size", "8"], "has no --size"),
            (["dcgan-mnist", "--conditional"], "has no --conditional"),
            (["cgan-8gaussians", "--data", "x"], "has no --data"),
            (["vae-mnist", "--few_shot", "3"], "such as 1:4, not '3'"),
            (["cgan-8gaussians", "--holdout", "8"], "Received: holdout=(8,)"),
            (
                ["cgan-8gaussians", "--holdout", *"01234567"],
                "at least one label",
            ),
        ],
    )
    def test_mistakes_are_one_line(self, argv, message, tmp_path, capsys):
        out = tmp_path / "run"
        assert cli.main(["train", *argv, "--out", str(out)]) == 2
        err = capsys.readouterr().err
        assert message in err and len(err.splitlines()) == 1
        assert not out.exists()


@pytest.mark.parametrize(
    "command", ["list", "train", "sample", "interpolate", "evaluate", "report"]
)
def test_help_has_examples(command, capsys):
    assert cli.main([command, "--help"]) == 0
    assert f"examples:\n  keras-creative {command}" in capsys.readouterr().out


def test_dry_run_prints_settings_and_writes_nothing(
    tiny_mnist, tmp_path, monkeypatch, capsys
):
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", RECIPE)
    out = tmp_path / "run"
    argv = ["train", "dcgan-mnist", "--dry_run", "--out", str(out)]
    assert cli.main([*argv, "--seed", "7", "--epochs", "3"]) == 0
    printed, last = capsys.readouterr().out.strip().rsplit("\n", 1)
    settings = json.loads(printed)
    assert settings.pop("recipe") == "PictureGAN"
    expected = dataclasses.replace(RECIPE, seed=7, epochs=3)
    assert settings == json.loads(json.dumps(dataclasses.asdict(expected)))
    assert last.startswith("20 samples of 32x32x1, 2 steps an epoch, 3 epochs")
    assert not out.exists()


def test_a_folder_of_pictures_is_a_recipe(tmp_path, monkeypatch, capsys):
    for index in range(8):
        pixels = np.full((64, 64, 3), 30 * index, "uint8")
        Image.fromarray(pixels).save(tmp_path / f"{index}.png")
    argv = ["train", str(tmp_path), "--batch_size", "4", "--dry_run"]
    assert cli.main([*argv, "--width", "4"]) == 0
    settings, sizes, _ = capsys.readouterr().out.rsplit("\n", 2)
    assert json.loads(settings)["data"] == str(tmp_path)
    assert sizes.startswith("8 samples of 64x64x3, 30 steps an epoch")


@pytest.mark.slow
def test_verbosity_below_zero_is_quiet(
    tiny_mnist, tmp_path, monkeypatch, capsys
):
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", RECIPE)
    out = tmp_path / "run"
    argv = ["train", "dcgan-mnist", "--epochs", "1", "--out", str(out)]
    assert cli.main([*argv, "--verbosity", "-1"]) == 0
    assert capsys.readouterr().out.startswith("see ")
    assert cli.main([*argv[:3], "2", *argv[4:], "--verbosity", "0"]) == 0
    assert capsys.readouterr().out.startswith("20 samples of 32x32x1")


@pytest.mark.slow
def test_training_on_all_devices(tiny_mnist, tmp_path, monkeypatch):
    recipe = dataclasses.replace(RECIPE, epochs=1)
    monkeypatch.setitem(experiments.RECIPES, "dcgan-mnist", recipe)
    out = tmp_path / "run"
    argv = ["train", "dcgan-mnist", "--out", str(out)]
    assert cli.main([*argv, "--strategy", "mirrored"]) == 0
    assert (out / "samples" / "epoch_0001.png").exists()


def test_evaluation_and_export_of_a_run(run_folder, tmp_path, capsys):
    capsys.readouterr()
    assert cli.main(["evaluate", str(run_folder), "-n", "12"]) == 0
    shown = capsys.readouterr()
    assert "uniqueness: share of samples" in shown.err
    printed = json.loads(shown.out)
    assert printed["epoch"] == 1
    assert 0 < printed["measures"]["uniqueness"] <= 1
    assert "12 samples" in printed["protocol"]
    [*_, last] = experiments.RunFolder(run_folder).measures()
    assert last["protocol"] == printed["protocol"]
    assert cli.main(["evaluate", str(run_folder), "--referee"]) == 2
    assert "hid nothing" in capsys.readouterr().err
    out = tmp_path / "generator.keras"
    assert cli.main(["export", str(run_folder), "--out", str(out)]) == 0
    assert "differ by 0.0e+00" in capsys.readouterr().out
    expected = experiments.load_sampler(run_folder).sample(3, seed=1)
    np.testing.assert_array_equal(
        experiments.load_sampler(out).sample(3, seed=1), expected
    )


def test_old_programs_get_their_flags(capsys):
    assert cli.main(["legacy", "vae", "--encoding-vector-size", "0"]) == 2
    assert "at least 1" in capsys.readouterr().err


def test_completion_script(capsys):
    pytest.importorskip("shtab")
    assert cli.main(["completion", "bash"]) == 0
    assert "interpolate" in capsys.readouterr().out
