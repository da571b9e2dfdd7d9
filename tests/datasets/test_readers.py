import gzip

import numpy as np
import pytest
from array_files import LABELS, PICTURES, idx_bytes, write, write_npz

from keras_creative.datasets.images import (
    read_idx,
    read_npz,
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
