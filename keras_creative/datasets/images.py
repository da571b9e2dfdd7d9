"""Small picture sets, from the disk to the batches of a training run."""

import os
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from keras_creative.checks import check_choice
from keras_creative.datasets.checks import (
    check_images,
    check_labels,
    check_sides,
)
from keras_creative.datasets.npz import holds_split, read_npz
from keras_creative.datasets.pipeline import (
    count_steps,
    endless_epochs,
    epoch_order,
    prefetch_without_autotuning,
)
from keras_creative.datasets.readers import (
    IDX_IMAGES,
    find_plain_or_gz,
    read_idx,
    read_pictures,
)
from keras_creative.typing import ArrayLike, PathLike, Tensor

__all__ = [
    "IMAGE_DATASETS",
    "image_batches",
    "load_images",
    "read_idx",
    "read_npz",
    "to_network_range",
]

_DESCRIPTIONS = {
    "mnist": "70,000 handwritten digits, 28x28, gray",
    "fashion-mnist": "70,000 garments of ten kinds, 28x28, gray",
    "cifar10": "60,000 small photographs of ten kinds, 32x32, color",
}
IMAGE_DATASETS = tuple(_DESCRIPTIONS)

DATA_VARIABLE = "KERAS_CREATIVE_DATA"


def load_images(
    name: str, split: str = "train", path: PathLike | None = None
) -> tuple[np.ndarray, np.ndarray | None]:
    """Load one split of a small picture set.

    The first of these that is there is taken:

    1. `path`, when it is given;
    2. the folder named by the environment variable `KERAS_CREATIVE_DATA`: in
       it the folder `<name>/` with the IDX files of the split, else the first
       of `<name>.npz` and, by name, `<name>-*.npz` that holds the split. A
       file of one split is the training split here;
    3. `keras.datasets`, from its cache or by download.

    Args:
        name: String, one of `IMAGE_DATASETS`.
        split: String, `"train"` or `"test"`. Defaults to `"train"`.
        path: String or path. An .npz file (see `read_npz()`), which is taken
            as the requested split unless it has the keys of both; an IDX file
            of pictures with the file of its labels beside it, named as MNIST
            names them; or a folder with such files, plain or .gz. Defaults to
            `None`.

    Returns:
        Tuple `(images, labels)` of NumPy arrays: uint8 of shape
        `(n, height, width, channels)`, 0 to 255, and int32 of shape `(n,)`, or
        `None` when an .npz file has no labels.

    Raises:
        ValueError: If `name` or `split` is unknown, if a file is damaged or is
            of the other split, or if pictures and labels differ in number.
        FileNotFoundError: If `path`, or a file it needs, is missing, or if the
            set is in none of the places above.

    Example:

    ```python
    images, labels = load_images("fashion-mnist")
    images.shape, labels.shape  # (60000, 28, 28, 1), (60000,)
    ```
    """
    check_choice("name", name, IMAGE_DATASETS)
    check_choice("split", split, tuple(IDX_IMAGES))
    path = _find(name, split) if path is None else path
    if path is not None:
        return read_pictures(path, split)
    images, labels = _load_from_keras(name, split)
    if images.ndim == 3:
        images = images[..., np.newaxis]
    return images, labels.reshape(-1).astype(np.int32)


