"""Recipes: data, networks, model and schedule that belong together."""

from keras_creative.experiments.design_mlp import DesignMLP, measure_modes
from keras_creative.experiments.held_out import score_samples
from keras_creative.experiments.picture_gan import VARIANTS, PictureGAN
from keras_creative.experiments.picture_vae import PictureVAE
from keras_creative.experiments.recipes import RECIPES
from keras_creative.experiments.referee import (
    PosteriorReferee,
    Referee,
    load_referee,
)
from keras_creative.experiments.run_folder import RunFolder
from keras_creative.experiments.samples import (
    interpolate,
    load_sampler,
    write_interpolation,
    write_samples,
)
from keras_creative.experiments.session import Session

__all__ = [
    "DesignMLP",
    "PictureGAN",
    "PictureVAE",
    "PosteriorReferee",
    "RECIPES",
    "Referee",
    "RunFolder",
    "Session",
    "VARIANTS",
    "interpolate",
    "load_referee",
    "load_sampler",
    "measure_modes",
    "score_samples",
    "write_interpolation",
    "write_samples",
]
