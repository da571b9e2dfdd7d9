"""Data, model and measures of a `DesignMLP` or `ConditionalMLP`."""

from typing import Any

import keras
import numpy as np

from keras_creative import datasets, losses, metrics, models, networks
from keras_creative.typing import ArrayLike

_CRITERIA = {"gan": "non-saturating", "wgan": "wasserstein"}
_MEASURED_SAMPLES = 2500
_CLIP = 0.1
_PICTURE_LATENT_DIM = 64
_FIRST_GAMMA = 0.1
_PICTURE_GAMMA = 10.0


def load_data(recipe):
    """The data set, a `GaussianMixture` or a `PictureSet`.

    Args:
        recipe: `DesignMLP`.
    """
    if recipe.dataset in datasets.TOY_DATASETS:
        return datasets.load_toy(recipe.dataset, recipe.scale, recipe.holdout)
    return datasets.PictureSet.load(recipe.dataset, recipe.holdout)


def make_model(recipe, data, **compile_kwargs):
    """A compiled model for the data.

    Args:
        recipe: `DesignMLP`.
        data: Data returned by `load_data()`.
        **compile_kwargs: Further arguments of `compile()`.
    """
    keras.utils.set_random_seed(recipe.seed)
    make = _make_conditional if recipe.is_conditional else _make_design
    model = make(
        recipe,
        data.num_classes,
        _generator_kwargs(recipe, data.sample_shape),
        _discriminator_kwargs(recipe, data.sample_shape),
        criterion=_CRITERIA[recipe.loss],
        penalty=_penalty(recipe),
        clip=_CLIP if recipe.loss == "wgan" else None,
        ema=recipe.ema,
        seed=recipe.seed,
    )
    model.compile(
        g_optimizer=_optimizer(recipe, recipe.lr_g),
        d_optimizer=_optimizer(recipe, recipe.lr_d),
        **compile_kwargs,
    )
    return model


def measure(recipe, model, data):
    """Mode measures of a model trained on points.

    Args:
        recipe: `DesignMLP`.
        model: The trained model.
        data: Data returned by `load_data()`.

    Returns:
        Dict, see `DesignMLP.measure()`.
    """
    if not recipe.is_conditional:
        points = model.sample(_MEASURED_SAMPLES, seed=recipe.seed)
        return measure_modes(points, data)
    measures = measure_modes(_sample(recipe, model, data.shown), data)
    if data.holdout:
        hidden = measure_modes(_sample(recipe, model, data.holdout), data)
        measures["holdout"] = hidden["holdout"]
    return measures


def measure_modes(
    points: ArrayLike, data: datasets.GaussianMixture
) -> dict[str, Any]:
    """Mode measures of generated points, and hits on held-out modes.

    Args:
        points: Generated points `(n, 2)`.
        data: The `GaussianMixture` that the model was trained on.

    Returns:
        Dict of `keras_creative.metrics.mode_measures()` over the modes shown,
        with `holdout`: for each held-out label its `hit_rate`, and the chance
        rates `box_chance`, for a mode of one component, and `circle_chance`,
        on a ring.
    """
    shown = np.isin(data.labels, data.shown)
    measures = metrics.mode_measures(
        points,
        data.components[shown],
        data.std,
        labels=data.labels[shown],
        shares=data.shares[list(data.shown)],
    )
    measures["holdout"] = {
        str(label): _hits(points, data, label) for label in data.holdout
    }
    return measures


def _make_design(recipe, num_classes, generator, discriminator, **kwargs):
    return models.DesignGAN(
        networks.mlp_generator(**generator),
        networks.mlp_discriminator(
            num_classes=num_classes if recipe.labelled else None,
            **discriminator,
        ),
        creativity=recipe.creativity,
        lambda_d=recipe.lambda_d,
        lambda_g=recipe.lambda_g,
        label_smoothing=recipe.label_smoothing,
        **kwargs,
    )


def _make_conditional(recipe, num_classes, generator, discriminator, **kwargs):
    length = {"attributes_length": num_classes}
    return models.CGAN(
        networks.mlp_generator(**length, **generator),
        networks.mlp_discriminator(**length, **discriminator),
        **kwargs,
    )


def _generator_kwargs(recipe, shape):
    return {
        "latent_dim": 2 if len(shape) == 1 else _PICTURE_LATENT_DIM,
        **_sizes(recipe, shape),
    }


def _discriminator_kwargs(recipe, shape):
    minibatch = "discrimination" if recipe.minibatch_discrimination else None
    return {"minibatch": minibatch, **_sizes(recipe, shape)}


def _sizes(recipe, shape):
    return {
        "sample_shape": shape,
        "num_layers": recipe.num_layers,
        "units": recipe.units,
    }


def _penalty(recipe):
    if not recipe.ema:
        return None
    if recipe.dataset not in datasets.TOY_DATASETS:
        return losses.R1Penalty(_PICTURE_GAMMA)
    fading = keras.optimizers.schedules.PolynomialDecay(
        _FIRST_GAMMA,
        decay_steps=recipe.iterations // 2 + 1,
        end_learning_rate=0.0,
    )
    return losses.R1Penalty(fading)


def _optimizer(recipe, learning_rate):
    if recipe.ema:
        learning_rate = keras.optimizers.schedules.CosineDecay(
            learning_rate, recipe.iterations
        )
    optimizer = keras.optimizers.get(recipe.optimizer)
    betas = {"beta_1": 0.5} if hasattr(optimizer, "beta_1") else {}
    return type(optimizer)(learning_rate, **betas)


def _sample(recipe, model, labels):
    """Samples of a conditional model, for some labels in turn."""
    labels = np.resize(np.asarray(labels), _MEASURED_SAMPLES)
    return model.sample(_MEASURED_SAMPLES, seed=recipe.seed, labels=labels)


def _hits(points, data, label):
    mode = data.components[data.labels == label]
    radii = np.linalg.norm(data.components, axis=1)
    is_ring = np.allclose(radii, radii[0], rtol=1e-3)
    return {
        "hit_rate": metrics.hit_rate(points, mode, data.std),
        "box_chance": metrics.box_chance(data.std, data.half_width)
        if len(mode) == 1
        else None,
        "circle_chance": metrics.circle_chance(data.std, radii[0])
        if is_ring
        else None,
    }
