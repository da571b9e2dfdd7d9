import itertools
import os
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf
from picture_files import GRAYS, cut, equal, grays, noise, plain, save

from keras_creative.datasets import PictureFolder, PictureSet


class TestBatches:
    def test_specification(self, folder):
        data = PictureFolder(folder, size=16)
        batches = data.batches(5)
        assert batches.element_spec == tf.TensorSpec((5, 16, 16, 3), "float32")
        assert batches.cardinality() == tf.data.INFINITE_CARDINALITY
        assert batches.options().autotune.enabled is False
        assert data.sample_shape == (16, 16, 3)
        assert (len(data), data.steps_per_epoch(5)) == (12, 2)
        assert (data.num_classes, data.class_names) == (None, None)
        assert (data.shown, data.skipped) == ((), [])
        assert data.name == folder.name

    def test_order_is_that_of_pictures_in_memory(self, folder):
        """So a folder and an array of it give the same run."""
        images = np.stack([plain(gray) for gray in GRAYS])
        expected = PictureSet(images, size=8).batches(5, seed=3).take(5)
        batches = list(PictureFolder(folder, size=8).batches(5, seed=3).take(5))
        assert equal(batches, expected)
        epoch = sum(grays(batches[2:4]), [])
        assert len(set(epoch)) == 10 and set(epoch) < set(GRAYS)

    @pytest.mark.parametrize("fit", ["crop", "random-crop"])
    def test_resume(self, tmp_path, fit):
        for index in range(7):
            save(tmp_path / f"{index}.png", noise(index))
        cut(tmp_path / "5.png")
        kwargs = {"batch_size": 3, "seed": 4}
        data = PictureFolder(tmp_path, size=16, fit=fit)
        unbroken = list(data.batches(**kwargs).take(8))
        resumed = PictureFolder(tmp_path, size=16, fit=fit)
        resumed = resumed.batches(**kwargs, first_epoch=2).take(4)
        assert equal(unbroken[4:], resumed)
        assert not equal(unbroken[:2], unbroken[2:4])

    def test_training_continues_over_damage(self, folder):
        cut(save(folder / "020.png", noise()))
        data = PictureFolder(folder, size=8)
        model = keras.Sequential(
            [keras.layers.Flatten(), keras.layers.Dense(1)]
        )
        model.compile(loss=lambda y, prediction: prediction**2)
        history = model.fit(
            data.batches(4).map(lambda x: (x, x[:, 0, 0, :1])),
            epochs=2,
            steps_per_epoch=data.steps_per_epoch(4),
            verbose=0,
        )
        assert len(history.history["loss"]) == 2
        assert data.skipped == ["020.png"]

    @pytest.mark.parametrize(
        "kwargs, message",
        [
            ({"batch_size": 13}, "1 to .* 12. Received: batch_size=13"),
            ({"batch_size": 0}, "1 to .* 12. Received: batch_size=0"),
            ({"batch_size": 4, "first_epoch": -1}, "Received: first_epoch=-1"),
        ],
    )
    def test_wrong_arguments(self, folder, kwargs, message):
        with pytest.raises(ValueError, match=message):
            PictureFolder(folder).batches(**kwargs)


class TestSample:
    def test_choice(self, folder):
        data = PictureFolder(folder, size=8)
        pictures, labels = data.sample(12, seed=1)
        assert pictures.shape == (12, 8, 8, 3) and pictures.dtype == "float32"
        assert labels is None
        values = np.round((pictures[:, 0, 0, 0] + 1) * 127.5)
        assert sorted(values) == GRAYS.tolist()
        assert np.array_equal(data.sample(5, seed=1)[0], pictures[:5])
        assert not np.array_equal(data.sample(5, seed=2)[0], pictures[:5])

    def test_other_windows_of_the_same_pictures(self, tmp_path):
        """A picture's red is its own, its green tells the window."""
        x = np.arange(40, dtype="uint8")
        for index in range(5):
            picture = np.zeros((40, 40, 3), "uint8")
            picture[..., 0], picture[..., 1] = 50 * index, 6 * x
            save(tmp_path / f"{index}.png", picture)
        data = PictureFolder(tmp_path, size=8, fit="random-crop")
        assert data.windowed
        first, other = (data.sample(5, 1, window=i)[0] for i in (0, 1))
        assert np.array_equal(first[..., 0], other[..., 0])
        assert not np.array_equal(first[..., 1], other[..., 1])

    @pytest.mark.parametrize("n", [0, 13])
    def test_wrong_number(self, folder, n):
        with pytest.raises(ValueError, match=f"1 to .* 12. Received: n={n}"):
            PictureFolder(folder).sample(n)


