import numpy as np
import pytest
from PIL import Image

from keras_creative import cli


@pytest.fixture
def folder(tmp_path):
    """Function that writes a number of pictures."""

    def write(n, size=40):
        rng = np.random.default_rng(0)
        (tmp_path / "pictures").mkdir()
        for i in range(n):
            pixels = rng.integers(256, size=(size, size, 3)).astype("uint8")
            Image.fromarray(pixels).save(tmp_path / "pictures" / f"{i}.png")
        return str(tmp_path / "pictures")

    return write


@pytest.mark.slow
@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "64 windows of 1 picture,"),
        (3, "22 windows of each of 3 pictures,"),
        (20, "patches of 20 pictures,"),
    ],
)
def test_pictures_of_few_and_of_many(n, words, folder, tmp_path, capsys):
    out = tmp_path / "new.png"
    argv = ["mosaic", folder(n), "-n", "4", "--size", "16", "--out", str(out)]
    assert cli.main(argv) == 0
    assert words in capsys.readouterr().out
    with Image.open(out) as picture:
        assert picture.mode == "RGB" and min(picture.size) > 32


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--size", "99"], "above 64 a multiple of a power of 2"),
        (["--size", "8"], "from 16 to 512"),
        (["--size", "16", "--patch", "33"], "--patch must fall, and be from 1"),
        (["--size", "16", "--out", "a.jpg"], "--out must be a .png file"),
    ],
)
def test_mistakes(argv, words, folder, tmp_path, monkeypatch, capsys):
    pictures = folder(16)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["mosaic", pictures, "-n", "1", *argv]) == 2
    assert words in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["pictures"]


def test_no_picture(tmp_path, capsys):
    assert cli.main(["mosaic", str(tmp_path)]) == 2
    assert "at least 1 picture that can be used" in capsys.readouterr().err
