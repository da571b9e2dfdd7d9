"""Measures of generated samples: arrays in, numbers out."""

from keras_creative.metrics.frechet import frechet_distance
from keras_creative.metrics.modes import (
    box_chance,
    circle_chance,
    hit_rate,
    mode_measures,
)
from keras_creative.metrics.palette import (
    mean_pairwise_distance,
    palette_measures,
    palette_ratio,
    palette_share,
    reference_measures,
)

__all__ = [
    "box_chance",
    "circle_chance",
    "frechet_distance",
    "hit_rate",
    "mean_pairwise_distance",
    "mode_measures",
    "palette_measures",
    "palette_ratio",
    "palette_share",
    "reference_measures",
]
