"""What else lies in folders of pictures."""

import json
import os
import struct
import sys
import zlib

import pytest
from picture_files import plain, save
from PIL import Image

from keras_creative.datasets import PictureFolder


def write_run(folder, config='{"settings": {}}'):
    save(folder / "samples" / "epoch_0001.png", plain(3))
    save(folder / "losses.png", plain(3))
    (folder / "config.json").write_text(config)


def write_huge_png(path, side):
    """A PNG whose header declares a side; the body is never reached."""

    def chunk(kind, data):
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )


class TestPassedOver:
    def test_hidden(self, classes, caplog):
        """What macOS adds to an archive and to a disk."""
        save(classes / "__MACOSX" / "cats" / "._0.png", plain(3))
        save(classes / ".thumbnails" / "a.png", plain(3))
        (classes / "cats" / "._0.png").write_bytes(b"resource fork")
        (classes / ".DS_Store").write_bytes(b"Bud1")
        data = PictureFolder(classes, size=8)
        assert data.class_names == ("cats", "dogs", "emus")
        assert (len(data), data.skipped) == (6, [])
        assert (
            "skipped as hidden: '.thumbnails/', '__MACOSX/', "
            "'cats/._0.png'" in caplog.text
        )
        assert len(caplog.records) == 1

    def test_nothing_to_tell(self, classes, caplog):
        (classes / "Thumbs.db").write_text("text")
        PictureFolder(classes, size=8)
        assert caplog.records == []

    def test_files_of_other_kinds(self, classes, caplog):
        (classes / "list.csv").write_text("text")
        PictureFolder(classes, size=8)
        assert "do not end like pictures': 'list.csv'" in caplog.text

    @pytest.mark.parametrize("name", ["2.png", "cats/2.png"])
    def test_picture_replaced_by_a_folder(self, tmp_path, name):
        path = (tmp_path / name).parent
        path.mkdir(exist_ok=True)
        for index in range(3):
            Image.new("L", (8, 8)).save(path / f"{index}.png")
        (tmp_path / name).unlink()
        (tmp_path / name).mkdir()
        data = PictureFolder(tmp_path)
        assert len(data) == 2
        assert data.problems == {name: "it is a folder"}

    @pytest.mark.parametrize("place", ["runs/art", "runs", "cats/art"])
    def test_runs(self, classes, caplog, place):
        write_run(classes / place)
        data = PictureFolder(classes, size=8)
        assert (data.class_names, len(data)) == (("cats", "dogs", "emus"), 6)
        sentence = f"skipped as the folder of a run: '{place}'"
        assert sentence in caplog.text

    @pytest.mark.parametrize(
        "config", ["[]", "{}", '{"settings": 1}', "{", "[" * 100_000]
    )
    def test_other_configs_are_no_runs(self, classes, config):
        write_run(classes / "frogs", config)
        assert len(PictureFolder(classes, size=8)) == 8

    def test_archives_are_named(self, classes, caplog):
        (classes / "more.zip").write_bytes(b"PK")
        PictureFolder(classes, size=8)
        assert "archives are not read, unpack them: 'more.zip'" in caplog.text

    @pytest.mark.parametrize("name", ["a.CR2", "a.dng", "a.psd", "a.svg"])
    def test_foreign_formats_are_named(self, classes, caplog, name):
        """Also where a preview inside could be read."""
        image = Image.fromarray(plain(3))
        image.save(classes / "cats" / name, format="TIFF")
        data = PictureFolder(classes, size=8)
        assert len(data) == 6
        assert f"save them as JPEG: 'cats/{name}'" in caplog.text

    def test_long_lists_are_cut(self, classes, caplog):
        for index in range(9):
            (classes / f"{index}.zip").write_bytes(b"PK")
        PictureFolder(classes, size=8)
        assert "'0.zip', '1.zip', '2.zip' and 6 more" in caplog.text

    @pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() == 0, reason="for plain users"
    )
    def test_folder_that_may_not_be_read(self, classes, caplog):
        (classes / "cats" / "secret").mkdir(mode=0)
        PictureFolder(classes, size=8)
        assert "they can't be opened: 'cats/secret'" in caplog.text


class TestDoubtfulClasses:
    @pytest.mark.parametrize(
        "names", [("train", "valid"), ("Test", "Training", "val"), ("train",)]
    )
    def test_parts_of_a_split(self, tmp_path, caplog, names):
        for index, name in enumerate(names):
            save(tmp_path / name / "a" / "0.png", plain(index))
            save(tmp_path / name / "a" / "1.png", plain(index))
        data = PictureFolder(tmp_path, size=8)
        assert data.class_names == tuple(sorted(names))
        assert "are called like the parts of a split" in caplog.text
        assert repr(sorted(names)[0]) in caplog.text

    def test_nested_classes(self, tmp_path, caplog):
        for name in ("monet", "degas"):
            save(tmp_path / "paintings" / name / "0.png", plain(0))
        data = PictureFolder(tmp_path, size=8)
        assert data.class_names == ("paintings",)
        assert (
            "pictures in 'paintings/degas', 'paintings/monet' have the labels "
            "of the outermost folders, 'paintings'" in caplog.text
        )

    def test_one_class(self, tmp_path, caplog):
        for index in range(3):
            save(tmp_path / "cats" / f"{index}.png", plain(index))
        assert PictureFolder(tmp_path, size=8).num_classes == 1
        assert "all pictures are of one class, 'cats'" in caplog.text


class TestHostileFiles:
    @pytest.mark.skipif(sys.platform != "linux", reason="for Linux")
    def test_only_regular_files_are_opened(self, folder):
        os.mkfifo(folder / "a.png")
        (folder / "b.png").symlink_to("/dev/zero")
        (folder / "c.png").symlink_to("/proc/self/environ")
        (folder / "d.png").symlink_to(folder / "nothing")
        data = PictureFolder(folder, size=8)
        assert len(data) == 12
        assert data.problems == {
            "a.png": "it is no regular file",
            "b.png": "it is no regular file",
            "c.png": "it is no regular file",
            "d.png": "it can't be opened (No such file or directory)",
        }

    @pytest.mark.parametrize("side", [13_000, 40_000])
    def test_large_pictures_are_refused_by_their_header(self, folder, side):
        write_huge_png(folder / "a.png", side)
        data = PictureFolder(folder, size=8)
        assert data.skipped == ["a.png"]
        problem = data.problems["a.png"]
        assert "it has more than 89,478,485 pixels" in problem
        assert "raise PIL.Image.MAX_IMAGE_PIXELS" in problem

    def test_large_pictures_that_are_trusted(self, folder, monkeypatch):
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 63)
        with pytest.raises(ValueError, match="more than 63 pixels"):
            PictureFolder(folder, size=8)
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
        assert len(PictureFolder(folder, size=8)) == 12

    @pytest.mark.parametrize("brand", [b"heic", b"mif1"])
    def test_photos_of_a_phone(self, folder, brand):
        box = b"ftyp" + brand + bytes(4) + b"mif1heic"
        box = struct.pack(">I", len(box) + 4) + box
        (folder / "IMG_1.HEIC").write_bytes(box + bytes(100))
        data = PictureFolder(folder, size=8)
        assert "save it as JPEG" in data.problems["IMG_1.HEIC"]

    def test_deep_json(self, classes):
        deep = json.dumps({"settings": {}}) + " " * 2**20
        write_run(classes / "frogs", deep)
        assert len(PictureFolder(classes, size=8)) == 8
