"""Samples and their nearest training examples."""

import math

import numpy as np

from keras_creative import metrics
from keras_creative.modalities.parts import ImageNeighbors

_SAMPLES = 9
_NEAREST = 3
# Crops of each example, for data that are cropped randomly in every epoch.
_WINDOWS = 4
_MOST = 10_000
# Maximum total of numbers in the compared training examples, 256 MiB.
_ROOM = 2**26
_QUERIES = 200


def image_neighbors(modality, model, data, seed):
    """Samples as images, each with the nearest training examples.

    Args:
        modality: `Modality` with images and features.
        model: The trained model.
        data: Its training data.
        seed: Integer, seed of the first sample.

    Returns:
        `keras_creative.modalities.parts.ImageNeighbors`.
    """
    if hasattr(data, "unrepeated"):
        data = data.unrepeated()
    size = math.prod(data.sample_shape)
    real, compared, windows = _real(data, seed, max(1, _ROOM // size))
    seeds = range(seed, seed + _SAMPLES)
    samples = model.sample(_SAMPLES, seed=seeds)
    rows, real_rows = modality.features(samples), modality.features(real)
    order, distances = _nearest(rows, real_rows)
    root = math.sqrt(math.prod(rows.shape[1:]))
    nearest = modality.to_images(real[order.ravel()])
    return ImageNeighbors(
        seeds,
        modality.to_images(samples),
        nearest.reshape(*order.shape, *nearest.shape[1:]),
        distances / root,
        distances_among(real_rows, windows) / root,
        compared,
        len(data),
        windows,
    )


def distances_among(real, windows=1):
    """Distances of training examples to the nearest other one, above 0.

    With several crops per example, only crops of other examples count.

    Args:
        real: Array of examples.
        windows: Number of crops of each. Defaults to `1`.

    Returns:
        Float array, empty if there is only one example.
    """
    n = len(real) // windows
    if n < 2:
        return np.zeros(0)
    if windows == 1:
        distances = metrics.neighbour_distances(real, _QUERIES)
        return distances[distances > 0]
    nearest = []
    for index, query in enumerate(real[: min(n, _QUERIES)]):
        others = np.arange(len(real)) % n != index
        differences = np.reshape(real - query, (len(real), -1))
        distances = np.linalg.norm(differences, axis=1)
        nearest.append(distances[others].min())
    distances = np.array(nearest)
    return distances[distances > 0]


def _real(data, seed, room):
    """Training examples as they were used in training.

    Args:
        data: The training data.
        seed: Integer that fixes the examples and their crops.
        room: Maximum number of examples or crops.

    Returns:
        Array of examples, in rounds of the same examples in the same order,
        each with other crops; the length of a round; and their number.
    """
    most = min(_MOST, room)
    n = min(len(data), most)
    if not getattr(data, "windowed", False):
        return data.sample(n, seed)[0], n, 1
    windows = min(_WINDOWS, most // n)
    rounds = [data.sample(n, seed, window=i)[0] for i in range(windows)]
    return np.concatenate(rounds), n, windows


def _nearest(samples, real):
    """Indices and distances of the nearest examples, nearest first."""
    rows = np.nan_to_num(samples.reshape(len(samples), -1))
    others = real.reshape(len(real), -1)
    squares = np.einsum("ij,ij->i", others, others) - 2 * rows @ others.T
    order = np.argsort(squares, axis=1)[:, :_NEAREST]
    exact = np.linalg.norm(rows[:, np.newaxis] - others[order], axis=2)
    return order, exact
