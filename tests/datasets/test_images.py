import gzip
import os
import re
import struct

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative.datasets.images import (
    IMAGE_DATASETS,
    image_batches,
    load_images,
    read_idx,
    read_npz,
    to_network_range,
)

DATA = os.environ.get("KERAS_CREATIVE_DATA")
PICTURES = np.arange(5 * 4 * 3, dtype="uint8").reshape(5, 4, 3)
LABELS = np.array([3, 1, 4, 1, 5], "uint8")
COLOR = np.zeros((4, 32, 32, 3), "uint8")
SPLITS = [("train", "train"), ("test", "t10k")]


def idx_bytes(array):
    header = struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return header + array.tobytes()


def write(path, data, compress=False):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data) if compress else data)
    return path


def write_split(
    folder, prefix="train", images=PICTURES, labels=LABELS, gz=True
):
    end = ".gz" if gz else ""
    images_path = folder / f"{prefix}-images-idx3-ubyte{end}"
    write(folder / f"{prefix}-labels-idx1-ubyte{end}", idx_bytes(labels), gz)
    return write(images_path, idx_bytes(images), gz)


def write_npz(path, **arrays):
    np.savez_compressed(path, **arrays)
    return path


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


def first_pixels(batches, count):
    return [x.numpy()[:, 0, 0, 0].tolist() for x in batches.take(count)]


def numbered(count):
    """Pictures that are told apart by their one value: 0, 1, 2, ..."""
    return np.tile(
        np.arange(count, dtype="uint8").reshape(-1, 1, 1, 1), (1, 2, 2, 1)
    )


class TestReadIdx:
    @pytest.mark.parametrize("array", [PICTURES, LABELS])
    @pytest.mark.parametrize("compress", [False, True])
    @pytest.mark.parametrize("name", ["data", "data.gz"])
    def test_round_trip(self, tmp_path, array, compress, name):
        path = write(tmp_path / name, idx_bytes(array), compress)
        read = read_idx(path)
        assert read.dtype == np.uint8
        assert read.flags.writeable
        np.testing.assert_array_equal(read, array)

    @pytest.mark.parametrize(
        "data, message",
        [
            (b"", "two zero bytes.*first bytes ''"),
            (b"\x00\x00\x08", "two zero bytes.*first bytes '000008'"),
            (b"\x00\x01\x08\x01", "two zero bytes.*first bytes '00010801'"),
            (b"\x01\x00\x08\x01", "two zero bytes.*first bytes '01000801'"),
            (b"\x00\x00\x0d\x01", "code 0x08.*Received.*code 0x0d"),
            (b"\x00\x00\x08\x00", "1 to 4 dimensions.*Received.*0 dimensions"),
            (b"\x00\x00\x08\x05" + bytes(20), "1 to 4 dimensions.*5 dim"),
            (b"\x00\x00\x08\x02" + bytes(7), "header.*2 dimensions in 11 by"),
            (b"\x00\x00\x08\x01" + bytes(4), r"empty dimension.*\(0,\)"),
        ],
    )
    def test_wrong_header(self, tmp_path, data, message):
        path = write(tmp_path / "wrong.idx", data)
        with pytest.raises(ValueError, match=message) as error:
            read_idx(path)
        assert repr(str(path)) in str(error.value)

    @pytest.mark.parametrize("compress", [False, True])
    @pytest.mark.parametrize("change", [-1, 1])
    def test_wrong_length(self, tmp_path, compress, change):
        data = (idx_bytes(PICTURES) + b"\x00")[: 16 + 60 + change]
        received = "59 bytes" if change < 0 else "at least 61 bytes"
        path = write(tmp_path / "wrong.idx", data, compress)
        message = (
            r"hold 60 bytes after its header, for the shape \(5, 4, 3\)"
            rf"\. Received: path='.*wrong\.idx', {received}$"
        )
        with pytest.raises(ValueError, match=message):
            read_idx(path)

    def test_damaged_gzip(self, tmp_path):
        whole = gzip.compress(idx_bytes(PICTURES), mtime=0)
        cut = [whole[:end] for end in range(2, len(whole))]
        flipped = [whole[:i] + b"\xff" + whole[i + 1 :] for i in (2, 10, 11)]
        checksum = [whole[:-8] + bytes(4) + whole[-4:], whole + b"more"]
        for data in cut + flipped + checksum:
            path = write(tmp_path / "damaged", data)
            with pytest.raises(ValueError, match="a whole gzip stream.*Rece"):
                read_idx(path)

    def test_missing_file(self, tmp_path):
        with pytest.raises(FileNotFoundError):
            read_idx(tmp_path / "missing")


