"""The commands that take a run."""

import json
import sys

import keras
import numpy as np
import pytest
from PIL import Image

from keras_creative import (
    cli,
    commands,
    experiments,
    models,
    networks,
)


@pytest.fixture
def run_folder(recipe, tiny_mnist, tmp_path):
    recipe.run(tmp_path / "run", epochs=1, verbose=0)
    return tmp_path / "run"


def write_run(folder, *epochs):
    """A run of a conditional GAN that nobody has trained."""
    model = models.CGAN(
        networks.dcgan_generator((16, 16, 1), 4, attributes_length=3, width=4),
        networks.dcgan_discriminator((16, 16, 1), width=4, attributes_length=3),
    )
    model.compile()
    (folder / "checkpoints").mkdir(parents=True)
    for epoch in epochs:
        model.save(folder / "checkpoints" / f"epoch_{epoch:04d}.keras")
    config = {
        "settings": {"data": "pets", "epochs": 4, "seed": 0, "holdout": []},
        "name": "cgan-pets",
        "classes": {"birds": 9, "cats": 8, "dogs": 7},
    }
    (folder / "config.json").write_text(json.dumps(config))
    return folder


@pytest.fixture(scope="module")
def pets(tmp_path_factory):
    return write_run(tmp_path_factory.mktemp("runs") / "pets", 4)


def test_samples_of_a_run(pets, tmp_path, capsys):
    grid = tmp_path / "grid.png"
    argv = ["sample", str(pets), "-n", "5", "--seed", "600"]
    assert cli.main([*argv, "--out", str(grid)]) == 0
    said = f"see {grid}: 5 samples, seed 600-604, epoch 4\n"
    assert capsys.readouterr().out.endswith(said)
    with Image.open(grid) as image:
        assert image.size == (2 * (3 * 17 + 1), 2 * (2 * 17 + 1))
        assert image.text["seed"] == "600-604" and image.text["epoch"] == "4"
        assert image.text["run"] == "pets"
        assert image.text["recipe"] == "cgan-pets"
    singles = tmp_path / "singles"
    assert cli.main([*argv, "--out", str(singles)]) == 0
    names = [f"{index:04d}.png" for index in range(1, 6)]
    assert sorted(p.name for p in singles.iterdir()) == names
    expected = experiments.load_sampler(pets).sample(1, seed=601, labels=1)
    with Image.open(singles / "0002.png") as image:
        assert image.text["seed"] == "601"
        pixels = np.asarray(image.convert("L"))
    np.testing.assert_allclose(
        pixels, (expected[0, :, :, 0] + 1) * 127.5, atol=0.51
    )


def test_a_cell_of_a_grid_is_a_place_of_a_walk(pets, tmp_path):
    grid, strip = tmp_path / "grid.png", tmp_path / "strip.png"
    run, labels = str(pets), ["--labels", "1"]
    argv = ["sample", run, "--seeds", "15-17", "4", "--out", str(grid)]
    assert cli.main([*argv, *labels]) == 0
    argv = ["interpolate", run, "--from", "17", "--to", "4", "--frames", "2"]
    assert cli.main([*argv, *labels, "--out", str(strip)]) == 0
    cells, places = (np.asarray(Image.open(p)) for p in (grid, strip))
    difference = cells[34:].astype(int) - places
    assert abs(difference).max() <= 1, "rounding of another batch"


def test_samples_of_another_checkpoint(tmp_path, capsys):
    folder = write_run(tmp_path / "run", 3, 4)
    argv = ["sample", str(folder), "-n", "2", "--out", str(tmp_path / "a.png")]
    assert cli.main([*argv, "--epoch", "3"]) == 0
    assert capsys.readouterr().out.endswith("epoch 3\n")
    for flags, message in (
        (["--epoch", "7"], "--epoch must be one whose checkpoint was kept"),
        (["--best"], "--epoch can be 'best' for a run that was trained with"),
        (["--best", "--epoch", "1"], "not allowed with"),
    ):
        assert cli.main([*argv, *flags]) == 2
        error = capsys.readouterr().err
        assert message in error and error.count("\n") == 1
    checkpoints = folder / "checkpoints"
    (checkpoints / "epoch_0003.keras").rename(checkpoints / "best.keras")
    (checkpoints / "best.json").write_text('{"epoch": 2}')
    assert cli.main([*argv, "--best"]) == 0
    assert capsys.readouterr().out.endswith("epoch 2\n")
    (checkpoints / "epoch_0004.keras").unlink()
    walk = ["interpolate", str(folder), "--frames", "2", "--best"]
    assert cli.main([*walk, "--out", str(tmp_path / "walk.png")]) == 0


