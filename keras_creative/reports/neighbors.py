"""Samples of a run and their nearest training examples."""

import numpy as np
from PIL import Image

from keras_creative.modalities import parts
from keras_creative.modalities.novelty import draw_novelty
from keras_creative.reports.images import picture, tile
from keras_creative.reports.numbers import number
from keras_creative.reports.pieces import Section, missing, text
from keras_creative.reports.scatters import draw_scatter


def neighbors_section(records):
    """Samples of each run and their nearest training examples.

    Args:
        records: List of `RunRecord`.
    """
    return Section(
        "neighbors",
        "Nearest training examples",
        "Are the samples copies? The distance of pictures is the root mean "
        "square difference of their pixels: black and white differ by 2.",
        link="Neighbors",
        parts=[_neighbors(record) for record in records],
    )


def _neighbors(record):
    if record.model is None:
        return [missing(record.lacks["model"])]
    if record.data is None:
        return [missing(record.lacks["data"])]
    if record.modality is None:
        return [missing(record.lacks["modality"])]
    part = record.modality.neighbors(record.model, record.data, record.seed)
    if isinstance(part, parts.Lacking):
        return [missing(part.reason)]
    if isinstance(part, parts.PointNeighbors):
        return _points(part)
    return _pictures(part, record.modality.plural)


def _pictures(part, plural):
    windows = part.windows
    of_each = f"{windows} windows of each of " if windows > 1 else ""
    note = (
        f"Samples of seeds {part.seeds[0]} to {part.seeds[-1]}, compared with "
        f"{of_each}{part.compared:,} of {part.total:,} training {plural}. "
        f"{_compared(part.among)}"
    )
    figures = map(
        _figure,
        part.seeds,
        part.images,
        part.nearest,
        part.distances,
        part.copies,
    )
    pieces = [text(note), {"kind": "neighbors", "samples": list(figures)}]
    return pieces if part.novelty is None else [*pieces, *_extremes(part)]


def _extremes(part):
    """The least and the most novel of many samples."""
    novelty = part.novelty
    note = (
        "Novelty is the distance to the nearest training example over the "
        "median distance between training examples: 0 is a copy, 1 is typical, "
        "and far above 1 is unlike the data. Of "
        f"{novelty.samples:,} samples the least novel has "
        f"{number(float(novelty.novelty[0]))}, the most novel "
        f"{number(float(novelty.novelty[-1]))}."
    )
    image = picture(Image.fromarray(draw_novelty(novelty)))
    alt = "The least and the most novel samples over their nearest examples"
    return [text(note), {"kind": "picture", "image": image, "alt": alt}]


def _points(part):
    note = (
        f"The median distance of {part.samples:,} samples to the nearest of "
        f"{part.compared:,} training points is {number(part.distance)}. "
        f"{_compared(part.among)}"
    )
    return [text(note), draw_scatter(part.scatter)]


def _compared(among):
    """Distances between training examples."""
    if not len(among):
        return ""
    return (
        "Between training examples and their nearest neighbors the median is "
        f"{number(float(np.median(among)))}, and the 1st percentile "
        f"{number(float(np.percentile(among, 1)))}."
    )


def _figure(seed, sample, real, distances, is_copy):
    """A sample and its nearest training examples, with their distances."""
    images = [picture(tile(one[np.newaxis], padding=0)) for one in real]
    return {
        "seed": seed,
        "image": picture(tile(sample[np.newaxis], padding=0)),
        "is_copy": bool(is_copy),
        "nearest": list(zip(images, map(float, distances), strict=True)),
    }
