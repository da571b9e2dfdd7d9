"""Training examples that samples are compared with."""

import math

import numpy as np

from keras_creative import metrics

# Crops of each example, for data that are cropped randomly in every epoch.
_WINDOWS = 4
_MOST = 10_000
# Maximum total of numbers in the compared training examples, 256 MiB.
_ROOM = 2**26
_QUERIES = 200


def draw_compared(data, seed, room=None):
    """Training examples as they were used in training.

    Args:
        data: The training data.
        seed: Integer that fixes the examples and their crops.
        room: Maximum number of examples or crops. Defaults to `None`: as many
            as have 256 MiB.

    Returns:
        Array of examples, in rounds of the same examples in the same order,
        each with other crops; the length of a round; and their number.
    """
    if room is None:
        room = max(1, _ROOM // math.prod(data.sample_shape))
    most = min(_MOST, room)
    n = min(len(data), most)
    if not getattr(data, "windowed", False):
        return data.sample(n, seed)[0], n, 1
    windows = min(_WINDOWS, most // n)
    rounds = [data.sample(n, seed, window=i)[0] for i in range(windows)]
    return np.concatenate(rounds), n, windows


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
