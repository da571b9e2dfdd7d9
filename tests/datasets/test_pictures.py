import os
import struct
from pathlib import Path

import numpy as np
import pytest

from keras_creative.datasets import (
    IMAGE_DATASETS,
    PictureSet,
    to_network_range,
)

DATA = os.environ.get("KERAS_CREATIVE_DATA")
LABELS = np.array([0, 2, 1, 2, 0, 2])


def pictures(side=4, channels=3, count=6):
    rng = np.random.default_rng(0)
    return rng.integers(0, 256, (count, side, side, channels), "uint8")


def write_idx(path, array):
    header = struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    path.write_bytes(header + array.astype("uint8").tobytes())
    return path


class TestLabels:
    def test_without_labels_batches_are_pictures_only(self):
        data = PictureSet(pictures(), size=4)
        assert data.num_classes is None and data.shown == ()
        assert data.batches(3).element_spec.shape == (3, 4, 4, 3)
        x, y = data.sample(6)
        assert x.shape == (6, 4, 4, 3) and y is None
        assert len(data.held_out_images) == 0

    def test_holdout(self):
        data = PictureSet(pictures(), LABELS, holdout=[2], size=4)
        assert (data.num_classes, data.shown, len(data)) == (3, (0, 1), 3)
        assert set(data.held_out_labels) == {2}
        x, y = next(iter(data.batches(3)))
        assert sorted(y.numpy()) == [0, 0, 1]
        expected = to_network_range(pictures()[LABELS == 1])[0]
        np.testing.assert_array_equal(x[y.numpy().tolist().index(1)], expected)
        assert data.batches(3, labelled=False).element_spec.shape.rank == 4

    def test_length_and_steps(self):
        data = PictureSet(pictures(), LABELS.tolist(), size=4)
        assert len(data) == 6
        assert [data.steps_per_epoch(n) for n in (1, 4, 6)] == [6, 1, 1]
        for batch_size in (0, 7):
            message = f"1 to .* 6. Received: batch_size={batch_size}"
            with pytest.raises(ValueError, match=message):
                data.steps_per_epoch(batch_size)


class TestSizes:
    def test_small_pictures_are_padded_in_the_middle(self):
        data = PictureSet(np.full((2, 2, 2), 255, "uint8"), size=4)
        x, _ = data.sample(1)
        expected = -np.ones((1, 4, 4, 1), "float32")
        expected[:, 1:3, 1:3] = 1
        np.testing.assert_array_equal(x, expected)

    def test_large_pictures_are_averaged_over_areas(self):
        images = pictures(side=8)
        data = PictureSet(images, size=4)
        blocks = images.reshape(6, 4, 2, 4, 2, 3).mean(axis=(2, 4))
        assert data.images.dtype == np.uint8
        np.testing.assert_allclose(data.images, blocks, atol=0.5)

    def test_many_chunks_equal_one(self):
        images = np.tile(pictures(side=8), (400, 1, 1, 1))
        data = PictureSet(images, size=4)
        assert data.images.shape == (2400, 4, 4, 3)
        expected = np.tile(data.images[:6], (400, 1, 1, 1))
        np.testing.assert_array_equal(data.images, expected)

    def test_proportions_are_kept(self):
        images = np.full((2, 4, 8, 1), 255, "uint8")
        data = PictureSet(images, size=4)
        assert data.images.shape == (2, 2, 4, 1)
        assert data.sample_shape == (4, 4, 1)
        x, _ = data.sample(1)
        np.testing.assert_array_equal(x[0, :, :, 0].mean(1), [-1, 1, 1, -1])


class TestColor:
    def test_grey_is_repeated(self):
        images = pictures(channels=1)
        data = PictureSet(images, size=4, color=True)
        assert data.sample_shape == (4, 4, 3)
        np.testing.assert_array_equal(data.images, np.repeat(images, 3, -1))

    def test_luminance(self):
        images = np.zeros((4, 1, 1, 3), "uint8")
        images[[0, 1, 2], :, :, [0, 1, 2]] = 255
        images[3] = 100
        data = PictureSet(images, size=1, color=False)
        luminance = [0.299 * 255, 0.587 * 255, 0.114 * 255, 100]
        np.testing.assert_allclose(data.images.ravel(), luminance, atol=1)

    @pytest.mark.parametrize("channels, color", [(1, False), (3, True)])
    def test_nothing_to_do(self, channels, color):
        images = pictures(channels=channels)
        for choice in (color, None):
            data = PictureSet(images, size=4, color=choice)
            np.testing.assert_array_equal(data.images, images)