def test_labels_by_name_and_number(pets, tmp_path, capsys):
    by_name, by_number = tmp_path / "name.png", tmp_path / "number.png"
    argv = ["sample", str(pets), "--seeds", "3-6"]
    more = ["--labels", "dogs", "birds", "--out", str(by_name)]
    assert cli.main([*argv, *more]) == 0
    said = "4 samples, seed 3-6, label dogs, birds, epoch 4\n"
    assert capsys.readouterr().out.endswith(said)
    more = ["--labels", "2", "0", "--out", str(by_number)]
    assert cli.main([*argv, *more]) == 0
    with Image.open(by_name) as a, Image.open(by_number) as b:
        assert a.text["label"] == "dogs, birds, dogs, birds"
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))
    model = experiments.load_sampler(pets)
    expected = model.sample(4, seed=range(3, 7), labels=[2, 0, 2, 0])
    experiments.write_samples(tmp_path / "expected.png", expected)
    with Image.open(tmp_path / "expected.png") as image:
        pixels = np.asarray(Image.open(by_name))
        np.testing.assert_array_equal(np.asarray(image), pixels)
    walk = ["interpolate", str(pets), "--frames", "3", "--labels", "cats"]
    assert cli.main([*walk, "--out", str(tmp_path / "walk.png")]) == 0


def test_captions_are_below_their_pictures(pets, tmp_path):
    plain, told = tmp_path / "plain.png", tmp_path / "told.png"
    argv = ["sample", str(pets), "--seeds", "600-603", "--labels", "cats"]
    assert cli.main([*argv, "--out", str(plain)]) == 0
    assert cli.main([*argv, "--captions", "--out", str(told)]) == 0
    plain, told = (np.asarray(Image.open(p)) for p in (plain, told))
    assert told.shape[1] == plain.shape[1] and len(told) > len(plain)
    np.testing.assert_array_equal(told[:34], plain[:34])
    assert (told[34:46] < 128).any(), "text"


@pytest.mark.parametrize(
    "argv, message",
    [
        (["--labels", "horses"], "--labels must be from 0 to 2, or of birds,"),
        (["--labels", "3"], "Received: '3'"),
        (["--seeds", "600-605", "-n", "4"], "-n 4 contradicts the 6 seeds"),
        (["--seeds", "9-7"], "must be a range of 1 to"),
        (["--seeds", "six"], "must be a seed or a range"),
        (["--seed", "-1"], "must be a non-negative integer"),
        (["--seed", "1", "--seeds", "2"], "not allowed with"),
        (["--captions", "--out", "singles"], "--captions are for a grid"),
        (["--out", "old"], "--out must be a folder without pictures"),
    ],
)
def test_bad_requests_for_samples(
    argv, message, pets, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "0001.png").write_bytes(b"of an earlier command")
    before = sorted(tmp_path.rglob("*"))
    assert cli.main(["sample", str(pets), *argv]) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_labels_and_epochs_of_a_generator_alone(tmp_path, capsys):
    networks.mlp_generator().save(tmp_path / "points.keras")
    argv = ["sample", str(tmp_path / "points.keras")]
    for more, message in (
        (["--labels", "1"], "--labels are for a conditional model"),
        (["--epoch", "1"], "--epoch is for a run folder"),
        (["--best"], "--best is for a run folder"),
        (["--captions"], "--captions are for a grid of pictures"),
    ):
        assert cli.main([*argv, *more]) == 2
        assert message in capsys.readouterr().err


def test_many_samples_draw_a_bar_at_a_terminal(
    pets, tmp_path, monkeypatch, capsys
):
    argv = ["sample", str(pets), "--out", str(tmp_path / "grid.png")]
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


def test_interpolation_of_a_run(pets, tmp_path, capsys):
    argv = ["interpolate", str(pets), "--from", "1", "--to", "2"]
    out = tmp_path / "walk.gif"
    more = ["--via", "5", "--frames", "6", "--fps", "10", "--out", str(out)]
    assert cli.main([*argv, *more]) == 0
    assert str(out) in capsys.readouterr().out
    with Image.open(out) as image:
        assert image.n_frames == 6 and image.info["duration"] == 100
    strip = tmp_path / "walk.png"
    assert cli.main([*argv, "--frames", "3", "--out", str(strip)]) == 0
    sampler = experiments.load_sampler(pets)
    expected = (sampler.sample(1, seed=2, labels=0)[0, ..., 0] + 1) * 127.5
    last = np.asarray(Image.open(strip).convert("L"))[2:-2:2, 70:-2:2]
    np.testing.assert_allclose(last, expected, atol=0.51)


def test_seed_fixes_omitted_ends(tmp_path):
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
        (["--from", "points.keras"], "a GeneratorSampler, whose samples"),
        (["--labels", "3"], "--labels are for a conditional model"),
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


