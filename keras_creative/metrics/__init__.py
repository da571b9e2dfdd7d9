"""Measures of generated samples: arrays in, numbers out."""

from keras_creative.metrics.modes import (
    box_chance,
    circle_chance,
    hit_rate,
    mode_measures,
)

__all__ = ["box_chance", "circle_chance", "hit_rate", "mode_measures"]
