import os
import re

import keras
import numpy as np
import pytest
from array_files import LABELS, PICTURES, idx_bytes, write, write_npz

from keras_creative.datasets.images import (
    IMAGE_DATASETS,
    load_images,
)

DATA = os.environ.get("KERAS_CREATIVE_DATA")
COLOR = np.zeros((4, 32, 32, 3), "uint8")
SPLITS = [("train", "train"), ("test", "t10k")]


def write_split(
    folder, prefix="train", images=PICTURES, labels=LABELS, gz=True
):
    end = ".gz" if gz else ""
    images_path = folder / f"{prefix}-images-idx3-ubyte{end}"
    write(folder / f"{prefix}-labels-idx1-ubyte{end}", idx_bytes(labels), gz)
    return write(images_path, idx_bytes(images), gz)


def write_cifar10(path):
    labels = np.arange(4).reshape(4, 1)
    return write_npz(
        path,
        x_train=COLOR,
        y_train=labels,
        x_test=COLOR[:2],
        y_test=labels[:2, 0],
    )


@pytest.fixture
def no_download(monkeypatch):
    def load_data():
        raise OSError("no network\nin tests")

    monkeypatch.delenv("KERAS_CREATIVE_DATA", raising=False)
    for name in IMAGE_DATASETS:
        module = getattr(keras.datasets, name.replace("-", "_"))
        monkeypatch.setattr(module, "load_data", load_data)