@pytest.mark.parametrize(
    "argv, module, extra",
    [
        (["interpolate", "--out", "walk.mp4"], "imageio_ffmpeg", "video"),
        (["export", "--out", "generator.onnx"], "tf2onnx", "onnx"),
        (["export", "--to", "onnx"], "onnxruntime", "onnx"),
        (["report"], "jinja2", "report"),
    ],
)
def test_missing_extras_are_named_before_tensorflow_is_loaded(
    argv, module, extra, pets, monkeypatch, capsys
):
    def load():
        raise AssertionError("TensorFlow is loaded")

    monkeypatch.setattr(commands, "import_tensorflow_quietly", load)
    monkeypatch.setitem(sys.modules, module, None)
    command, *flags = argv
    assert cli.main([command, str(pets), *flags]) == 2
    error = capsys.readouterr().err
    assert module in error and f"keras-creative[{extra}]" in error
    assert error.count("\n") == 1


def test_interpolation_without_a_run(tmp_path, capsys):
    assert cli.main(["interpolate", str(tmp_path / "missing")]) == 2
    assert "there is no" in capsys.readouterr().err


@pytest.mark.slow
def test_evaluation_and_export_of_a_run(run_folder, tmp_path, capsys):
    capsys.readouterr()
    assert cli.main(["evaluate", str(run_folder), "-n", "12"]) == 0
    shown = capsys.readouterr()
    assert "so compare equal numbers" in shown.err
    printed = json.loads(shown.out)
    assert printed["epoch"] == 1
    assert 0 < printed["measures"]["uniqueness"] <= 1
    assert "12 samples" in printed["protocol"]
    [*_, last] = experiments.RunFolder(run_folder).measures()
    assert last["protocol"] == printed["protocol"]
    assert printed["verdict"]["state"] in shown.err.splitlines()[-1]
    config = json.loads((run_folder / "config.json").read_text())
    config["data"] = {"pictures": 300}
    (run_folder / "config.json").write_text(json.dumps(config))
    assert cli.main(["evaluate", str(run_folder)]) == 2
    error = capsys.readouterr().err
    assert "20 pictures, where the training had 300" in error
    assert cli.main(["sample", str(run_folder.parent)]) == 2
    assert f"runs inside: {run_folder}" in capsys.readouterr().err
    wrong = ["--to", "savedmodel", "--out", str(tmp_path / "g.keras")]
    assert cli.main(["export", str(run_folder), *wrong]) == 2
    assert "a folder that does not exist" in capsys.readouterr().err
    out = tmp_path / "generator.keras"
    assert cli.main(["export", str(run_folder), "--out", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "the format keras;" in shown and "differ by 0.0e+00" in shown
    expected = experiments.load_sampler(run_folder).sample(3, seed=1)
    np.testing.assert_array_equal(
        experiments.load_sampler(out).sample(3, seed=1), expected
    )


@pytest.mark.slow
def test_evaluation_by_name_and_against_a_folder(run_folder, tmp_path, capsys):
    run, folder = str(run_folder), tmp_path / "pictures"
    assert cli.main(["sample", run, "-n", "9", "--out", str(folder)]) == 0
    capsys.readouterr()
    named = ["--metrics", "recall", "uniqueness", "--features", "pixels"]
    named += ["--memorization", str(tmp_path / "copies.png")]
    assert cli.main(["evaluate", run, "-n", "9", *named]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed["measures"]) == {"recall", "uniqueness"}
    assert (tmp_path / "copies.png").exists()
    against = ["--against", str(folder)]
    assert cli.main(["evaluate", run, "-n", "9", *against]) == 0
    shown = capsys.readouterr()
    printed = json.loads(shown.out)
    assert "Squared Frechet distance" in shown.err
    [*_, last] = experiments.RunFolder(run_folder).measures()
    assert last["protocol"] == printed["protocol"]
    assert str(folder) in last["protocol"]
    assert cli.main(["evaluate", str(folder), *against]) == 0
    same = json.loads(capsys.readouterr().out)["measures"]
    assert same["frechet_distance"] == pytest.approx(0, abs=1e-3)


def test_evaluations_that_cannot_be_made(
    run_folder, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    before = experiments.RunFolder(run_folder).measures()
    capsys.readouterr()
    for flags, told in (
        (["--metrics", "recal"], "did you mean recall?"),
        (["--metrics", "class_score"], "which needs a classifier"),
        (["--features", "pixel"], "--features must be one of"),
        (["--against", "nowhere"], "there is no 'nowhere'"),
        (["--against", ".", "--referee"], "--against does not go with --ref"),
        (["--against", "."], "which holds 0"),
        (["--memorization", "a.jpg"], "--memorization must be a .png file"),
    ):
        assert cli.main(["evaluate", str(run_folder), "-n", "9", *flags]) == 2
        error = capsys.readouterr().err
        assert told in error and error.count("\n") == 1
    assert experiments.RunFolder(run_folder).measures() == before
