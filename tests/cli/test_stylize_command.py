import numpy as np
import pytest
from PIL import Image

from keras_creative import cli, runs


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / name for name in ("c.png", "a.png", "b.png")]
    for path in paths:
        path.touch()
    return [str(path) for path in paths]


def test_stylize_writes_a_picture(files, tmp_path, monkeypatch, capsys):
    received = []

    def stylize(*args):
        received.append(args)
        return np.zeros((8, 12, 3)), ["a.png: scaled"]

    monkeypatch.setattr(runs, "stylize", stylize)
    content, *styles = files
    out = tmp_path / "out.png"
    argv = ["stylize", str(tmp_path), "--content", content, "--style", *styles]
    argv += ["--strength", "0.8", "--weights", "0.7", "0.3", "--preserve-color"]
    argv += ["--size", "64", "--style-size", "32", "--out", str(out)]
    assert cli.main(argv) == 0
    ((source, photo, paintings, *rest),) = received
    assert source == tmp_path and str(photo) == content
    assert list(map(str, paintings)) == styles
    assert rest == [0.8, [0.7, 0.3], True, 64, 32]
    assert capsys.readouterr().out == f"a.png: scaled\nsee {out}\n"
    with Image.open(out) as image:
        assert image.size == (12, 8)
        assert image.text["styles"] == "a.png, b.png"


@pytest.mark.parametrize(
    "flags, message",
    [
        (["--strength", "1.5"], "must be in [0, 1], not 1.5"),
        (["--strength", "nan"], "must be in [0, 1], not nan"),
        (["--weights", "1"], "--weights must be as many as the styles, 2, not"),
        (["--weights", "-1", "2"], "--weights"),
        (["--out", "x.jpg"], "--out must be a .png file"),
        (["--content", "none.png"], "there is no 'none.png'"),
        (["--style", "none.png"], "there is no 'none.png'"),
        (["--size", "0"], "must be at least 1"),
    ],
)
def test_wrong_flags_are_one_line(flags, message, files, tmp_path, capsys):
    content, *styles = files
    argv = ["stylize", str(tmp_path), "--content", content, "--style", *styles]
    out = tmp_path / "out.png"
    assert cli.main([*argv, "--out", str(out), *flags]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line
    assert not out.exists()


def test_a_picture_that_cannot_be_read(files, tmp_path, capsys):
    """The run is checked first; nothing is written."""
    content, style, _ = files
    out = tmp_path / "out.png"
    argv = ["stylize", str(tmp_path), "--content", content, "--style", style]
    assert cli.main([*argv, "--out", str(out)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "checkpoint" in line and not out.exists()