@pytest.fixture
def root(no_download, monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_CREATIVE_DATA", str(tmp_path))
    return tmp_path


class TestLoadImages:
    @pytest.mark.parametrize("gz", [False, True])
    @pytest.mark.parametrize("split, prefix", SPLITS)
    @pytest.mark.parametrize("to_file", [False, True])
    def test_path_of_idx_files(
        self, no_download, tmp_path, gz, split, prefix, to_file
    ):
        write_split(tmp_path, "train", PICTURES[:2], LABELS[:2], gz)
        write_split(tmp_path, "t10k", PICTURES[:2], LABELS[:2], gz)
        file = write_split(tmp_path, prefix, gz=gz)
        path = str(file) if to_file else tmp_path
        images, labels = load_images("mnist", split, path)
        assert (images.dtype, labels.dtype) == (np.uint8, np.int32)
        np.testing.assert_array_equal(images, PICTURES[..., None])
        np.testing.assert_array_equal(labels, LABELS)

    def test_path_of_npz(self, no_download, tmp_path):
        color = np.zeros((2, 4, 4, 3), "uint8")
        path = write_npz(tmp_path / "color.npz", x=color)
        images, labels = load_images("mnist", "test", path)
        assert images.shape == (2, 4, 4, 3)
        assert labels is None

    def test_precedence(self, no_download, monkeypatch, tmp_path):
        def count(split="train", **kwargs):
            images, labels = load_images("mnist", split, **kwargs)
            assert images.shape[1:] == (4, 3, 1)
            assert labels.dtype == np.int32
            return len(images)

        splits = [(PICTURES[:n], LABELS[:n].astype("int64")) for n in (1, 2)]
        monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: splits)
        assert (count(), count("test")) == (1, 2)

        root = tmp_path / "root"
        root.mkdir()
        monkeypatch.setenv("KERAS_CREATIVE_DATA", str(root))
        assert (count(), count("test")) == (1, 2)
        for name, n in (("mnist-b", 5), ("mnist-a", 3), ("mnist", 4)):
            write_npz(root / f"{name}.npz", x=PICTURES[:n], y=LABELS[:n])
            assert (count(), count("test")) == (n, 2)
        write_split(root / "mnist", "train")
        assert (count(), count("test")) == (5, 2)
        write_split(root / "mnist", "t10k", PICTURES[:3], LABELS[:3])
        assert (count(), count("test")) == (5, 3)
        assert count(path=root / "mnist-a.npz") == 3

    def test_sets_are_not_mixed_up(self, root):
        write_split(root / "fashion-mnist")
        with pytest.raises(FileNotFoundError, match="name='mnist'"):
            load_images("mnist")
        assert len(load_images("fashion-mnist")[0]) == 5

    @pytest.mark.parametrize("name", IMAGE_DATASETS)
    @pytest.mark.parametrize("split, prefix", SPLITS)
    def test_nothing_there(self, no_download, name, split, prefix):
        with pytest.raises(FileNotFoundError) as error:
            load_images(name, split)
        message = str(error.value)
        assert "KERAS_CREATIVE_DATA (which is not set)" in message
        assert f"keras.datasets.{name.replace('-', '_')}.load_data()" in message
        assert "(OSError: no network in tests)" in message
        assert f"holds {name}/{prefix}-images-idx3-ubyte[.gz]" in message
        assert message.endswith(f"Received: name={name!r}, split={split!r}")
        assert "\n" not in message
        assert isinstance(error.value.__cause__, OSError)

    def test_nothing_there_names_the_folder(self, root):
        files = "mnist/train-images-idx3-ubyte[.gz], mnist.npz or mnist-*.npz"
        message = re.escape(f"KERAS_CREATIVE_DATA ({files} in {str(root)!r})")
        with pytest.raises(FileNotFoundError, match=message):
            load_images("mnist")

    @pytest.mark.parametrize("split, count", [("train", 4), ("test", 2)])
    def test_npz_of_two_splits(self, root, split, count):
        path = write_cifar10(root / "cifar10.npz")
        for kwargs in ({}, {"path": path}):
            images, labels = load_images("cifar10", split, **kwargs)
            assert images.shape == (count, 32, 32, 3)
            assert images.dtype == np.uint8
            assert labels.dtype == np.int32
            assert labels.tolist() == list(range(count))
        with pytest.raises(FileNotFoundError, match="name='mnist'"):
            load_images("mnist", split)

    def test_npz_that_lacks_the_split_is_passed_over(self, root):
        write_npz(root / "cifar10.npz", x_train=COLOR, y_train=np.arange(4))
        with pytest.raises(FileNotFoundError, match=r"cifar10\.npz or cif"):
            load_images("cifar10", "test")
        write_npz(root / "cifar10-jpeg.npz", train_jpeg=LABELS)
        assert len(load_images("cifar10")[0]) == 4
        (root / "cifar10.npz").unlink()
        with pytest.raises(FileNotFoundError, match="OSError: no network"):
            load_images("cifar10")

    def test_path_without_the_split(self, tmp_path):
        path = write_npz(tmp_path / "a.npz", x_train=COLOR)
        message = r"key 'x' or 'x_test'\. Received.*keys=\['x_train'\]$"
        with pytest.raises(ValueError, match=message):
            load_images("cifar10", "test", path)

    def test_cifar10_of_keras(self, no_download, monkeypatch):
        labels = np.arange(4, dtype="uint8").reshape(4, 1)
        splits = [(COLOR, labels), (COLOR[:2], labels[:2])]
        monkeypatch.setattr(keras.datasets.cifar10, "load_data", lambda: splits)
        for split, count in (("train", 4), ("test", 2)):
            images, labels = load_images("cifar10", split)
            assert images.shape == (count, 32, 32, 3)
            assert labels.tolist() == list(range(count))

    def test_missing_path(self, root):
        write_split(root / "mnist")
        for name in ("none", "none.npz"):
            path = root / name
            message = f"path={str(path)!r}, which is missing"
            with pytest.raises(FileNotFoundError, match=re.escape(message)):
                load_images("mnist", path=path)
        message = "hold t10k-images-idx3-ubyte, plain or .gz.*which lacks it"
        with pytest.raises(FileNotFoundError, match=message):
            load_images("mnist", "test", path=root / "mnist")

    def test_missing_labels(self, root):
        path = write_split(root / "mnist")
        (root / "mnist" / "train-labels-idx1-ubyte.gz").unlink()
        for kwargs in ({}, {"path": root / "mnist"}, {"path": path}):
            message = "train-labels-idx1-ubyte, must lie beside"
            with pytest.raises(FileNotFoundError, match=message):
                load_images("mnist", **kwargs)

    @pytest.mark.parametrize(
        "images, labels, shapes",
        [
            (PICTURES, LABELS[:4], r"shape \(5, 4, 3\), labels of shape \(4,"),
            (PICTURES[0], LABELS[:4], r"shape \(4, 3\), labels of shape \(4,"),
            (PICTURES, PICTURES, r"\(5, 4, 3\), labels of shape \(5, 4, 3\)"),
        ],
    )
    def test_labels_do_not_fit(self, root, images, labels, shapes):
        write_split(root / "mnist", "train", images, labels)
        with pytest.raises(ValueError, match=f"n labels beside.*{shapes}"):
            load_images("mnist")

    def test_file_of_the_other_split(self, tmp_path):
        path = write_split(tmp_path, "t10k")
        message = "named like train-images-idx3-ubyte.*split='train'"
        with pytest.raises(ValueError, match=message):
            load_images("mnist", path=path)
        with pytest.raises(ValueError, match=message):
            load_images("mnist", path=path.rename(tmp_path / "pictures.idx"))

    def test_unknown_name_and_split(self):
        message = r"`name` must be one of \('mnist', .*Received: name='x'$"
        with pytest.raises(ValueError, match=message):
            load_images("x")
        message = r"`split` must be one of .*'test'\)\. Received: split='all'$"
        with pytest.raises(ValueError, match=message):
            load_images("mnist", "all")

    @pytest.mark.skipif(not DATA, reason="KERAS_CREATIVE_DATA is not set")
    @pytest.mark.parametrize("name", ["mnist", "fashion-mnist"])
    @pytest.mark.parametrize(
        "split, count", [("train", 60000), ("test", 10000)]
    )
    def test_real_data(self, name, split, count):
        images, labels = load_images(name, split)
        assert images.shape == (count, 28, 28, 1)
        assert (images.dtype, labels.dtype) == (np.uint8, np.int32)
        assert (images.min(), images.max()) == (0, 255)
        per_class = np.bincount(labels)
        assert len(per_class) == 10
        assert per_class.sum() == count
        if name == "fashion-mnist":
            assert set(per_class) == {count // 10}
