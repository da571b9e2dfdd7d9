"""Recipes: settings of runs; importing them imports no TensorFlow.

`keras_creative.recipes.building`, which their methods import, creates data and
models from them.
"""

from keras_creative.recipes.conditional_mlp import ConditionalMLP
from keras_creative.recipes.design_mlp import DesignMLP
from keras_creative.recipes.font_vae import FontVAE
from keras_creative.recipes.pair_cycle_gan import PairCycleGAN
from keras_creative.recipes.pair_pix2pix import PairPix2Pix
from keras_creative.recipes.pair_recipe import PairRecipe
from keras_creative.recipes.picture_flow import PictureFlow
from keras_creative.recipes.picture_gan import PictureGAN
from keras_creative.recipes.picture_style import PictureStyle
from keras_creative.recipes.picture_vae import PictureVAE
from keras_creative.recipes.point_flow import PointFlow
from keras_creative.recipes.point_gan import PointGAN
from keras_creative.recipes.recipe import Recipe
from keras_creative.recipes.registry import RECIPES
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.task_figr import TaskFIGR
from keras_creative.recipes.task_flow import TaskFlow
from keras_creative.recipes.task_recipe import TaskRecipe
from keras_creative.recipes.task_vae import TaskVAE

__all__ = [
    "ConditionalMLP",
    "DesignMLP",
    "FontVAE",
    "PairCycleGAN",
    "PairPix2Pix",
    "PairRecipe",
    "PictureFlow",
    "PictureGAN",
    "PictureStyle",
    "PictureVAE",
    "PointFlow",
    "PointGAN",
    "RECIPES",
    "Recipe",
    "TaskFIGR",
    "TaskFlow",
    "TaskRecipe",
    "TaskVAE",
    "setting",
    "settings",
]
