"""The models of `step_profile.py`, on data in memory, with their batches.

    ONEDNN_VERBOSE=1 python benchmarks/profiled_models.py dcgan float32

trains one of them for a few steps without XLA, so that oneDNN prints what it
executes; the line of `BEGIN` precedes the steps that count.
"""

import dataclasses
import functools
import sys
from collections.abc import Callable

import keras
import keras_games
import keras_vae
import numpy as np
import tensorflow as tf
from keras_ring import PLAIN
from picture_rows import GAMES

from keras_creative import datasets
from keras_creative.precision import dtype_policy

SEED = 0
STEPS_PER_EXECUTION = 20
BEGIN = "the steps that count"


@dataclasses.dataclass(frozen=True)
class Profiled:
    """A training step to profile.

    Args:
        make: Function that returns the model and its batches.
        steps: Steps in a measurement.
        xla: Whether a user should compile this model by XLA. Defaults to
            `False`.
    """

    make: Callable[..., tuple[keras.Model, tf.data.Dataset]]
    steps: int
    xla: bool = False


def game(name, **compile_kwargs):
    """A game of `picture_rows.py` and its batches."""
    settings = GAMES[name]
    model = keras_games.make_model(settings, SEED, **compile_kwargs)
    batches = datasets.image_batches(
        *keras_games.random_pictures(settings),
        settings["batch_size"],
        size=None,
        seed=SEED,
    )
    return model, batches


def vae(**compile_kwargs):
    """The VAE of `vae_steps.py` on random images."""
    shape = (keras_games.NUM_PICTURES, keras_vae.SIDE, keras_vae.SIDE, 1)
    images = np.random.default_rng(SEED).integers(0, 256, shape, dtype="uint8")
    model = keras_vae.make_model(SEED, **compile_kwargs)
    return model, keras_vae.make_batches(images, SEED)


def ring(**compile_kwargs):
    """The plain DesignGAN of `toy_steps.py` on the ring of eight Gaussians."""
    recipe = dataclasses.replace(PLAIN, seed=SEED)
    data = recipe.load_data()
    model = recipe.make_model(data, **compile_kwargs)
    return model, data.batches(recipe.batch_size, seed=SEED)


PROFILED = {
    "dcgan": Profiled(functools.partial(game, "design"), 60),
    "r3gan": Profiled(functools.partial(game, "r3gan"), 60),
    "wgan-gp": Profiled(functools.partial(game, "wgan-gp"), 60),
    "vae": Profiled(vae, 600, xla=True),
    "ring": Profiled(ring, 600, xla=True),
}


def make(name, precision, **compile_kwargs):
    """A function that trains for a number of steps, and the model.

    Args:
        name: Key of `PROFILED`.
        precision: Name of the Keras dtype policy.
        **compile_kwargs: Arguments of `compile()`.
    """
    keras.utils.set_random_seed(SEED)
    with dtype_policy(precision):
        model, batches = PROFILED[name].make(
            steps_per_execution=STEPS_PER_EXECUTION, **compile_kwargs
        )

    def train(steps=STEPS_PER_EXECUTION):
        model.fit(batches, steps_per_epoch=steps, verbose=0)

    train()
    return train, model


def main(name, precision):
    """Train as the log wants it."""
    train, _ = make(name, precision)
    print(BEGIN, flush=True)
    train()


if __name__ == "__main__":
    main(*sys.argv[1:])
