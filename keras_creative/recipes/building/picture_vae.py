"""The model of a `PictureVAE`."""

import keras

from keras_creative import models, networks
from keras_creative.optimizers import Adam
from keras_creative.precision import dtype_policy
from keras_creative.recipes.building.pictures import one_hot_length

_NETWORKS = {
    "conv": (networks.conv_vae_encoder, networks.conv_vae_decoder),
    "mlp": (networks.mlp_vae_encoder, networks.mlp_vae_decoder),
}
# Ctrl-C waits for the end of a compiled execution.
_MOST_STEPS = 1000


def make_model(recipe, data):
    """A compiled model for the data.

    Args:
        recipe: `PictureVAE`.
        data: Data returned by `load_data()`.
    """
    keras.utils.set_random_seed(recipe.seed)
    with dtype_policy(recipe.precision):
        independence = {"gamma": recipe.gamma} if recipe.gamma else {}
        cls = models.ConditionalVAE if recipe.conditional else models.VAE
        cls = models.TCVAE if independence else cls
        model = cls(
            *_make_networks(recipe, data),
            likelihood=recipe.likelihood,
            beta=recipe.beta,
            seed=recipe.seed,
            **independence,
        )
        model.compile(
            Adam(recipe.lr),
            jit_compile=recipe.jit,
            steps_per_execution=steps_per_execution(recipe, data),
        )
    return model


def steps_per_execution(recipe, data):
    """Largest number of steps per execution that divides an epoch.

    Args:
        recipe: `PictureVAE`.
        data: Data returned by `load_data()`.
    """
    if not recipe.jit:
        return 1
    steps = data.steps_per_epoch(recipe.batch_size)
    return next(
        n for n in range(min(steps, _MOST_STEPS), 0, -1) if steps % n == 0
    )


def _make_networks(recipe, data):
    make_encoder, make_decoder = _NETWORKS[recipe.networks]
    length = one_hot_length(recipe, data)
    encoder = make_encoder(
        data.sample_shape, recipe.latent_dim, attributes_length=length
    )
    decoder = make_decoder(
        recipe.latent_dim,
        data.sample_shape,
        attributes_length=length,
        activation="tanh" if recipe.likelihood == "gaussian" else None,
    )
    return encoder, decoder
