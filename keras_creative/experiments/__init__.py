"""Recipes: data, networks, model and schedule that belong together."""

from keras_creative.experiments.conditional_mlp import ConditionalMLP
from keras_creative.experiments.design_mlp import DesignMLP, measure_modes
from keras_creative.experiments.evaluation import evaluate, load_recipe
from keras_creative.experiments.export import export_generator
from keras_creative.experiments.held_out import score_samples
from keras_creative.experiments.picture_gan import VARIANTS, PictureGAN
from keras_creative.experiments.picture_vae import PictureVAE
from keras_creative.experiments.point_gan import POINT_VARIANTS, PointGAN
from keras_creative.experiments.progress import RunProgress
from keras_creative.experiments.recipes import RECIPES
from keras_creative.experiments.referee import (
    PosteriorReferee,
    Referee,
    load_referee,
)
from keras_creative.experiments.run_folder import RunFolder
from keras_creative.experiments.run_verdict import run_verdict
from keras_creative.experiments.samples import (
    interpolate,
    load_sampler,
    write_interpolation,
    write_samples,
)
from keras_creative.experiments.session import Session

__all__ = [
    "ConditionalMLP",
    "DesignMLP",
    "POINT_VARIANTS",
    "PictureGAN",
    "PictureVAE",
    "PointGAN",
    "PosteriorReferee",
    "RECIPES",
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
    "write_interpolation",
    "write_samples",
]