@pytest.mark.parametrize(
    "kwargs, message",
    [
        ({"images": pictures() / 255}, "`images` must be uint8.*float64"),
        ({"images": pictures()[:0]}, r"at least 1 picture.*\(0, 4, 4, 3\)"),
        ({"labels": [0] * 5}, r"one integer for each of the 6.*\(5,\)"),
        ({"labels": [0] * 5 + [-1]}, "from 0.*: labels from -1 to 0"),
        ({"labels": [0] * 5 + [10**9]}, "below 1000 for 6 .* to 1000000000"),
        ({"labels": [0] * 5 + [2**32 + 1]}, "labels from 0 to 4294967297"),
        ({"size": 0}, "`size` must be.* at least 1.*Received: size=0"),
        ({"size": 3.5}, "`size` must be an integer.*Received: size=3.5"),
        ({"holdout": [3]}, r"0 to 2. Received: holdout=\(3,\)"),
        ({"holdout": [0, 1, 2]}, "at least one label"),
        ({"labels": None, "holdout": [1]}, r"must be empty .*=\(1,\)"),
        ({"images": pictures(channels=2), "color": True}, "`color` must .* 2"),
    ],
)
def test_wrong_arguments(kwargs, message):
    kwargs = {"images": pictures(), "labels": LABELS, "size": 4} | kwargs
    with pytest.raises(ValueError, match=message):
        PictureSet(**kwargs)


@pytest.mark.parametrize("n", [0, 7])
def test_sample_of_too_many(n):
    with pytest.raises(ValueError, match=f"`n` must be .* 6. Received: n={n}"):
        PictureSet(pictures(), size=4).sample(n)


class TestLoad:
    def test_npz(self, tmp_path):
        path = tmp_path / "squares.npz"
        np.savez(path, x=pictures(), y=LABELS)
        data = PictureSet.load(path, holdout=[0], size=8, color=False)
        assert (data.name, data.sample_shape) == ("squares", (8, 8, 1))
        assert (data.num_classes, len(data)) == (3, 4)
        np.savez(path, x=pictures()[..., 0])
        data = PictureSet.load(str(path), size=4)
        assert (data.sample_shape, data.num_classes) == ((4, 4, 1), None)

    @pytest.mark.parametrize("of_folder", [False, True])
    def test_idx(self, tmp_path, of_folder):
        folder = tmp_path / "digits"
        folder.mkdir()
        images = pictures()[..., 0]
        file = write_idx(folder / "train-images-idx3-ubyte", images)
        write_idx(folder / "train-labels-idx1-ubyte", LABELS)
        data = PictureSet.load(folder if of_folder else file, size=4)
        np.testing.assert_array_equal(data.images[..., 0], images)
        np.testing.assert_array_equal(data.labels, LABELS)
        assert not of_folder or data.name == "digits"

    def test_neither_name_nor_path(self):
        message = r"one of \('mnist'.*Received: source='mnits', which is ne"
        with pytest.raises(FileNotFoundError, match=message):
            PictureSet.load("mnits")

    @pytest.mark.skipif(not DATA, reason="KERAS_CREATIVE_DATA is not set")
    def test_real_files(self):
        digits = PictureSet.load(Path(DATA, "mnist-10k.npz"))
        assert (len(digits), digits.num_classes) == (10_000, 10)
        assert digits.sample_shape == (32, 32, 1)
        emoji = PictureSet.load(Path(DATA, "emoji64.npz"))
        assert (len(emoji), emoji.num_classes) == (5392, 9)
        assert emoji.images.shape == (5392, 32, 32, 3)


def test_labels_of_known_sets_are_checked_before_they_are_looked_for(
    monkeypatch,
):
    def load_images(*args):
        raise AssertionError("the data were looked for")

    monkeypatch.setattr(
        "keras_creative.datasets.pictures.load_images", load_images
    )
    for name in IMAGE_DATASETS:
        with pytest.raises(ValueError, match=r"Received: holdout=\(10,\)"):
            PictureSet.load(name, holdout=[10])
        with pytest.raises(AssertionError):
            PictureSet.load(name, holdout=[9])


def test_known_sets_have_names_of_classes(tmp_path, monkeypatch):
    images, labels = pictures(28, 1, 10), np.arange(10)
    monkeypatch.setenv("KERAS_CREATIVE_DATA", str(tmp_path))
    np.savez(tmp_path / "fashion-mnist.npz", x=images, y=labels)
    data = PictureSet.load("fashion-mnist")
    assert list(data.class_counts)[:3] == ["t-shirt", "trouser", "pullover"]
    np.savez(tmp_path / "fashion-mnist.npz", x=images, y=labels // 2)
    data = PictureSet.load("fashion-mnist")
    assert list(data.class_counts) == list("01234")
