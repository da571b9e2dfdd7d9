"""Readers of the two file formats in which picture sets are kept."""

import gzip
import math
import zipfile
import zlib
from pathlib import Path

import numpy as np

IDX_IMAGES = {
    "train": "train-images-idx3-ubyte",
    "test": "t10k-images-idx3-ubyte",
}

_GZIP_MAGIC = b"\x1f\x8b"
_UNSIGNED_BYTE = 0x08
_MAX_DIMENSIONS = 4


def read_idx(path):
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
    data = _unpack(path)
    shape = _idx_shape(data, path)
    start = 4 + 4 * len(shape)
    if len(data) - start != math.prod(shape):
        raise _refusal(
            path,
            f"hold {math.prod(shape)} bytes after its header, for the shape "
            f"{shape}",
            f"{len(data) - start} bytes",
        )
    return np.frombuffer(data, np.uint8, offset=start).reshape(shape).copy()


def read_npz(path, split="train"):
    """Read pictures, and labels if there are any, from an .npz file.

    The file is read without pickle, so that opening it runs no code of others.
    Other keys than those named here are not loaded.

    Args:
        path: String or path, the file to read. Its key `x` holds uint8
            pictures of shape `(n, height, width)` or
            `(n, height, width, channels)` with 1 or 3 channels; its optional
            key `y` holds `n` integers, of shape `(n,)` or `(n, 1)`. A file of
            two splits has the keys `x_train`, `y_train`, `x_test` and `y_test`
            in their place.
        split: String, `"train"` or `"test"`: what is read of a file of two
            splits. Defaults to `"train"`.

    Returns:
        Tuple `(x, y)` of NumPy arrays as they are stored, `y` of shape
        `(n,)`; it is `None` when the file has no such key.

    Raises:
        ValueError: If the file isn't a zip archive, is damaged, holds pickled
            objects, has no `x`, or if an array has the wrong type or shape.

    Example:

    ```python
    np.savez_compressed("squares.npz", x=np.zeros((8, 28, 28), "uint8"))
    x, y = read_npz("squares.npz")  # y is None
    ```
    """
    arrays, keys = _npz_arrays(path, split)
    if "x" not in arrays:
        raise _refusal(path, f"have the key 'x' or 'x_{split}'", f"keys={keys}")
    x, y = arrays["x"], arrays.get("y")
    if y is not None and y.shape == (len(x), 1):
        y = y[:, 0]
    gray = x.ndim == 3
    color = x.ndim == 4 and x.shape[-1] in (1, 3)
    if x.dtype != np.uint8 or not (gray or color):
        raise _refusal(
            path,
            "hold uint8 pictures x of shape (n, height, width) or (n, height, "
            "width, channels) with 1 or 3 channels",
            f"x of dtype {x.dtype} and shape {x.shape}",
        )
    if y is not None and not (
        np.issubdtype(y.dtype, np.integer) and y.shape == x.shape[:1]
    ):
        raise _refusal(
            path,
            f"hold one integer label in y for each of its {len(x)} pictures",
            f"y of dtype {y.dtype} and shape {y.shape}",
        )
    return x, y


def holds_split(path, split):
    """Whether an .npz file holds the pictures of a split.

    Args:
        path: `pathlib.Path`, the file. One that has no names of splits among
            its keys holds the training split.
        split: String, `"train"` or `"test"`.

    Raises:
        ValueError: If the file isn't a zip archive or is damaged.
    """
    keys = _npz_arrays(path, split, load=False)[1]
    return f"x_{split}" in keys or (split == "train" and "x" in keys)


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
    return images, None if labels is None else labels.astype(np.int32)


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
            other split is refused.

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
        raise _refusal(
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
        raise _refusal(
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


def _refusal(path, rule, received):
    return ValueError(
        f"`path` must {rule}. Received: path={str(path)!r}, {received}"
    )


def _unpack(path):
    data = Path(path).read_bytes()
    if not data.startswith(_GZIP_MAGIC):
        return data
    try:
        return gzip.decompress(data)
    except (EOFError, OSError, zlib.error) as error:
        raise _refusal(
            path,
            "be a whole gzip stream when it begins with the bytes 1f8b",
            f"{len(data)} bytes ({error})",
        ) from error


def _idx_shape(data, path):
    if len(data) < 4 or data[:2] != b"\x00\x00":
        raise _refusal(
            path,
            "be an IDX file, which begins with two zero bytes, a type code "
            "and the number of dimensions",
            f"first bytes {data[:4].hex()!r}",
        )
    code, rank = data[2:4]
    if code != _UNSIGNED_BYTE:
        raise _refusal(
            path,
            "be an IDX file of unsigned bytes (type code 0x08)",
            f"type code 0x{code:02x}",
        )
    if not 1 <= rank <= _MAX_DIMENSIONS or len(data) < 4 + 4 * rank:
        raise _refusal(
            path,
            f"be an IDX file of 1 to {_MAX_DIMENSIONS} dimensions, each a "
            "4-byte number in its header",
            f"{rank} dimensions in {len(data)} bytes",
        )
    shape = tuple(np.frombuffer(data, ">u4", count=rank, offset=4).tolist())
    if 0 in shape:
        raise _refusal(path, "have no empty dimension", f"shape {shape}")
    return shape


def _npz_arrays(path, split, load=True):
    keys = None
    with open(path, "rb") as file:
        if not zipfile.is_zipfile(file):
            raise _refusal(path, "be an .npz (zip) file", "another format")
        file.seek(0)
        try:
            with np.load(file, allow_pickle=False) as archive:
                keys = sorted(archive.files)
                end = f"_{split}" if f"x_{split}" in keys else ""
                wanted = [key for key in "xy" if load and key + end in keys]
                arrays = {k: np.asarray(archive[k + end]) for k in wanted}
        except (ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise _refusal(
                path,
                "be a whole .npz file without pickled objects",
                f"keys={keys} ({error})",
            ) from error
    return arrays, keys
