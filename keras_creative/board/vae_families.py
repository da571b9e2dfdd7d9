"""Families of entries that train variational autoencoders of their own."""

import keras
import numpy as np

from keras_creative import datasets, models, networks, recipes
from keras_creative.board.recipe_families import per_execution
from keras_creative.recipes.building.font_vae import group_vae


def train_point_vae(
    data,
    seeds,
    steps,
    conditional=False,
    latent_dim=2,
    units=128,
    batch_size=400,
    learning_rate=3e-3,
    **independence,
):
    """VAEs of dense networks with a learned variance.

    Args:
        data: `GaussianMixture` of what is shown.
        seeds: Tuple of integers.
        steps: Training steps.
        conditional: Whether both networks take the label. Defaults to `False`.
        latent_dim: Length of the code. Defaults to `2`.
        units: Units of the hidden layers. Defaults to `128`.
        batch_size: Points of a step. Defaults to `400`.
        learning_rate: First learning rate, with a cosine decay to 0. Defaults
            to `3e-3`.
        **independence: `beta` and `gamma` of a `TCVAE`, which is used then.

    Returns:
        List of trained models in the order of the seeds.
    """
    cls = models.ConditionalVAE if conditional else models.VAE
    cls = models.TCVAE if independence else cls
    length = data.num_classes if conditional else None
    shared = {"units": units, "attributes_length": length}
    trained = []
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        model = cls(
            networks.mlp_vae_encoder(data.sample_shape, latent_dim, **shared),
            networks.mlp_vae_decoder(latent_dim, data.sample_shape, **shared),
            likelihood="gaussian",
            seed=seed,
            **independence,
        )
        falling = keras.optimizers.schedules.CosineDecay(learning_rate, steps)
        model.compile(
            keras.optimizers.Adam(falling),
            jit_compile=True,
            steps_per_execution=per_execution(steps),
        )
        batches = data.batches(batch_size, seed)
        model.fit(batches, steps_per_epoch=steps, verbose=0)
        trained.append(model)
    return trained


def train_styled(
    data,
    seeds,
    steps,
    latent_dim=64,
    beta=0.1,
    width=32,
    units=512,
    rows=16,
    members=8,
    learning_rate=2e-3,
):
    """VAEs with one code for all pictures of a row.

    Args:
        data: `CellSet` of what is shown.
        seeds: Tuple of integers.
        steps: Training steps.
        latent_dim: Length of the code. Defaults to `64`.
        beta: See `keras_creative.models.GroupVAE`. Defaults to `0.1`.
        width: See `keras_creative.networks.conv_vae_decoder()`. Defaults to
            `32`.
        units: See the same. Defaults to `512`.
        rows: Rows in a batch. Defaults to `16`.
        members: Pictures of each. Defaults to `8`.
        learning_rate: First learning rate, with a cosine decay to 0. Defaults
            to `2e-3`.

    Returns:
        List of objects with `sample(n, seed, labels)` for cells.
    """
    trained = []
    for seed in seeds:
        recipe = recipes.FontVAE(
            latent_dim=latent_dim,
            width=width,
            units=units,
            beta=beta,
            seed=seed,
        )
        model = group_vae(recipe, data)
        falling = keras.optimizers.schedules.CosineDecay(learning_rate, steps)
        model.compile(keras.optimizers.Adam(falling))
        batches = data.group_batches(rows, members, seed)
        model.fit(batches, steps_per_epoch=steps, verbose=0)
        trained.append(_StyledSampler(model, data))
    return trained


class _StyledSampler:
    """Samples for cells, in the style of the shown pictures of their row."""

    def __init__(self, model, data):
        self.model, self.data = model, data

    def sample(self, n, seed, labels):
        """Samples, see `keras_creative.models`."""
        rows, columns = np.divmod(labels, self.data.table[1])
        made = np.empty((n, *self.data.sample_shape), "float32")
        for row in np.unique(rows):
            shots = self.data.cells // self.data.table[1] == row
            images = datasets.to_network_range(self.data.images[shots])
            chosen = rows == row
            made[chosen] = self.model.sample_like(
                images, self.data.labels[shots], columns[chosen]
            )
        return made