class TestReadNpz:
    def test_with_and_without_labels(self, tmp_path):
        x, y = read_npz(write_npz(tmp_path / "a.npz", x=PICTURES, y=LABELS))
        np.testing.assert_array_equal(x, PICTURES)
        np.testing.assert_array_equal(y, LABELS)
        color = np.zeros((2, 4, 4, 3), "uint8")
        x, y = read_npz(write_npz(tmp_path / "b.npz", x=color, z=LABELS))
        assert x.shape == (2, 4, 4, 3)
        assert y is None

    @pytest.mark.parametrize(
        "arrays, message",
        [
            ({"z": LABELS, "y": LABELS}, r"key 'x'.*, keys=\['y', 'z'\]$"),
            ({"x": PICTURES / 255}, "uint8 pictures.*Received.*float64"),
            ({"x": LABELS}, r"uint8 pictures.*Received.*shape \(5,\)"),
            ({"x": PICTURES[None, ..., :2]}, r"channels.*\(1, 5, 4, 2\)"),
            ({"x": PICTURES, "y": LABELS[1:]}, r"of its 5.*shape \(4,\)"),
            ({"x": PICTURES, "y": LABELS / 1}, "integer label.*dtype float64"),
        ],
    )
    def test_wrong_arrays(self, tmp_path, arrays, message):
        path = write_npz(tmp_path / "wrong.npz", **arrays)
        with pytest.raises(ValueError, match=message):
            read_npz(path)

    @pytest.mark.parametrize("key", ["x", "y"])
    def test_pickled_objects_are_refused(self, tmp_path, key):
        arrays = {"x": PICTURES, "y": LABELS}
        arrays[key] = np.array([None, {}], dtype=object)
        path = write_npz(tmp_path / "pickled.npz", **arrays)
        message = r"without pickled objects\. Received: .*keys=\['x', 'y'\]"
        with pytest.raises(ValueError, match=message):
            read_npz(path)

    def test_not_a_whole_zip(self, tmp_path):
        path = write_npz(tmp_path / "a.npz", x=PICTURES)
        whole = path.read_bytes()
        for data in (b"", b"text", whole[:-30], idx_bytes(LABELS)):
            path.write_bytes(data)
            with pytest.raises(ValueError, match=r"\.npz \(zip\).*Received"):
                read_npz(path)
        path.write_bytes(whole[:60] + b"\xff\xff" + whole[62:])
        with pytest.raises(ValueError, match=r"a whole \.npz.*Received"):
            read_npz(path)


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


class TestToNetworkRange:
    def test_exact_values(self):
        images = np.array([0, 51, 102, 204, 255], "uint8").reshape(1, 1, 5, 1)
        x = to_network_range(images)
        assert x.dtype == "float32"
        expected = np.array([-1.0, -0.6, -0.2, 0.6, 1.0], "float32")
        np.testing.assert_allclose(
            x.numpy().ravel(), expected, rtol=0, atol=1e-7
        )
        assert (x.numpy().min(), x.numpy().max()) == (-1.0, 1.0)

    def test_centred_padding(self):
        images = np.full((2, 1, 2, 3), 255, "uint8")
        expected = -np.ones((2, 4, 4, 3), "float32")
        expected[:, 1:2, 1:3] = 1.0
        np.testing.assert_array_equal(to_network_range(images, 4), expected)

    def test_size_of_the_pictures_pads_nothing(self):
        images = np.full((2, 3, 3, 1), 255, "uint8")
        x = to_network_range(images, size=3)
        np.testing.assert_array_equal(x, np.ones((2, 3, 3, 1)))

    def test_in_a_map(self):
        images = np.arange(2 * 3 * 3, dtype="uint8").reshape(2, 3, 3, 1)
        batches = tf.data.Dataset.from_tensor_slices(images).batch(2)
        mapped = batches.map(lambda x: to_network_range(x, size=8))
        assert mapped.element_spec.shape.as_list() == [None, 8, 8, 1]
        expected = to_network_range(images, size=8)
        np.testing.assert_array_equal(next(iter(mapped)), expected)

    @pytest.mark.parametrize("shape", [(1, 5, 4, 1), (1, 4, 5, 1)])
    def test_too_large(self, shape):
        message = f"`size` must be.*{shape[1]} x {shape[2]}. Received: size=4"
        with pytest.raises(ValueError, match=message):
            to_network_range(np.zeros(shape, "uint8"), size=4)

    def test_wrong_images(self):
        with pytest.raises(ValueError, match="must be uint8.*dtype float32"):
            to_network_range(np.zeros((1, 4, 4, 1), "float32"))
        with pytest.raises(ValueError, match=r"must be uint8.*\(4, 4, 1\)"):
            to_network_range(np.zeros((4, 4, 1), "uint8"))
        unknown = tf.TensorSpec(None, "uint8")
        with pytest.raises(ValueError, match="must be uint8.*<unknown>"):
            tf.function(to_network_range).get_concrete_function(unknown)


