"""Samples of a run beside the training examples nearest to them."""

import math

import numpy as np

from keras_creative import metrics
from keras_creative.reports.images import picture, tile
from keras_creative.reports.numbers import number
from keras_creative.reports.pieces import Section, missing, text
from keras_creative.reports.scatters import Scatter

_SAMPLES = 9
_NEAREST = 3
# Windows of each picture, for a run that was shown another one every time.
_WINDOWS = 4
_MOST = 10_000
# Numbers of all training examples that are compared, 256 MiB.
_ROOM = 2**26
_QUERIES = 200
_POINTS = 1000


def neighbours_section(records):
    """Samples of each run, and what of its training data is near them.

    Args:
        records: List of `RunRecord`.
    """
    return Section(
        "neighbours",
        "Nearest training examples",
        "Whether the samples are copies. For pictures, the distance is the "
        "root mean square difference of their numbers, black and white being "
        "2 apart.",
        link="Neighbours",
        parts=[_neighbours(record) for record in records],
    )


def _neighbours(record):
    if record.model is None:
        return [missing(record.lacks["model"])]
    if record.data is None:
        return [missing(record.lacks["data"])]
    if len(record.data.sample_shape) == 1:
        return _points(record)
    return _pictures(record)


def _pictures(record):
    data = record.data.unrepeated()
    size = math.prod(data.sample_shape)
    real, n, windows = _real(data, record.seed, max(1, _ROOM // size))
    seeds = range(record.seed, record.seed + _SAMPLES)
    samples = record.model.sample(_SAMPLES, seed=seeds)
    order, distances = _nearest(samples, real)
    among = _among_themselves(real, windows) / math.sqrt(size)
    distances = distances / math.sqrt(size)
    close = np.percentile(among, 1) if len(among) else 0
    figures = [
        _figure(seeds[i], samples[i], real[order[i]], distances[i], close)
        for i in range(len(samples))
    ]
    of_each = f"{windows} windows of each of " if windows > 1 else ""
    note = (
        f"Samples of the seeds {seeds[0]} to {seeds[-1]} among "
        f"{of_each}{n:,} of {len(data):,} training pictures. {_compared(among)}"
    )
    return [text(note), {"kind": "neighbours", "samples": figures}]


def _real(data, seed, room):
    """Training pictures as the run was shown them.

    Args:
        data: The training data.
        seed: Integer that fixes the pictures and the windows.
        room: Most pictures or windows that may be compared.

    Returns:
        Array of pictures, in rounds of the same pictures in the same order,
        each with other windows; the length of a round; and their number.
    """
    most = min(_MOST, room)
    n = min(len(data), most)
    if not getattr(data, "windowed", False):
        return data.sample(n, seed)[0], n, 1
    windows = min(_WINDOWS, most // n)
    rounds = [data.sample(n, seed, window=i)[0] for i in range(windows)]
    return np.concatenate(rounds), n, windows


def _points(record):
    real, _ = record.data.sample(_MOST, record.seed)
    made = record.model.sample(_POINTS, seed=record.seed)
    scatter = Scatter.of(record, made)
    scatter.dots(real[:_POINTS], "real", "training points")
    scatter.dots(made, "made", "samples")
    finite = made[np.isfinite(made).all(axis=1)]
    nearest = metrics.nearest_distances(finite, real)
    middle = np.median(nearest) if len(nearest) else math.nan
    note = (
        f"Of {_POINTS:,} samples, half are nearer than {number(float(middle))} "
        f"to one of {_MOST:,} training points. "
        f"{_compared(_among_themselves(real))}"
    )
    return [text(note), scatter.draw("Samples over training points")]


def _compared(among):
    """What distances are usual."""
    if not len(among):
        return ""
    return (
        "Of training examples, half have another nearer than "
        f"{number(float(np.median(among)))}, and one in a hundred nearer than "
        f"{number(float(np.percentile(among, 1)))}."
    )


def _among_themselves(real, windows=1):
    """Distances of training examples to the next, but for exact copies.

    With several windows of each picture, those to windows of other pictures.
    """
    n = len(real) // windows
    if n < 2:
        return np.zeros(0)
    if windows == 1:
        distances = metrics.neighbour_distances(real, _QUERIES)
        return distances[distances > 0]
    queries = real[: min(n, _QUERIES)]
    nearest = []
    for index, query in enumerate(queries):
        others = np.arange(len(real)) % n != index
        differences = np.reshape(real - query, (len(real), -1))
        distances = np.linalg.norm(differences, axis=1)
        nearest.append(distances[others].min())
    distances = np.array(nearest)
    return distances[distances > 0]


def _figure(seed, sample, real, distances, close):
    """A sample, and its nearest training examples with their distances."""
    images = [picture(tile(one[np.newaxis], padding=0)) for one in real]
    return {
        "seed": seed,
        "image": picture(tile(sample[np.newaxis], padding=0)),
        "is_copy": bool(distances[0] <= close),
        "nearest": list(zip(images, map(float, distances), strict=True)),
    }


def _nearest(samples, real):
    """Places and Euclidean distances of the nearest, nearest first."""
    rows = np.nan_to_num(samples.reshape(len(samples), -1))
    others = real.reshape(len(real), -1)
    squares = np.einsum("ij,ij->i", others, others) - 2 * rows @ others.T
    order = np.argsort(squares, axis=1)[:, :_NEAREST]
    exact = np.linalg.norm(rows[:, np.newaxis] - others[order], axis=2)
    return order, exact
