import numpy as np
import pytest

from keras_creative.datasets import load_fonts

X = np.arange(2 * 3 * 16, dtype="uint8").reshape(2, 3, 4, 4)


def write(path, x=X, chars=("A", "b", "3"), family=(0, 4), **more):
    np.savez(path, x=x, chars=np.array(chars), family=np.array(family), **more)
    return path


def test_fonts_and_characters(tmp_path, monkeypatch):
    write(tmp_path / "fonts32.npz", weight=np.array([400, 700]))
    monkeypatch.setenv("KERAS_CREATIVE_DATA", str(tmp_path))
    fonts = load_fonts()
    np.testing.assert_array_equal(fonts.images[..., 0], X)
    assert fonts.characters == ("A", "b", "3")
    np.testing.assert_array_equal(fonts.families, [0, 4])


def test_missing_file(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_CREATIVE_DATA", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="holds fonts32.npz"):
        load_fonts()
    with pytest.raises(
        FileNotFoundError, match="must exist. Received: .*mine.npz"
    ):
        load_fonts(tmp_path / "mine.npz")
    monkeypatch.delenv("KERAS_CREATIVE_DATA")
    with pytest.raises(FileNotFoundError, match="DATA=None"):
        load_fonts()


@pytest.mark.parametrize(
    "change", [{"x": X[:1]}, {"chars": ("A",)}, {"x": X.astype("float32")}]
)
def test_arrays_that_do_not_fit(tmp_path, change):
    path = write(tmp_path / "mine.npz", **change)
    with pytest.raises(
        ValueError, match="must hold uint8 pictures x.*Received"
    ):
        load_fonts(path)


def test_lacking_array(tmp_path):
    np.savez(tmp_path / "mine.npz", x=X)
    with pytest.raises(ValueError, match="chars.npy"):
        load_fonts(tmp_path / "mine.npz")
