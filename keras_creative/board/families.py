"""Families of entries: how a method is built and trained.

A family is a function of what is shown, the seeds and the number of steps that
returns one trained model for each seed. It is called in a process that never
opens what is hidden.
"""

import keras
import tensorflow as tf

from keras_creative import datasets, models, networks, recipes

_STEPS_PER_EXECUTION = 50


def train_point_gan(data, seeds, steps, **options):
    """`PointGAN` recipes, all seeds in one stacked model.

    Args:
        data: `GaussianMixture` of what is shown.
        seeds: Tuple of integers.
        steps: Training steps.
        **options: Settings of `keras_creative.recipes.PointGAN`.

    Returns:
        List of trained models in the order of the seeds.
    """
    epochs = -(-steps // data.steps_per_epoch(1))
    made = [
        recipes.PointGAN(data.name, epochs=epochs, seed=seed, **options)
        for seed in seeds
    ]
    return _train_stacked(made, data, steps)


def train_point_design(data, seeds, steps, **options):
    """`DesignMLP` recipes, all seeds in one stacked model.

    Args:
        data: `GaussianMixture` of what is shown.
        seeds: Tuple of integers.
        steps: Training steps.
        **options: Settings of `keras_creative.recipes.DesignMLP`.

    Returns:
        List of trained models in the order of the seeds.
    """
    made = [
        recipes.DesignMLP(data.name, iterations=steps, seed=seed, **options)
        for seed in seeds
    ]
    return _train_stacked(made, data, steps)


def train_point_vae(
    data,
    seeds,
    steps,
    conditional=False,
    latent_dim=2,
    units=128,
    batch_size=400,
    learning_rate=3e-3,
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

    Returns:
        List of trained models in the order of the seeds.
    """
    cls = models.ConditionalVAE if conditional else models.VAE
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
        )
        falling = keras.optimizers.schedules.CosineDecay(learning_rate, steps)
        model.compile(
            keras.optimizers.Adam(falling),
            jit_compile=True,
            steps_per_execution=_per_execution(steps),
        )
        batches = data.batches(batch_size, seed)
        model.fit(batches, steps_per_epoch=steps, verbose=0)
        trained.append(model)
    return trained


def _train_stacked(made, data, steps):
    """Train a model for each recipe, all at once."""
    members = [recipe.make_model(data) for recipe in made]
    game = models.stack(members)
    game.compile(
        *(
            type(optimizer).from_config(optimizer.get_config())
            for optimizer in (members[0].g_optimizer, members[0].d_optimizer)
        ),
        steps_per_execution=_per_execution(steps),
    )
    batches = datasets.side_by_side(
        [data.batches(recipe.batch_size, recipe.seed) for recipe in made]
    )
    game.fit(batches, steps_per_epoch=steps, verbose=0)
    return models.unstack(game)


def _per_execution(steps):
    """Largest number of steps per execution that divides all steps."""
    most = min(steps, _STEPS_PER_EXECUTION)
    return next(n for n in range(most, 0, -1) if steps % n == 0)


FAMILIES = {
    "point-design": train_point_design,
    "point-gan": train_point_gan,
    "point-vae": train_point_vae,
}


def single_threaded():
    """Use one thread, so that results do not depend on the machine's cores."""
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
