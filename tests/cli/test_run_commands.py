"""The commands that take a run."""

import json
import sys

import keras
import numpy as np
import pytest
from PIL import Image

from keras_creative import (
    cli,
    experiments,
    networks,
)


@pytest.fixture
def run_folder(recipe, tiny_mnist, tmp_path):
    recipe.run(tmp_path / "run", epochs=1, verbose=0)
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
    config = json.loads((run_folder / "config.json").read_text())
    config["data"] = {"name": "others"}
    (run_folder / "config.json").write_text(json.dumps(config))
    assert cli.main(["evaluate", str(run_folder)]) == 2
    assert "must be those of the training" in capsys.readouterr().err
    wrong = ["--to", "savedmodel", "--out", str(tmp_path / "g.keras")]
    assert cli.main(["export", str(run_folder), *wrong]) == 2
    assert "a folder that does not exist yet" in capsys.readouterr().err
    out = tmp_path / "generator.keras"
    assert cli.main(["export", str(run_folder), "--out", str(out)]) == 0
    assert "differ by 0.0e+00" in capsys.readouterr().out
    expected = experiments.load_sampler(run_folder).sample(3, seed=1)
    np.testing.assert_array_equal(
        experiments.load_sampler(out).sample(3, seed=1), expected
    )