class TestImageBatches:
    def test_static_shapes(self):
        images = numbered(10)
        batches = image_batches(images, batch_size=4, size=8)
        expected = tf.TensorSpec((4, 8, 8, 1), "float32")
        assert batches.element_spec == expected
        pairs = image_batches(images, np.arange(10), batch_size=4, size=None)
        assert pairs.element_spec == (
            tf.TensorSpec((4, 2, 2, 1), "float32"),
            tf.TensorSpec((4,), "int32"),
        )
        assert batches.cardinality() == tf.data.INFINITE_CARDINALITY

    def test_every_picture_once_an_epoch(self):
        images = numbered(12)
        labels = 100 + np.arange(12)
        seen = []
        batches = image_batches(images, labels, batch_size=4, size=3, seed=1)
        for x, y in batches.take(2 * 3):
            expected = to_network_range(images[y.numpy() - 100], size=3)
            np.testing.assert_array_equal(x, expected)
            seen += y.numpy().tolist()
        assert sorted(seen[:12]) == labels.tolist()
        assert sorted(seen[12:]) == labels.tolist()
        assert seen[:12] != seen[12:]

    def test_remainder_is_dropped_each_epoch(self):
        batches = image_batches(numbered(11), batch_size=4, size=2)
        seen = np.array(first_pixels(batches, 8)).reshape(4, 8)
        assert [len(set(epoch)) for epoch in seen] == [8] * 4
        assert len({frozenset(epoch) for epoch in seen.tolist()}) > 1

    def test_order_is_a_function_of_the_seed(self):
        def order(**kwargs):
            batches = image_batches(numbered(9), batch_size=9, size=2, **kwargs)
            return first_pixels(batches, 1)[0]

        tf.random.set_seed(1)
        first = order(seed=3)
        tf.random.set_seed(2)
        assert order(seed=3) == first
        assert order(seed=4) != first
        assert order() == order(seed=0)
        assert order(seed=3, first_epoch=1) != first
        assert order(seed=1, first_epoch=3) != order(seed=3, first_epoch=1)

    @pytest.mark.parametrize("first_epoch", [0, 1, 3])
    def test_resume(self, first_epoch):
        images, labels = numbered(11), np.arange(11)
        kwargs = {"batch_size": 4, "size": 2, "seed": 5}
        unbroken = image_batches(images, labels, **kwargs)
        resumed = image_batches(
            images, labels, first_epoch=first_epoch, **kwargs
        )
        unbroken = unbroken.skip(2 * first_epoch).take(6)
        pairs = zip(unbroken, resumed.take(6), strict=True)
        for (x, y), (resumed_x, resumed_y) in pairs:
            np.testing.assert_array_equal(x, resumed_x)
            np.testing.assert_array_equal(y, resumed_y)

    def test_one_batch_of_everything(self):
        batches = image_batches(numbered(3), batch_size=3, size=2)
        expected = to_network_range(numbered(3))[:, 0, 0, 0].numpy().tolist()
        assert sorted(first_pixels(batches, 1)[0]) == expected

    def test_arrays_may_change_afterwards(self):
        images, labels = numbered(4), np.arange(4, dtype="int32")
        batches = image_batches(images, labels, batch_size=4, size=2)
        images[:], labels[:] = 255, 9
        x, y = next(iter(batches))
        assert sorted(y.numpy()) == [0, 1, 2, 3]
        assert x.numpy().max() < 0

    @pytest.mark.parametrize(
        "kwargs, message",
        [
            ({"batch_size": 0}, "1 to the .* 6. Received: batch_size=0$"),
            ({"batch_size": 7}, "1 to the .* 6. Received: batch_size=7$"),
            ({"first_epoch": -1}, "0 or more. Received: first_epoch=-1$"),
            ({"size": 1}, "`size` must be.*2 x 2. Received: size=1$"),
            ({"labels": [0] * 5}, r"each of the 6 .* shape \(5,\)$"),
            ({"labels": [0.5] * 6}, "one integer.*dtype float64"),
            ({"images": np.zeros((6, 2, 2))}, r"must be uint8.*\(6, 2, 2\)"),
            ({"images": numbered(6) / 255}, "must be uint8.*dtype float64"),
        ],
    )
    def test_wrong_arguments(self, kwargs, message):
        kwargs = {"images": numbered(6), "batch_size": 2, "size": 2} | kwargs
        with pytest.raises(ValueError, match=message):
            image_batches(**kwargs)
