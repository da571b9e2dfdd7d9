"""Files of pictures that are damaged, or made to do harm."""

import gzip
import os
import struct
import sys
import tracemalloc
import zipfile

import numpy as np
import pytest

from keras_creative.datasets import checks, read_idx, read_npz
from keras_creative.datasets.readers import read_pictures

PICTURES = np.arange(60, dtype="uint8").reshape(5, 4, 3)
LABELS = np.array([3, 1, 4, 1, 5], "uint8")
COLOR = np.zeros((4, 8, 8, 3), "uint8")


def write_npz(path, **arrays):
    np.savez(path, **arrays)
    return path


def zip_of(path, entries, **kwargs):
    with zipfile.ZipFile(path, "w", **kwargs) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def npy(header):
    """An array of 100 bytes under a header."""
    code = header.encode()
    return (
        b"\x93NUMPY\x01\x00" + struct.pack("<H", len(code)) + code + bytes(100)
    )


def packed_zeros(path, count):
    """An IDX file of pictures of zeros."""
    header = struct.pack(">4B3I", 0, 0, 8, 3, count, 28, 28)
    path.write_bytes(gzip.compress(header + bytes(count * 28 * 28)))
    return path


class TestLabels:
    @pytest.mark.parametrize(
        "arrays, key",
        [
            ({"x_train": COLOR, "y": [0, 1, 2, 3]}, "y_train"),
            ({"x_train": COLOR, "y_test": [0, 1, 2, 3]}, "y_train"),
            ({"x": COLOR, "y_train": [0, 1, 2, 3]}, "y"),
        ],
    )
    def test_another_key_is_not_dropped(self, tmp_path, arrays, key):
        path = write_npz(tmp_path / "a.npz", **arrays)
        with pytest.raises(ValueError, match=f"under the key '{key}'. Receiv"):
            read_npz(path)

    @pytest.mark.parametrize(
        "label, ends",
        [(2**32 + 1, "0 to 4294967297"), (10**9, "0 to 1000000000")]
        + [(-1, "-1 to 2")],
    )
    def test_no_classes(self, tmp_path, label, ends):
        path = write_npz(tmp_path / "a.npz", x=COLOR, y=[0, 1, 2, label])
        message = f"number the classes from 0.*Received: labels from {ends}"
        with pytest.raises(ValueError, match=message):
            read_pictures(path)

    def test_large_labels(self, tmp_path):
        path = write_npz(tmp_path / "a.npz", x=COLOR, y=[0, 1, 2, 999])
        assert read_pictures(path)[1].tolist() == [0, 1, 2, 999]


class TestNpz:
    @pytest.mark.parametrize("x", [np.uint8(3), np.zeros(0, "uint8")])
    def test_no_pictures(self, tmp_path, x):
        path = write_npz(tmp_path / "a.npz", x=x, y=LABELS)
        with pytest.raises(ValueError, match="uint8 pictures x.*Received"):
            read_npz(path)

    @pytest.mark.parametrize(
        "shape", ["(8, 8, 8)", "(-1, 8)", "(99999999, 99999999)", "(2, 2", "3"]
    )
    def test_shapes(self, tmp_path, shape):
        header = (
            f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}"
        )
        path = zip_of(tmp_path / "a.npz", {"x.npy": npy(header)})
        with pytest.raises(ValueError, match="`path` must.*Received: path="):
            read_npz(path)

    @pytest.mark.parametrize("header", ["(" * 3000, "'" * 3, "\0", "[1"])
    def test_headers(self, tmp_path, header):
        path = zip_of(tmp_path / "a.npz", {"x.npy": npy(header)})
        with pytest.raises(ValueError, match="`path` must.*Received: path="):
            read_npz(path)

    @pytest.mark.parametrize(
        "compression",
        [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA],
    )
    def test_damage_names_the_file(self, tmp_path, compression):
        """A byte changed, in every fifth place of 3 compressions."""
        plain = write_npz(tmp_path / "plain.npz", x=PICTURES, y=LABELS)
        with zipfile.ZipFile(plain) as archive:
            entries = {n: archive.read(n) for n in archive.namelist()}
        path = zip_of(tmp_path / "a.npz", entries, compression=compression)
        whole = path.read_bytes()
        rng = np.random.default_rng(0)
        refused = 0
        for place in range(0, len(whole), 5):
            data = bytearray(whole)
            data[place] ^= rng.integers(1, 256)
            path.write_bytes(data)
            try:
                x, y = read_npz(path)
            except ValueError as error:
                assert repr(str(path)) in str(error)
                refused += 1
            else:
                np.testing.assert_array_equal(x, PICTURES)
                assert y is None or y.tolist() == LABELS.tolist()
        assert refused > 20

    def test_password(self, tmp_path):
        path = write_npz(tmp_path / "a.npz", x=PICTURES)
        data = bytearray(path.read_bytes())
        data[data.index(b"PK\x03\x04") + 6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1
        path.write_bytes(data)
        with pytest.raises(ValueError, match=r"encrypted.*$"):
            read_npz(path)

    def test_much_in_little_is_refused_unread(self, tmp_path, monkeypatch):
        path = tmp_path / "a.npz"
        np.savez_compressed(path, x=np.zeros((1000, 28, 28), "uint8"))
        assert len(read_npz(path)[0]) == 1000
        monkeypatch.setattr(checks, "_SMALL", 10_000)
        message = "at most 10000 bytes or 100 times its size.*784128 bytes from"
        with pytest.raises(ValueError, match=message):
            read_npz(path)


class TestIdx:
    def test_much_in_little_is_refused_unread(self, tmp_path, monkeypatch):
        path = packed_zeros(tmp_path / "a.gz", 1000)
        assert len(read_idx(path)) == 1000
        monkeypatch.setattr(checks, "_SMALL", 10_000)
        with pytest.raises(ValueError, match="or 100 times its size"):
            read_idx(path)

    @pytest.mark.parametrize("header", [b"", b"\0\0\x08\x01\0\0\0\x02"])
    def test_no_more_is_unpacked_than_declared(self, tmp_path, header):
        """After it come 64 MiB of zeros."""
        path = tmp_path / "a.gz"
        path.write_bytes(gzip.compress(header + bytes(2**26), 1))
        tracemalloc.start()
        with pytest.raises(ValueError, match="code 0x00|hold 2 bytes"):
            read_idx(path)
        assert tracemalloc.get_traced_memory()[1] < 2**22
        tracemalloc.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="for Linux")
@pytest.mark.parametrize("read", [read_idx, read_npz, read_pictures])
def test_only_regular_files_are_read(tmp_path, read):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero", "/proc/self/environ"):
        with pytest.raises(ValueError, match="must be a regular one"):
            read(path)


@pytest.mark.parametrize("name", ["art.zip", "art.ZIP", "art.tar.gz", "art.7z"])
def test_archives_are_to_be_unpacked(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK")
    with pytest.raises(ValueError, match="unpack it, and name the folder. Rec"):
        read_pictures(tmp_path / name)
