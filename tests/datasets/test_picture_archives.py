"""Zip archives of pictures, and labels in a dataset.json."""

import io
import json
import shutil
import zipfile

import numpy as np
import pytest
import tensorflow as tf
from picture_files import equal, noise, plain, save
from PIL import Image

from keras_creative.datasets import PictureFolder, containers, open_pictures


def zipped(folder, path, **kwargs):
    """A folder as an archive, with the entries that macOS adds."""
    with zipfile.ZipFile(path, "w", **kwargs) as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder))
        archive.writestr("__MACOSX/cats/._0.png", b"resource fork")
    return path


@pytest.fixture
def archive(classes, tmp_path_factory):
    return zipped(classes, tmp_path_factory.mktemp("zip") / "art.zip")


class TestArchive:
    @pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, 8])
    def test_is_read_like_the_folder(
        self, classes, tmp_path_factory, compression
    ):
        path = tmp_path_factory.mktemp("zip") / "art.ZIP"
        zipped(classes, path, compression=compression)
        folder, data = PictureFolder(classes, 8), open_pictures(path, 8)
        assert isinstance(data, PictureFolder)
        assert data.class_names == ("cats", "dogs", "emus")
        assert data.class_counts == folder.class_counts
        for (x, y), (u, v) in zip(
            folder.batches(3, seed=2).take(4),
            data.batches(3, seed=2).take(4),
            strict=True,
        ):
            assert equal([x, y], [u, v])

    def test_skipped_files_are_logged(self, archive, caplog):
        with zipfile.ZipFile(archive, "a") as file:
            file.writestr("inner.zip", b"PK")
            file.writestr("cats/broken.png", b"text")
        data = PictureFolder(archive, size=8)
        assert data.skipped == ["cats/broken.png"]
        assert "skipped as hidden: '__MACOSX/cats/._0.png'" in caplog.text
        assert "unpack them: 'inner.zip'" in caplog.text

    def test_fingerprint_is_that_of_the_contents(self, archive, classes):
        before = PictureFolder(archive).fingerprint
        copy = shutil.copy(archive, archive.with_name("copy.zip"))
        assert PictureFolder(copy).fingerprint == before
        save(classes / "cats" / "0.png", plain(9))
        after = PictureFolder(zipped(classes, archive)).fingerprint
        assert after["digest"] == before["digest"]
        assert after["content"] != before["content"]

    def test_damaged_body_is_skipped(self, folder, tmp_path_factory):
        save(folder / "020.png", noise())
        path = zipped(folder, tmp_path_factory.mktemp("zip") / "art.zip")
        whole = bytearray(path.read_bytes())
        place = whole.index(b"IDAT", whole.index(b"020.png")) + 20
        whole[place] ^= 255
        path.write_bytes(whole)
        data = PictureFolder(path, size=8)
        next(iter(data.batches(11)))
        assert data.skipped == ["020.png"]

    def test_no_archive(self, tmp_path):
        for content in (b"", b"PK\3\4", b"text"):
            (tmp_path / "a.zip").write_bytes(content)
            with pytest.raises(ValueError, match="`path` must be a whole zip"):
                open_pictures(tmp_path / "a.zip")

    def test_entries_that_declare_too_much(self, archive, monkeypatch):
        with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as file:
            file.writestr("cats/zeros.png", bytes(10_000))
        monkeypatch.setattr(containers, "_MOST_BYTES", 9_999)
        data = PictureFolder(archive, size=8)
        assert data.problems == {
            "cats/zeros.png": "it declares to become 10000 bytes"
        }

    def test_hostile_names_write_nothing(self, tmp_path):
        file = io.BytesIO()
        Image.fromarray(plain(3)).save(file, "PNG")
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name in ("../up.png", "/abs.png", "C:\\a.png"):
                archive.writestr(name, file.getvalue())
        assert len(PictureFolder(path, size=8).sample(2)[0]) == 2
        assert list(tmp_path.iterdir()) == [path]


class TestLabelFile:
    @pytest.fixture
    def shards(self, tmp_path):
        """Four pictures in the two folders that a tool wrote them to."""
        for index in range(4):
            name = f"0000{index % 2}/img{index}.png"
            save(tmp_path / "art" / name, plain(50 * index))
        return tmp_path / "art"

    def write(self, folder, labels):
        text = json.dumps({"labels": labels})
        (folder / "dataset.json").write_text(text)

    LABELS = [[f"0000{i % 2}/img{i}.png", i // 2] for i in range(4)]

    @pytest.mark.parametrize("as_zip", [False, True])
    def test_labels(self, shards, tmp_path, caplog, as_zip):
        self.write(shards, self.LABELS)
        path = zipped(shards, tmp_path / "a.zip") if as_zip else shards
        data = PictureFolder(path, size=8, holdout=[])
        assert (data.num_classes, data.class_names) == (2, None)
        assert data.class_counts == {"0": 2, "1": 2}
        assert "dataset.json has the labels" in caplog.text
        x, y = next(iter(data.batches(4)))
        gray = np.round((x.numpy()[:, 0, 0, 0] + 1) * 127.5)
        assert tf.equal(y, gray // 100).numpy().all()

    def test_other_labels_are_other_data(self, shards):
        self.write(shards, self.LABELS)
        before = PictureFolder(shards).fingerprint
        self.write(shards, [[name, 1 - k] for name, k in self.LABELS])
        assert PictureFolder(shards).fingerprint != before

    def test_no_labels(self, shards):
        self.write(shards, None)
        data = PictureFolder(shards, size=8)
        assert (data.num_classes, data.labels) == (None, None)

    @pytest.mark.parametrize("text", ["[]", '{"images": []}'])
    def test_files_of_another_kind(self, shards, text):
        (shards / "dataset.json").write_text(text)
        assert PictureFolder(shards).class_names == ("00000", "00001")

    @pytest.mark.parametrize(
        "text, reason",
        [
            ("{", "a damaged file"),
            ("[" * 100_000, "a damaged file"),
            ("\udcff", "a damaged file"),
            ('{"labels": []}', "none for '00000/img0.png'"),
            ('{"labels": 3}', "another form"),
            ('{"labels": [3]}', "another form"),
            ('{"labels": [[[], 3]]}', "another form"),
        ],
    )
    def test_damaged(self, shards, text, reason):
        data = text.encode("utf-8", "surrogateescape")
        (shards / "dataset.json").write_bytes(data)
        with pytest.raises(ValueError, match=f"dataset.json.*eived: {reason}"):
            PictureFolder(shards)

    @pytest.mark.parametrize("label", [-1, 0.5, "0", None, [1], 2**32 + 1, {}])
    def test_labels_that_are_no_classes(self, shards, label):
        self.write(shards, [*self.LABELS[:3], [self.LABELS[3][0], label]])
        with pytest.raises(ValueError, match="must give each.*Received: "):
            PictureFolder(shards)
