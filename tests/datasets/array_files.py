"""Small picture sets in IDX and .npz files."""

import gzip
import struct

import numpy as np

PICTURES = np.arange(5 * 4 * 3, dtype="uint8").reshape(5, 4, 3)
LABELS = np.array([3, 1, 4, 1, 5], "uint8")


def idx_bytes(array):
    header = struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return header + array.tobytes()


def write(path, data, compress=False):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data) if compress else data)
    return path


def write_npz(path, **arrays):
    np.savez_compressed(path, **arrays)
    return path
