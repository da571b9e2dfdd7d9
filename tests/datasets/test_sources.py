import numpy as np
import pytest
from PIL import Image

from keras_creative.datasets import PictureFolder, PictureSet, open_pictures

IMAGES = np.zeros((4, 8, 8, 3), "uint8")


@pytest.fixture
def folder(tmp_path):
    for index, image in enumerate(IMAGES):
        Image.fromarray(image).save(tmp_path / f"{index}.png")
    return tmp_path


def test_arrays():
    data = open_pictures(IMAGES, size=16, color=False)
    assert isinstance(data, PictureSet)
    assert (data.sample_shape, data.num_classes) == ((16, 16, 1), None)
    data = open_pictures((IMAGES, [0, 1, 2, 1]), holdout=[1])
    assert (data.num_classes, len(data)) == (3, 2)


def test_known_name(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_CREATIVE_DATA", str(tmp_path))
    np.savez(tmp_path / "mnist.npz", x=IMAGES[..., 0], y=[0, 1, 2, 3])
    data = open_pictures("mnist", holdout=[3])
    assert isinstance(data, PictureSet)
    assert (data.name, len(data), data.sample_shape) == (
        "mnist",
        3,
        (32, 32, 1),
    )


def test_npz(tmp_path):
    np.savez(tmp_path / "a.npz", x=IMAGES)
    data = open_pictures(tmp_path / "a.npz", size=4)
    assert isinstance(data, PictureSet)
    assert data.images.shape == (4, 4, 4, 3)


def test_folder_with_idx_files_is_a_set(tmp_path):
    (tmp_path / "t10k-images-idx3-ubyte").write_bytes(b"")
    with pytest.raises(FileNotFoundError, match="train-images-idx3-ubyte"):
        open_pictures(tmp_path)


def test_folder_of_pictures(folder):
    data = open_pictures(str(folder), size=8, fit="random-crop")
    assert isinstance(data, PictureFolder)
    assert (data.sample_shape, data.fit) == ((8, 8, 3), "random-crop")
    (folder / "4.png").write_bytes(b"")
    with pytest.raises(ValueError, match="`strict` is set.*'4.png'"):
        open_pictures(folder, strict=True)


@pytest.mark.parametrize(
    "source, words",
    [
        (None, "source=an object of type NoneType"),
        ([IMAGES], "source=an object of type list"),
        ((IMAGES,), "source=an object of type tuple"),
    ],
)
def test_something_else(source, words):
    with pytest.raises(ValueError, match=f"`source` must be .*: {words}$"):
        open_pictures(source)


def test_background_is_for_folders(folder):
    assert open_pictures(folder, background="red").num_classes is None
    message = "`background` must be left at 'white'.*background='red'"
    with pytest.raises(ValueError, match=message):
        open_pictures(IMAGES, background="red")


def test_wrong_arguments(folder):
    with pytest.raises(FileNotFoundError, match="source='/no/where'"):
        open_pictures("/no/where")
    with pytest.raises(ValueError, match="`fit` must be one of.*fit='zoom'"):
        open_pictures(folder, fit="zoom")
    message = "left at 'crop'.*Received: fit='resize', source=an object of"
    with pytest.raises(ValueError, match=message):
        open_pictures(IMAGES, fit="resize")