class TestLabels:
    def test_sub_folders_are_labels(self, classes):
        save(classes / "cats" / "deep" / "down" / "x.png", plain(7))
        data = PictureFolder(classes, size=8)
        assert data.class_names == ("cats", "dogs", "emus")
        assert (data.num_classes, data.shown) == (3, (0, 1, 2))
        assert (len(data), data.labels.tolist()) == (7, [0, 0, 0, 0, 1, 1, 2])
        assert data.files[3] == "cats/deep/down/x.png"
        batches = data.batches(7)
        assert batches.element_spec[1] == tf.TensorSpec((7,), "int32")
        x, y = next(iter(batches))
        by_label = {
            label: sorted(itertools.compress(grays([x])[0], y == label))
            for label in range(3)
        }
        assert by_label == {0: [7, 250, 251, 252], 1: [150, 151], 2: [50]}
        assert data.batches(7, labelled=False).element_spec.shape.rank == 4
        pictures, labels = data.sample(7)
        assert labels[grays([tf.constant(pictures)])[0].index(50)] == 2

    def test_holdout(self, classes):
        data = PictureFolder(classes, size=8, holdout=[0])
        assert (data.num_classes, data.shown, len(data)) == (3, (1, 2), 3)
        for _, y in data.batches(3).take(3):
            assert sorted(y.numpy()) == [1, 1, 2]
        with pytest.raises(ValueError, match=r"0 to 2.*holdout=\(3,\)"):
            PictureFolder(classes, holdout=[3])

    def test_holdout_without_labels(self, folder):
        with pytest.raises(ValueError, match=r"must be empty.*holdout=\(1,\)"):
            PictureFolder(folder, holdout=[1])

    @pytest.mark.parametrize("content", [None, "text.txt", "broken.png"])
    def test_sub_folder_without_pictures(self, classes, caplog, content):
        (classes / "bats").mkdir()
        if content:
            (classes / "bats" / content).write_text("text")
        data = PictureFolder(classes)
        assert data.class_names == ("cats", "dogs", "emus")
        assert "skipped without a usable picture: 'bats'" in caplog.text

    def test_counts(self, classes):
        data = PictureFolder(classes, size=8, holdout=[1])
        assert data.class_counts == {"cats": 3, "dogs": 0, "emus": 1}
        assert list(data.class_counts) == list(data.class_names)

    def test_empty_sub_folders_beside_pictures_are_no_labels(self, folder):
        (folder / "notes").mkdir()
        (folder / "notes" / "a.txt").write_text("text")
        data = PictureFolder(folder)
        assert (len(data), data.num_classes) == (12, None)

    def test_pictures_inside_and_outside(self, classes, caplog):
        save(classes / "zebra.png", plain(0))
        data = PictureFolder(classes, size=8)
        assert (len(data), data.num_classes, data.labels) == (7, None, None)
        assert data.class_counts is None
        assert "there are no labels, as pictures lie both in" in caplog.text
        assert "such as 'cats/0.png' and 'zebra.png'" in caplog.text

    def test_hidden_names_and_other_files_are_passed_over(self, folder):
        (folder / "._020.png").write_bytes(b"resource fork")
        (folder / "list.csv").write_text("text")
        save(folder / ".thumbs" / "a.png", plain(0))
        data = PictureFolder(folder)
        assert (len(data), data.skipped, data.num_classes) == (12, [], None)


class TestWrongFolder:
    def test_missing(self, tmp_path):
        with pytest.raises(FileNotFoundError, match="which is missing"):
            PictureFolder(tmp_path / "none")

    def test_file(self, tmp_path):
        path = save(tmp_path / "a.png", plain(0))
        with pytest.raises(ValueError, match="which is a file"):
            PictureFolder(path)

    def test_too_few(self, tmp_path):
        message = "at least 2 pictures.*with 0 and 0 skipped"
        with pytest.raises(ValueError, match=message):
            PictureFolder(tmp_path)
        save(tmp_path / "a.png", plain(0))
        (tmp_path / "b.png").write_bytes(b"")
        message = "at least 2 pictures.*with 1 and 1 skipped"
        with pytest.raises(ValueError, match=message):
            PictureFolder(tmp_path)

    @pytest.mark.parametrize(
        "kwargs, message",
        [
            ({"fit": "zoom"}, r"`fit` must be one of \('crop'.*fit='zoom'"),
            ({"size": 0}, "`size` must be .* at least 1.*Received: size=0"),
            ({"size": -4}, "`size` must be .* at least 1.*Received: size=-4"),
        ],
    )
    def test_wrong_arguments(self, folder, kwargs, message):
        with pytest.raises(ValueError, match=message):
            PictureFolder(folder, **kwargs)

    @pytest.mark.skipif(sys.platform != "linux", reason="names are text")
    def test_names_that_are_no_text(self, folder):
        name = os.fsdecode(b"\xff [1].png")
        (folder / "020.png").rename(folder / name)
        data = PictureFolder(folder, size=8)
        assert name in data.files
        assert sorted(grays(data.batches(12).take(1))[0]) == GRAYS.tolist()
