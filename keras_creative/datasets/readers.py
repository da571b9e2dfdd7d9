"""Readers of the two file formats in which picture sets are kept."""

import gzip
import math
import os
import zlib
from pathlib import Path

import numpy as np

from keras_creative.datasets.checks import (
    check_labels,
    check_unpacked,
    file_refusal,
)
from keras_creative.datasets.npz import read_npz
from keras_creative.files import check_regular_file
from keras_creative.typing import PathLike

IDX_IMAGES = {
    "train": "train-images-idx3-ubyte",
    "test": "t10k-images-idx3-ubyte",
}

_GZIP_MAGIC = b"\x1f\x8b"
_UNSIGNED_BYTE = 0x08
_MAX_DIMENSIONS = 4
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".rar", ".7z")


def read_idx(path: PathLike) -> np.ndarray:
    """Read an array of unsigned bytes from an IDX file, plain or gzip.

    Whether the file is compressed is decided by its first bytes, not by its
    name. Only the type code `0x08` (unsigned byte) is read, the one MNIST and
    its successors use.

    Args:
        path: String or path, the file to read.

    Returns:
        Writable uint8 NumPy array with the 1 to 4 dimensions of the header:
        `(n, height, width)` for pictures, `(n,)` for labels.

    Raises:
        ValueError: If the gzip stream is damaged, if the header isn't that of
            an IDX file of unsigned bytes, or if the number of bytes after it
            isn't the product of its dimensions.

    Example:

    ```python
    labels = read_idx("fashion-mnist/t10k-labels-idx1-ubyte.gz")
    labels.shape  # (10000,)
    ```

    Reference:

    - [LeCun, Cortes, Burges, The MNIST database](
        https://yann.lecun.org/exdb/mnist/)
    """
    try:
        shape, data = _read_idx(path)
    except (EOFError, OSError, zlib.error) as error:
        if getattr(error, "errno", None):
            raise
        raise file_refusal(
            path,
            "be a whole gzip stream when it begins with the bytes 1f8b",
            f"{os.path.getsize(path)} bytes ({error})",
        ) from error
    if len(data) != math.prod(shape):
        least = "at least " if len(data) > math.prod(shape) else ""
        raise file_refusal(
            path,
            f"hold {math.prod(shape)} bytes after its header, for the shape "
            f"{shape}",
            f"{least}{len(data)} bytes",
        )
    return np.frombuffer(data, np.uint8).reshape(shape).copy()


def read_pictures(path, split="train"):
    """Read pictures, and labels if there are any, from a file or a folder.

    Args:
        path: String or path. An .npz file (see `read_npz()`); an IDX file of
            pictures with the file of its labels beside it, named as MNIST
            names them; or a folder with such files, plain or .gz.
        split: String, `"train"` or `"test"`. Defaults to `"train"`.

    Returns:
        Tuple `(images, labels)` of NumPy arrays: uint8 of shape
        `(n, height, width, channels)`, 0 to 255, and int32 of shape `(n,)`, or
        `None` when there are no labels.

    Raises:
        FileNotFoundError: If `path`, or a file it needs, is missing.
        ValueError: If a file is damaged or is of the other split.
    """
    path = Path(path)
    if path.name.lower().endswith(_ARCHIVES):
        raise file_refusal(
            path,
            "be no archive: unpack it, and name the folder",
            "which is one",
        )
    if path.is_dir():
        path = _idx_file(path, split)
    elif not path.exists():
        raise FileNotFoundError(
            "`path` must be an .npz file, an IDX file of pictures or a folder "
            f"of IDX files. Received: path={str(path)!r}, which is missing"
        )
    if path.suffix == ".npz":
        images, labels = read_npz(path, split)
    else:
        images, labels = read_idx_pair(path, split)
    if images.ndim == 3:
        images = images[..., np.newaxis]
    return images, None if labels is None else check_labels(labels, len(images))


