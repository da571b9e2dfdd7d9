"""Small picture sets, from the disk to the batches of a training run."""

import os
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from keras_creative.datasets.pipeline import steady
from keras_creative.datasets.readers import (
    IDX_IMAGES,
    find_plain_or_gz,
    read_idx,
    read_idx_pair,
    read_npz,
)

__all__ = [
    "IMAGE_DATASETS",
    "image_batches",
    "load_images",
    "read_idx",
    "read_npz",
    "to_network_range",
]

IMAGE_DATASETS = ("mnist", "fashion-mnist")

_ROOT_VARIABLE = "KERAS_CREATIVE_DATA"


def load_images(name, split="train", path=None):
    """Load one split of a small picture set.

    The first of these that is there is taken:

    1. `path`, when it is given;
    2. the folder named by the environment variable `KERAS_CREATIVE_DATA`: in
       it the folder `<name>/` with the IDX files of the split; for the
       training split also `<name>.npz`, then the first by name of
       `<name>-*.npz`. An .npz file never stands in for the test split here;
    3. `keras.datasets`, from its cache or by download.

    Args:
        name: String, one of `IMAGE_DATASETS`.
        split: String, `"train"` or `"test"`. Defaults to `"train"`.
        path: String or path. An .npz file, which is taken as the split asked
            for (see `read_npz()`); an IDX file of pictures with the file of
            its labels beside it, named as MNIST names them; or a folder with
            such files, plain or .gz. Defaults to `None`.

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
    _check_choice("name", name, IMAGE_DATASETS)
    _check_choice("split", split, tuple(IDX_IMAGES))
    path = _find(name, split) if path is None else Path(path)
    if path is None:
        images, labels = _load_from_keras(name, split)
    else:
        images, labels = _read(path, split)
    if images.ndim == 3:
        images = images[..., np.newaxis]
    return images, None if labels is None else labels.astype(np.int32)


def to_network_range(images, size=None):
    """Bring pictures to the range, and if asked to the size, of a network.

    The values 0 to 255 become -1 to 1. Smaller pictures are set in the middle
    of a black square; when the margin is odd, the wider side is below or to
    the right. It works in eager mode and in the graph of a `tf.data` map.

    Args:
        images: uint8 tensor or array of shape
            `(batch, height, width, channels)`, 0 to 255. The height and width
            must be known when a graph is built.
        size: Integer, the height and width to pad to, in pixels; at least the
            height and the width of the pictures. Defaults to `None`, which
            leaves the size as it is.

    Returns:
        float32 tensor of shape `(batch, size, size, channels)`, in [-1, 1].

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
        margins = [size - side for side in images.shape[1:3]]
        sides = [(margin // 2, margin - margin // 2) for margin in margins]
        images = tf.pad(images, [(0, 0), *sides, (0, 0)])
    return tf.cast(images, "float32") / 127.5 - 1.0


def image_batches(
    images, labels=None, batch_size=64, size=32, seed=0, first_epoch=0
):
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
        size: Integer, the height and width of the batches in pixels, or `None`
            to leave them as they are (see `to_network_range()`). Defaults to
            `32`.
        seed: Integer, what the orders are drawn from. Defaults to `0`.
        first_epoch: Integer, the epoch to begin with, 0 or more. Defaults to
            `0`.

    Returns:
        `tf.data.Dataset` of float32 tensors of shape
        `(batch_size, size, size, channels)` in [-1, 1]; with labels, of tuples
        `(x, y)` where `y` is int32 of shape `(batch_size,)`.

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
        count = images.shape[0]
        _check_epochs(count, batch_size, first_epoch)
        if labels is not None:
            labels = _labels_tensor(labels, count)

    def batch(indices):
        x = to_network_range(tf.gather(images, indices), size)
        return x if labels is None else (x, tf.gather(labels, indices))

    indices = _index_batches(count, batch_size, seed, first_epoch)
    return steady(indices.map(batch))


def _find(name, split):
    root = os.environ.get(_ROOT_VARIABLE)
    if not root:
        return None
    root = Path(root)
    idx_file = find_plain_or_gz(root / name / IDX_IMAGES[split])
    if idx_file is not None or split != "train":
        return idx_file
    files = [root / f"{name}.npz", *sorted(root.glob(f"{name}-*.npz"))]
    return next((file for file in files if file.is_file()), None)


def _read(path, split):
    if not path.exists():
        raise FileNotFoundError(
            "`path` must be an .npz file, an IDX file of pictures or a folder "
            f"of IDX files. Received: path={str(path)!r}, which is missing"
        )
    if path.suffix == ".npz" and path.is_file():
        return read_npz(path)
    if not path.is_dir():
        return read_idx_pair(path, split)
    file = find_plain_or_gz(path / IDX_IMAGES[split])
    if file is None:
        raise FileNotFoundError(
            f"`path` must hold {IDX_IMAGES[split]}, plain or .gz. "
            f"Received: path={str(path)!r}, which lacks it"
        )
    return read_idx_pair(file, split)


def _load_from_keras(name, split):
    module = name.replace("-", "_")
    try:
        train, test = getattr(keras.datasets, module).load_data()
    except Exception as error:
        raise FileNotFoundError(_missing(name, split, error)) from error
    return train if split == "train" else test


def _missing(name, split, error):
    files = f"{name}/{IDX_IMAGES[split]}[.gz]"
    if split == "train":
        files = f"{files}, {name}.npz or {name}-*.npz"
    root = os.environ.get(_ROOT_VARIABLE)
    place = f"{files} in {root!r}" if root else "which is not set"
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    return (
        "The pictures were found nowhere. Tried: the environment variable "
        f"{_ROOT_VARIABLE} ({place}); keras.datasets."
        f"{name.replace('-', '_')}.load_data() ({reason}). Give `path`, or "
        f"set {_ROOT_VARIABLE} to a folder that holds {files}. "
        f"Received: name={name!r}, split={split!r}"
    )


def _index_batches(count, batch_size, seed, first_epoch):
    steps = count // batch_size

    def epoch_batches(epoch):
        order = tf.random.experimental.stateless_shuffle(
            tf.range(count),
            seed=tf.stack([tf.constant(seed, "int64"), epoch]),
            alg="philox",
        )
        order = tf.reshape(order[: steps * batch_size], (steps, batch_size))
        return tf.data.Dataset.from_tensor_slices(order)

    epochs = tf.data.Dataset.counter(first_epoch)
    return epochs.flat_map(epoch_batches).apply(
        tf.data.experimental.assert_cardinality(tf.data.INFINITE_CARDINALITY)
    )


def _check_choice(argument, value, choices):
    if value not in choices:
        raise ValueError(
            f"`{argument}` must be one of {choices}. "
            f"Received: {argument}={value!r}"
        )


def _check_images(images, size):
    shape = images.shape
    if images.dtype != "uint8" or shape.rank != 4 or None in shape[1:3]:
        raise ValueError(
            "`images` must be uint8 of shape (n, height, width, channels), "
            "with a known height and width. Received: images of dtype "
            f"{images.dtype.name} and shape {shape}"
        )
    if size is not None and max(shape[1:3]) > size:
        raise ValueError(
            "`size` must be at least the height and width of the pictures, "
            f"{shape[1]} x {shape[2]}. Received: size={size}"
        )


def _check_epochs(count, batch_size, first_epoch):
    if not 1 <= batch_size <= count:
        raise ValueError(
            f"`batch_size` must be from 1 to the number of pictures, {count}. "
            f"Received: batch_size={batch_size}"
        )
    if first_epoch < 0:
        raise ValueError(
            "`first_epoch` must be 0 or more. "
            f"Received: first_epoch={first_epoch}"
        )


def _labels_tensor(labels, count):
    labels = np.asarray(labels)
    if labels.shape != (count,) or not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(
            f"`labels` must be one integer for each of the {count} pictures. "
            f"Received: labels of dtype {labels.dtype} and shape {labels.shape}"
        )
    return tf.convert_to_tensor(labels.astype(np.int32))
