import os
import zipfile

import numpy as np
import pytest

from keras_creative.files.archives import check_archive


def test_whole_archive(tmp_path):
    np.savez_compressed(tmp_path / "a.npz", x=np.arange(1000))
    check_archive(tmp_path / "a.npz", ["x.npy"])


def test_member_that_is_missing(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.arange(3))
    with pytest.raises(ValueError, match=r"without \['y.npy'\]"):
        check_archive(tmp_path / "a.npz", ["x.npy", "y.npy"])


@pytest.mark.parametrize("size", [0, 100, 200])
def test_torn_archive(tmp_path, size):
    np.savez(tmp_path / "a.npz", x=np.arange(1000))
    os.truncate(tmp_path / "a.npz", size)
    with pytest.raises(ValueError, match="damaged"):
        check_archive(tmp_path / "a.npz")


def test_flipped_byte(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.zeros(1000))
    data = bytearray((tmp_path / "a.npz").read_bytes())
    data[1000] ^= 1
    (tmp_path / "a.npz").write_bytes(data)
    with pytest.raises(ValueError, match="damaged"):
        check_archive(tmp_path / "a.npz")


def test_bomb_is_refused_unread(tmp_path, monkeypatch):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", bytes(1 << 25))
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    with pytest.raises(ValueError, match="declare to become 33554432"):
        check_archive(path)


def test_pipe(tmp_path):
    os.mkfifo(tmp_path / "a.npz")
    with pytest.raises(ValueError, match="regular"):
        check_archive(tmp_path / "a.npz")
