"""Pictures that the tests of folders write and read back."""

import numpy as np
from PIL import Image

# A picture is told apart by its one grey value.
GRAYS = np.arange(20, 250, 20)
DAMAGED = {"040.png", "120.png", "240.png"}


def save(path, array, **kwargs):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(array).save(path, **kwargs)
    return path


def noise(seed=0, height=24, width=24):
    shape = (height, width, 3)
    return np.random.default_rng(seed).integers(0, 256, shape, "uint8")


def plain(gray, height=8, width=8):
    return np.full((height, width, 3), gray, "uint8")


def cut(path, share=0.6):
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])


def grays(batches):
    """Grey value of each picture of each batch."""
    return [
        np.round((x.numpy()[:, 0, 0, 0] + 1) * 127.5).astype(int).tolist()
        for x in batches
    ]


def equal(batches, others):
    pairs = zip(batches, others, strict=True)
    return all(np.array_equal(x, y) for x, y in pairs)