def find_plain_or_gz(path):
    """Find a file that may be compressed.

    Args:
        path: `pathlib.Path`, the name of the plain file.

    Returns:
        `path`, else `path` with `.gz` added, else `None` when neither is a
        file.
    """
    files = (path, path.with_name(f"{path.name}.gz"))
    return next((file for file in files if file.is_file()), None)


def read_idx_pair(path, split):
    """Read the IDX file of the pictures and that of the labels beside it.

    Args:
        path: `pathlib.Path`, the file of the pictures. Its name holds
            `images-idx3`, where that of the labels holds `labels-idx1`.
        split: String, `"train"` or `"test"`. A file that bears the name of the
            other split raises.

    Returns:
        Tuple of uint8 NumPy arrays of shape `(n, height, width)` and `(n,)`.

    Raises:
        FileNotFoundError: If the file of the labels is missing.
        ValueError: If a name, a file (see `read_idx()`) or a shape is wrong.
    """
    images = read_idx(path)
    name = path.name.removesuffix(".gz")
    others = {file for key, file in IDX_IMAGES.items() if key != split}
    if "images-idx3" not in name or name in others:
        raise file_refusal(
            path, f"be named like {IDX_IMAGES[split]}", f"split={split!r}"
        )
    name = name.replace("images-idx3", "labels-idx1")
    labels_path = find_plain_or_gz(path.with_name(name))
    if labels_path is None:
        raise FileNotFoundError(
            f"The labels, {name}, must lie beside the pictures, plain or .gz. "
            f"Received: pictures at {str(path)!r} without them"
        )
    labels = read_idx(labels_path)
    if images.ndim != 3 or labels.shape != images.shape[:1]:
        raise file_refusal(
            path,
            "hold pictures of shape (n, height, width), with n labels beside",
            f"pictures of shape {images.shape}, labels of shape {labels.shape}",
        )
    return images, labels


def _idx_file(folder, split):
    file = find_plain_or_gz(folder / IDX_IMAGES[split])
    if file is None:
        raise FileNotFoundError(
            f"`path` must hold {IDX_IMAGES[split]}, plain or .gz. "
            f"Received: path={str(folder)!r}, which lacks it"
        )
    return file


def _read_idx(path):
    """Shape that a file declares, and the bytes after its header.

    No more than one byte more than declared is read.
    """
    check_regular_file(path)
    with open(path, "rb") as file:
        packed = file.read(2) == _GZIP_MAGIC
    with (gzip.open if packed else open)(path, "rb") as file:
        header = file.read(4 + 4 * _MAX_DIMENSIONS)
        shape = _idx_shape(header, path)
        size = math.prod(shape)
        check_unpacked(path, size)
        begin = header[4 + 4 * len(shape) :]
        return shape, begin + file.read(max(0, size + 1 - len(begin)))


def _idx_shape(data, path):
    if len(data) < 4 or data[:2] != b"\x00\x00":
        raise file_refusal(
            path,
            "be an IDX file, which begins with two zero bytes, a type code "
            "and the number of dimensions",
            f"first bytes {data[:4].hex()!r}",
        )
    code, rank = data[2:4]
    if code != _UNSIGNED_BYTE:
        raise file_refusal(
            path,
            "be an IDX file of unsigned bytes (type code 0x08)",
            f"type code 0x{code:02x}",
        )
    if not 1 <= rank <= _MAX_DIMENSIONS or len(data) < 4 + 4 * rank:
        raise file_refusal(
            path,
            f"be an IDX file of 1 to {_MAX_DIMENSIONS} dimensions, each a "
            "4-byte number in its header",
            f"{rank} dimensions in {len(data)} bytes",
        )
    shape = tuple(np.frombuffer(data, ">u4", count=rank, offset=4).tolist())
    if 0 in shape:
        raise file_refusal(path, "have no empty dimension", f"shape {shape}")
    return shape
