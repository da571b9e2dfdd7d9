import os
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from keras_creative.files.picture_files import read_picture


def chunk(kind, data):
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def write_bomb(path, side):
    """A PNG file of a few hundred bytes that declares many pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def test_picture_is_upright(tmp_path):
    image = Image.fromarray(np.arange(6, dtype="uint8").reshape(2, 3) * 40)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    image.save(tmp_path / "a.png", exif=exif)
    assert read_picture(tmp_path / "a.png", "L").size == (2, 3)


@pytest.mark.parametrize("side", [13_000, 60_000])
def test_picture_of_too_many_pixels(tmp_path, side):
    write_bomb(tmp_path / "a.png", side)
    with pytest.raises(ValueError, match="more than 89,478,485 pixels"):
        read_picture(tmp_path / "a.png")


def test_no_picture(tmp_path):
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(90))
    with pytest.raises(ValueError, match="A picture must be a complete file"):
        read_picture(tmp_path / "a.png")


def test_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.png")
    with pytest.raises(ValueError, match="it is no regular file"):
        read_picture(tmp_path / "a.png")
