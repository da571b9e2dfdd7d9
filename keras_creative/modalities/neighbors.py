"""Samples and their nearest training examples."""

import math

import numpy as np

from keras_creative.modalities.novelty import image_novelty
from keras_creative.modalities.parts import ImageNeighbors
from keras_creative.modalities.training_examples import (
    distances_among,
    draw_compared,
)

_SAMPLES = 9
_NEAREST = 3


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
    found = real, compared, windows = draw_compared(data, seed)
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
        image_novelty(modality, model, data, seed, compared=found),
    )


def _nearest(samples, real):
    """Indices and distances of the nearest examples, nearest first."""
    rows = np.nan_to_num(samples.reshape(len(samples), -1))
    others = real.reshape(len(real), -1)
    squares = np.einsum("ij,ij->i", others, others) - 2 * rows @ others.T
    order = np.argsort(squares, axis=1)[:, :_NEAREST]
    exact = np.linalg.norm(rows[:, np.newaxis] - others[order], axis=2)
    return order, exact
