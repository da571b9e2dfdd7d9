"""Alias of `keras_creative.recipes` and `keras_creative.runs`."""

from keras_creative import models
from keras_creative.recipes import (
    RECIPES,
    ConditionalMLP,
    DesignMLP,
    FontVAE,
    PictureFlow,
    PictureGAN,
    PictureVAE,
    PointFlow,
    PointGAN,
    Recipe,
    setting,
    settings,
)
from keras_creative.recipes.building.mlp import measure_modes
from keras_creative.runs import (
    PosteriorReferee,
    Referee,
    RunFolder,
    RunProgress,
    Session,
    evaluate,
    export_generator,
    interpolate,
    load_recipe,
    load_referee,
    load_sampler,
    run_verdict,
    score_samples,
    write_interpolation,
    write_samples,
)

__all__ = [
    "ConditionalMLP",
    "DesignMLP",
    "FontVAE",
    "POINT_VARIANTS",
    "PictureFlow",
    "PictureGAN",
    "PictureVAE",
    "PointFlow",
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
