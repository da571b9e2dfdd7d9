"""Sets of pictures in NumPy's .npz files."""

import math
import zipfile

import numpy as np

from keras_creative.datasets.checks import (
    FileRefusal,
    check_unpacked,
    file_refusal,
)
from keras_creative.files import check_regular_file
from keras_creative.typing import PathLike

_MOST_KEYS = 20


def read_npz(
    path: PathLike, split: str = "train"
) -> tuple[np.ndarray, np.ndarray | None]:
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
        raise file_refusal(
            path, f"have the key 'x' or 'x_{split}'", f"keys={keys}"
        )
    x, y = arrays["x"], arrays.get("y")
    gray = x.ndim == 3
    color = x.ndim == 4 and x.shape[-1] in (1, 3)
    if x.dtype != np.uint8 or not (gray or color):
        raise file_refusal(
            path,
            "hold uint8 pictures x of shape (n, height, width) or (n, height, "
            "width, channels) with 1 or 3 channels",
            f"x of dtype {x.dtype} and shape {x.shape}",
        )
    if y is not None and y.shape == (len(x), 1):
        y = y[:, 0]
    if y is not None and not (
        np.issubdtype(y.dtype, np.integer) and y.shape == x.shape[:1]
    ):
        raise file_refusal(
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


def _npz_arrays(path, split, load=True):
    check_regular_file(path)
    with open(path, "rb") as file:
        if not zipfile.is_zipfile(file):
            raise file_refusal(path, "be an .npz (zip) file", "another format")
    keys = None
    try:
        with np.load(path, allow_pickle=False) as archive:
            keys = sorted(archive.files)
            end = f"_{split}" if f"x_{split}" in keys else ""
            _check_label_key(path, end, keys)
            wanted = [key for key in "xy" if load and key + end in keys]
            _check_sizes(path, archive.zip, [key + end for key in wanted])
            arrays = {k: np.asarray(archive[k + end]) for k in wanted}
    except FileRefusal:
        raise
    except Exception as error:  # whatever a damaged file makes NumPy raise
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise file_refusal(
            path,
            "be a whole .npz file without pickled objects",
            f"keys={_some(keys)} ({reason})",
        ) from error
    return arrays, keys


def _check_label_key(path, end, keys):
    """Raise if labels would be dropped because of the name of their key."""
    others = [key for key in ("y", "y_train", "y_test") if key in keys]
    if f"x{end}" in keys and f"y{end}" not in keys and others:
        raise file_refusal(
            path,
            f"have the labels of x{end} under the key 'y{end}'",
            f"keys={_some(keys)}",
        )


def _check_sizes(path, archive, keys):
    """Raise if the declared size of an array is implausible for pictures."""
    for key in keys:
        entry = archive.getinfo(f"{key}.npy")
        check_unpacked(path, entry.file_size)
        with archive.open(entry) as file:
            version = np.lib.format.read_magic(file)
            read = (
                np.lib.format.read_array_header_1_0
                if version == (1, 0)
                else np.lib.format.read_array_header_2_0
            )
            shape, _, dtype = read(file)
        size = math.prod(shape) * dtype.itemsize
        if size > entry.file_size:
            raise file_refusal(
                path,
                "hold as many bytes as its arrays' shapes ask for",
                f"{key} of shape {shape} in {entry.file_size} bytes",
            )


def _some(keys):
    return keys if keys is None or len(keys) <= _MOST_KEYS else len(keys)
