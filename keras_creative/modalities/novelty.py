"""Samples closest to and farthest from the training examples."""

import numpy as np

from keras_creative import metrics
from keras_creative.modalities.parts import ImageNovelty
from keras_creative.modalities.training_examples import (
    distances_among,
    draw_compared,
)
from keras_creative.plotting import Pairs, pair_images

_SAMPLES = 256
_EXTREMES = 8
# Width in pixels to which small images are enlarged.
_WIDTH = 96


def image_novelty(
    modality, model, data, seed, n=_SAMPLES, k=_EXTREMES, compared=None
):
    """The least and the most novel of many samples, as images.

    The novelty of a sample is its distance to the nearest training example over
    the median distance of a training example to the nearest other one.

    Args:
        modality: `Modality` with images and features.
        model: The trained model.
        data: Its training data.
        seed: Integer, seed of the first sample.
        n: Number of samples. Defaults to `256`.
        k: Number of the least and of the most novel ones; at most half of the
            samples each. Defaults to `8`.
        compared: Result of `draw_compared()`, if it is known. Defaults to
            `None`.

    Returns:
        `keras_creative.modalities.parts.ImageNovelty`.
    """
    real, compared, windows = compared or draw_compared(data, seed)
    seeds = np.arange(seed, seed + n)
    samples = model.sample(n, seed=seeds.tolist())
    rows, real_rows = modality.features(samples), modality.features(real)
    nearest, distances = metrics.nearest_examples(
        np.nan_to_num(rows), real_rows
    )
    among = distances_among(real_rows, windows)
    usual = np.median(among) if len(among) else np.nan
    order = np.argsort(distances, kind="stable")
    k = min(k, len(order) // 2)
    chosen = np.concatenate([order[:k], order[len(order) - k :]])
    return ImageNovelty(
        seeds[chosen],
        modality.to_images(samples[chosen]),
        modality.to_images(real[nearest[chosen]]),
        distances[chosen] / usual,
        len(samples),
        compared,
        len(data),
    )


def draw_novelty(part):
    """Draw samples over their nearest training examples.

    Args:
        part: `keras_creative.modalities.parts.ImageNovelty`.

    Returns:
        uint8 array `(height, width, 3)` with two rows, the least and the most
        novel samples, with their seeds and their novelty.
    """
    k = len(part.images) // 2
    captions = [
        f"seed {seed}\nnovelty {novelty:.2f}"
        for seed, novelty in zip(part.seeds, part.novelty, strict=True)
    ]
    rows = [
        Pairs(
            f"{which} novel of {part.samples:,} samples, over the nearest of "
            f"{part.compared:,} training pictures",
            part.images[half],
            part.nearest[half],
            captions[half],
        )
        for which, half in (("Least", slice(k)), ("Most", slice(k, None)))
    ]
    return pair_images(rows, max(1, _WIDTH // part.images.shape[2]))
