import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from keras_creative.datasets import load_tasks

RNG = np.random.default_rng(0)
X = RNG.integers(1, 256, (12, 28, 28)).astype("uint8")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_CREATIVE_DATA", str(tmp_path))
    return tmp_path


def bordered(images):
    """The pictures with a dark border of two pixels."""
    images = images.copy()
    images[:, [0, 1, -2, -1]] = 0
    images[:, :, [0, 1, -2, -1]] = 0
    return images


def archive(path, pictures):
    """A zip archive of one folder, whose PNG files have one shade each."""
    with zipfile.ZipFile(path, "w") as file:
        for name, shade in pictures.items():
            data = io.BytesIO()
            Image.new("L", (56, 56), shade).save(data, "PNG")
            file.writestr(f"{path.stem}/{name}", data.getvalue())
        file.writestr("__MACOSX/._x.png", b"none")


def test_omniglot_of_the_small_archives(folder):
    (folder / "omniglot").mkdir()
    greek = {
        f"Greek/character0{c}/{k}.png": 50 * c + k
        for c in (1, 2)
        for k in (1, 2)
    }
    ulog = {f"ULOG/character01/{k}.png": 200 + k for k in (1, 2)}
    small = "images_background_small"
    archive(folder / "omniglot" / f"{small}1.zip", greek)
    archive(folder / "omniglot" / f"{small}2.zip", {**greek, **ulog})
    tasks = load_tasks("omniglot", size=28)
    assert tasks.groups == ("Greek", "Greek", "ULOG") and tasks.smallest == 2
    assert tasks.evaluation == ("ULOG",) and tasks.inverted
    parts = tasks.split(validation=["Greek/character02"], test=tasks.evaluation)
    assert [len(part) for part in parts] == [1, 1, 1]
    found = np.round((parts.test.pictures(0) + 1) * 127.5)
    assert found.shape == (2, 28, 28, 1)
    assert found[:, 3, 4, 0].tolist() == [255 - 201, 255 - 202]


def test_damaged_archives_of_omniglot(folder):
    (folder / "omniglot").mkdir()
    paths = [
        folder / "omniglot" / f"images_background_small{k}.zip" for k in (1, 2)
    ]
    for path in paths:
        archive(path, {"Greek/one/1.png": 3})
    with zipfile.ZipFile(paths[1], "w") as file:
        file.writestr("a/Greek/one/2.png", b"no picture")
    with pytest.raises(ValueError, match="small2.zip.*Greek/one/2.png"):
        load_tasks("omniglot")
    archive(paths[1], {"one.png": 3})
    with pytest.raises(ValueError, match="FOLDER/ALPHABET/CHARACTER"):
        load_tasks("omniglot")
    paths[1].write_bytes(paths[0].read_bytes()[:-40])
    with pytest.raises(ValueError, match="small2.zip"):
        load_tasks("omniglot")


def test_alphabets_of_an_npz_file(folder):
    arrays = {
        "x": bordered(X),
        "y": np.repeat([0, 1, 2], 4),
        "names": np.array(["Greek/1", "Greek/2", "Tibetan/1"]),
        "alphabet": np.repeat([0, 0, 1], 4),
        "alphabets": np.array(["Greek", "Tibetan"]),
    }
    path = folder / "mine.npz"
    np.savez(path, evaluation=np.repeat([False, False, True], 4), **arrays)
    tasks = load_tasks(path, size=28)
    assert tasks.groups == ("Greek", "Greek", "Tibetan")
    assert tasks.evaluation == ("Tibetan",) and not tasks.inverted
    np.savez(path, **arrays)
    with pytest.raises(ValueError, match="evaluation.npy"):
        load_tasks(path, 28)
    arrays["alphabet"] = np.arange(12) // 4
    np.savez(path, evaluation=X[:, 0, 0] > 0, **arrays)
    with pytest.raises(ValueError, match="below 2.*shape .12,. up to 2"):
        load_tasks(path, 28)


def test_sides_of_different_lengths(folder):
    np.savez(folder / "mine.npz", x=X[:, :, :20], y=np.arange(12) // 6)
    assert load_tasks(folder / "mine.npz").sample_shape == (32, 32, 1)


def test_dark_ink_is_inverted_and_small_pictures_are_padded(folder):
    np.savez(folder / "icons32.npz", x=255 - bordered(X), y=np.arange(12) // 6)
    tasks = load_tasks("icons")
    assert tasks.inverted and tasks.sample_shape == (32, 32, 1)
    found = np.round((tasks.pictures(1) + 1) * 127.5)[..., 0]
    np.testing.assert_array_equal(found[:, 2:-2, 2:-2], bordered(X)[6:])
    assert not found[:, [0, 1, -2, -1]].any()


@pytest.mark.parametrize(
    "name, count, smallest", [("fonts", 4, 3), ("font-characters", 3, 4)]
)
def test_fonts_and_characters(folder, name, count, smallest):
    np.savez(
        folder / "fonts32.npz",
        x=X.reshape(4, 3, 28, 28),
        chars=np.array(["A", "b", "3"]),
        family=np.array([0, 0, 1, 2]),
    )
    tasks = load_tasks(name)
    assert (len(tasks), tasks.smallest) == (count, smallest)
    assert len(set(tasks.groups)) == 3


@pytest.fixture
def drawings(folder):
    """Folders of two alphabets with drawings of dark ink."""
    for i, place in enumerate(["Greek/1", "Greek/2", "Tibetan/1"]):
        (folder / "small" / place).mkdir(parents=True)
        for j, picture in enumerate(255 - bordered(X)[4 * i : 4 * i + 4]):
            path = folder / "small" / place / f"{j}.png"
            Image.fromarray(picture).save(path)
    return folder / "small"


def test_folders_are_read_when_pictures_are_drawn(drawings):
    tasks = load_tasks(drawings, size=28)
    assert tasks.inverted and tasks.groups == ("Greek", "Greek", "Tibetan")
    found = np.round((tasks.pictures(2) + 1) * 127.5)[..., 0]
    np.testing.assert_array_equal(found, bordered(X)[8:])
    shots, queries = next(iter(tasks.episodes(2, 3, 1)))
    assert shots.shape == (2, 3, 28, 28, 1) and queries.shape[1] == 1


def test_a_folder_without_concepts(drawings):
    with pytest.raises(ValueError, match="a folder for each concept.*with 1"):
        load_tasks(drawings / "Greek" / "1")


def test_what_is_missing_or_damaged(folder):
    with pytest.raises(
        FileNotFoundError, match="holds omniglot/images_background"
    ):
        load_tasks("omniglot")
    with pytest.raises(FileNotFoundError, match="nothing"):
        load_tasks(folder / "nothing")
    np.savez(folder / "mine.npz", x=X, y=np.zeros(3))
    with pytest.raises(
        ValueError, match="concept y of each.*float64 and shape \\(3,\\)"
    ):
        load_tasks(folder / "mine.npz")
    whole = (folder / "mine.npz").read_bytes()
    (folder / "cut.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match="must be whole"):
        load_tasks(folder / "cut.npz")
