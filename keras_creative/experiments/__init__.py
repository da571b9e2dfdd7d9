"""Recipes: data, networks, model and schedule that belong together."""

from keras_creative.experiments.design_images import RECIPES, DesignImages
from keras_creative.experiments.design_mlp import DesignMLP, measure_modes
from keras_creative.experiments.run_folder import RunFolder

__all__ = [
    "DesignImages",
    "DesignMLP",
    "RECIPES",
    "RunFolder",
    "measure_modes",
]
