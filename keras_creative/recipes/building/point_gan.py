"""The model of a `PointGAN`."""

import keras

from keras_creative import losses, models, networks
from keras_creative.optimizers import Adam
from keras_creative.recipes.building.ensemble import assemble
from keras_creative.recipes.building.points import attributes_table

_STEPS_PER_EXECUTION = 50
_NOISE_DIM = 2


def make_model(recipe, data, **compile_kwargs):
    """A compiled model for the data.

    Args:
        recipe: `PointGAN`, whose settings are checked.
        data: Data returned by `load_data()`.
        **compile_kwargs: Further arguments of `compile()`.
    """
    variant = recipe.variant_record
    make, build = getattr(models, variant.model), _PARTS[variant.networks]

    def make_member(seed):
        parts, options = build(recipe, data)
        if "gamma" not in variant.passes:
            options["penalty"] = losses.R1Penalty(recipe.gamma)
        return make(
            *parts,
            seed=seed,
            **options,
            **recipe.variant_kwargs,
            **recipe.model_kwargs,
        )

    keras.utils.set_random_seed(recipe.seed)
    model = assemble(recipe, make_member, data)
    compile_kwargs.setdefault("steps_per_execution", _STEPS_PER_EXECUTION)
    compile_kwargs.setdefault("jit_compile", recipe.jit)
    steps = recipe.epochs * data.steps_per_epoch(recipe.batch_size)
    model.compile(
        g_optimizer=_adam(recipe.lr_g, steps),
        d_optimizer=_adam(recipe.lr_d, steps),
        **compile_kwargs,
    )
    return model


def _plain(recipe, data):
    return (_generator(recipe), _discriminator(recipe)), {}


def _conditional(recipe, data):
    table = attributes_table(recipe, data)
    length = table.shape[1]
    parts = (
        _generator(
            recipe, condition=recipe.condition, attributes_length=length
        ),
        _discriminator(recipe, attributes_length=length),
    )
    return (*parts, table), {}


def _coded(recipe, data):
    codes = models.Codes((data.num_classes,), continuous=0)
    parts = (
        _generator(recipe, _NOISE_DIM + codes.size),
        _discriminator(recipe, code_size=codes.size),
    )
    return (*parts, codes), {"lambda_categorical": recipe.lambda_info}


# Arguments of the model by the kind of its networks.
_PARTS = {"codes": _coded, "conditional": _conditional, "plain": _plain}


def _generator(recipe, latent_dim=_NOISE_DIM, **kwargs):
    return networks.mlp_generator(
        latent_dim, num_layers=recipe.num_layers, units=recipe.units, **kwargs
    )


def _discriminator(recipe, **kwargs):
    return networks.mlp_discriminator(
        num_layers=recipe.num_layers,
        units=recipe.units,
        **recipe.discriminator_kwargs,
        **kwargs,
    )


def _adam(rate, steps):
    """Adam with a cosine decay of the learning rate to 0."""
    rate = keras.optimizers.schedules.CosineDecay(rate, steps)
    return Adam(rate, beta_1=0.5)
