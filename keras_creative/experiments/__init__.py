"""Recipes: data, networks, model and schedule that belong together."""

from keras_creative.experiments.design_mlp import DesignMLP, measure_modes

__all__ = ["DesignMLP", "measure_modes"]
