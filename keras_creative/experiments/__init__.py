"""Recipes: data, networks, model and schedule that belong together."""

from keras_creative import models
from keras_creative.recipes.building.mlp import measure_modes
from keras_creative.recipes.conditional_mlp import ConditionalMLP
from keras_creative.recipes.design_mlp import DesignMLP
from keras_creative.recipes.picture_gan import PictureGAN
from keras_creative.recipes.picture_vae import PictureVAE
from keras_creative.recipes.point_gan import PointGAN
from keras_creative.recipes.recipe import Recipe
from keras_creative.recipes.registry import RECIPES
from keras_creative.recipes.settings import setting, settings
from keras_creative.runs.evaluation import evaluate, load_recipe
from keras_creative.runs.export import export_generator
from keras_creative.runs.held_out import score_samples
from keras_creative.runs.progress import RunProgress
from keras_creative.runs.referee import (
    PosteriorReferee,
    Referee,
    load_referee,
)
from keras_creative.runs.run_folder import RunFolder
from keras_creative.runs.run_verdict import run_verdict
from keras_creative.runs.samples import (
    interpolate,
    load_sampler,
    write_interpolation,
    write_samples,
)
from keras_creative.runs.session import Session

__all__ = [
    "ConditionalMLP",
    "DesignMLP",
    "POINT_VARIANTS",
    "PictureGAN",
    "PictureVAE",
    "PointGAN",
    "PosteriorReferee",
    "RECIPES",
    "Recipe",
    "Referee",
    "RunFolder",
    "RunProgress",
    "Session",
    "VARIANTS",
    "evaluate",
    "export_generator",
    "interpolate",
    "load_recipe",
    "load_referee",
    "load_sampler",
    "measure_modes",
    "run_verdict",
    "score_samples",
    "setting",
    "settings",
    "write_interpolation",
    "write_samples",
]

# Classes of models by the names of the variants.
VARIANTS = {
    name: getattr(models, variant.model)
    for name, variant in PictureGAN.VARIANTS.items()
}
POINT_VARIANTS = tuple(PointGAN.VARIANTS)
