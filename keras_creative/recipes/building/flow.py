"""The models of a `PointFlow` and of a `PictureFlow`."""

import keras

from keras_creative import models, networks
from keras_creative.optimizers import Adam
from keras_creative.precision import dtype_policy
from keras_creative.recipes.building.pictures import one_hot_length
from keras_creative.recipes.building.points import attributes_table

_STEPS_PER_EXECUTION = 50


def make_point_model(recipe, data, **compile_kwargs):
    """A compiled model for points.

    Args:
        recipe: `PointFlow`, whose settings are checked.
        data: Data returned by `load_data()`.
        **compile_kwargs: Further arguments of `compile()`.
    """
    keras.utils.set_random_seed(recipe.seed)
    table = attributes_table(recipe, data) if recipe.conditional else None
    network = networks.mlp_velocity(
        num_layers=recipe.num_layers,
        units=recipe.units,
        attributes_length=None if table is None else table.shape[1],
    )
    model = _make(recipe, network, table)
    steps = recipe.epochs * data.steps_per_epoch(recipe.batch_size)
    rate = keras.optimizers.schedules.CosineDecay(recipe.lr, steps)
    compile_kwargs.setdefault("steps_per_execution", _STEPS_PER_EXECUTION)
    compile_kwargs.setdefault("jit_compile", recipe.jit)
    model.compile(Adam(rate), **compile_kwargs)
    return model


def make_picture_model(recipe, data):
    """A compiled model for pictures.

    Args:
        recipe: `PictureFlow`, whose settings are checked.
        data: Data returned by `load_data()`.

    Raises:
        ValueError: If the data have no labels to condition on.
    """
    keras.utils.set_random_seed(recipe.seed)
    with dtype_policy(recipe.precision):
        network = networks.VELOCITY_NETWORKS[recipe.networks](
            data.sample_shape,
            attributes_length=one_hot_length(recipe, data),
            **({} if recipe.width is None else {"width": recipe.width}),
        )
        model = _make(recipe, network)
        model.compile(Adam(recipe.lr), jit_compile=recipe.jit)
    return model


def _make(recipe, network, table=None):
    settings = {
        "times": recipe.times,
        "ema": recipe.ema,
        "solver": recipe.solver,
        "sampling_steps": recipe.sampling_steps,
        "seed": recipe.seed,
    }
    if not recipe.conditional:
        return models.FlowMatching(network, **settings)
    return models.GuidedFlowMatching(
        network,
        table,
        label_dropout=recipe.label_dropout,
        guidance=recipe.guidance,
        **settings,
    )