def to_network_range(
    images: Tensor, size: int | tuple[int, int] | None = None
) -> Tensor:
    """Bring pictures to the range, and optionally the size, of a network.

    The values 0 to 255 become -1 to 1. Smaller pictures are set in the middle
    of a black rectangle; when the margin is odd, the wider side is below or to
    the right. It works in eager mode and in the graph of a `tf.data` map.

    Args:
        images: uint8 tensor or array of shape
            `(batch, height, width, channels)`, 0 to 255. The height and width
            must be known when a graph is built.
        size: Side of the square to pad to, in pixels, or a pair of height and
            width; at least those of the pictures. Defaults to `None`, which
            leaves the size as it is.

    Returns:
        float32 tensor of shape `(batch, height, width, channels)`, in [-1, 1].

    Raises:
        ValueError: If `images` isn't uint8 of rank 4, or is larger than
            `size`.

    Example:

    ```python
    images, _ = load_images("mnist", split="test")
    x = to_network_range(images[:16], size=32)  # (16, 32, 32, 1), -1 to 1
    ```
    """
    images = tf.convert_to_tensor(images)
    _check_images(images, size)
    if size is not None:
        wanted, own = check_sides(size), images.shape[1:3]
        margins = [w - side for w, side in zip(wanted, own, strict=True)]
        sides = [(margin // 2, margin - margin // 2) for margin in margins]
        images = tf.pad(images, [(0, 0), *sides, (0, 0)])
    return tf.cast(images, "float32") / 127.5 - 1.0


def image_batches(
    images: np.ndarray,
    labels: ArrayLike | None = None,
    batch_size: int = 64,
    size: int | tuple[int, int] | None = 32,
    seed: int = 0,
    first_epoch: int = 0,
    positions: ArrayLike | None = None,
) -> tf.data.Dataset:
    """Batches of shuffled pictures, epoch after epoch without an end.

    One epoch is `len(images) // batch_size` batches, the number to give to
    `fit()` as `steps_per_epoch`; the pictures left over are dropped. The order
    of epoch `e` depends on `seed` and `e` alone. So a run that is resumed with
    `first_epoch=e` sees the batches it would have seen without the break, as
    long as it uses the same version of TensorFlow.

    The pictures are copied once, as uint8, and are brought to [-1, 1] by the
    batch.

    Args:
        images: uint8 array of shape `(n, height, width, channels)`, 0 to 255.
        labels: Array of `n` integers. Defaults to `None`.
        batch_size: Integer, 1 to `n`. Defaults to `64`.
        size: Side of the pictures of the batches in pixels, a pair of height
            and width, or `None` to leave them as they are (see
            `to_network_range()`). Defaults to `32`.
        seed: Integer, what the orders are drawn from. Defaults to `0`.
        first_epoch: Integer, the epoch to begin with, 0 or more. Defaults to
            `0`.
        positions: Integers `(m,)`, the pictures of an epoch before they are
            shuffled; one may come several times. Defaults to `None`: each
            comes once.

    Returns:
        `tf.data.Dataset` of float32 tensors of shape
        `(batch_size, height, width, channels)` in [-1, 1]; with labels, of
        tuples `(x, y)` where `y` is int32 of shape `(batch_size,)`.

    Raises:
        ValueError: If `images` isn't uint8 of rank 4 or is larger than `size`,
            if `labels` isn't one integer per picture, or if `batch_size` or
            `first_epoch` is out of its range.

    Example:

    ```python
    images, _ = load_images("mnist")
    batches = image_batches(images, batch_size=64, size=32, seed=7)
    model.fit(batches, epochs=20, steps_per_epoch=len(images) // 64)
    ```
    """
    with tf.device("CPU:0"):
        images = tf.convert_to_tensor(images)
        _check_images(images, size)
        if labels is not None:
            labels = tf.convert_to_tensor(check_labels(labels, len(images)))
        if positions is None:
            positions = range(len(images))
        positions = tf.convert_to_tensor(positions, "int32")
        count = len(positions)
        steps = count_steps(count, batch_size)

    def epoch_batches(epoch):
        order = epoch_order(count, seed, epoch)[: steps * batch_size]
        order = tf.reshape(tf.gather(positions, order), (steps, batch_size))
        return tf.data.Dataset.from_tensor_slices(order)

    def batch(indices):
        x = to_network_range(tf.gather(images, indices), size)
        return x if labels is None else (x, tf.gather(labels, indices))

    return prefetch_without_autotuning(
        endless_epochs(epoch_batches, first_epoch).map(batch)
    )


def border_brightness(images):
    """Median of the pixels at the borders of pictures, their background.

    Args:
        images: Array `(n, height, width, channels)`.
    """
    rows = images[:, [0, -1]], images[:, :, [0, -1]]
    return float(np.median(np.concatenate([r.ravel() for r in rows])))


def find_in_data_folder(file, what, argument):
    """Path of a file in the folder named by `KERAS_CREATIVE_DATA`.

    Args:
        file: Name of the file.
        what: What it holds, for the error.
        argument: Argument that takes another path, for the error.

    Raises:
        FileNotFoundError: If the variable is not set, or the file not there.
    """
    root = os.environ.get(DATA_VARIABLE)
    path = Path(root or "", file)
    if not root or not path.exists():
        raise FileNotFoundError(
            f"The {what} were not found. Set {DATA_VARIABLE} to a folder that "
            f"holds {file}, or give a file as {argument}. "
            f"Received: {DATA_VARIABLE}={root!r}"
        )
    return path


def _find(name, split):
    root = os.environ.get(DATA_VARIABLE)
    if not root:
        return None
    root = Path(root)
    idx_file = find_plain_or_gz(root / name / IDX_IMAGES[split])
    if idx_file is not None:
        return idx_file
    files = [root / f"{name}.npz", *sorted(root.glob(f"{name}-*.npz"))]
    files = (f for f in files if f.is_file() and holds_split(f, split))
    return next(files, None)


def _load_from_keras(name, split):
    module = name.replace("-", "_")
    try:
        train, test = getattr(keras.datasets, module).load_data()
    except Exception as error:
        raise FileNotFoundError(_missing(name, split, error)) from error
    return train if split == "train" else test


def _missing(name, split, error):
    files = f"{name}/{IDX_IMAGES[split]}[.gz], {name}.npz or {name}-*.npz"
    root = os.environ.get(DATA_VARIABLE)
    place = f"{files} in {root!r}" if root else "which is not set"
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    return (
        "The pictures were found nowhere. Tried: the environment variable "
        f"{DATA_VARIABLE} ({place}); keras.datasets."
        f"{name.replace('-', '_')}.load_data() ({reason}). Set "
        f"{DATA_VARIABLE} to a folder that holds {files}, or give a file "
        f"instead of {name!r} as `path`. "
        f"Received: name={name!r}, split={split!r}"
    )


def _check_images(images, size):
    check_images(images)
    shape = images.shape
    if size is not None and any(
        side > most
        for side, most in zip(shape[1:3], check_sides(size), strict=True)
    ):
        raise ValueError(
            "`size` must be at least the height and width of the pictures, "
            f"{shape[1]} x {shape[2]}. Received: size={size}"
        )
