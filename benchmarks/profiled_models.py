"""The models of `step_profile.py`, on data in memory, with their batches.

    ONEDNN_VERBOSE=1 python benchmarks/profiled_models.py dcgan float32

trains one of them for a few steps without XLA, so that oneDNN prints what it
executes; the line of `BEGIN` precedes the steps that count.
"""

import dataclasses
import sys
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from keras_creative import datasets, models, networks, optimizers
from keras_creative.experiments import DesignMLP
from keras_creative.precision import dtype_policy

SEED = 0
SIDE, NUM_PICTURES, NUM_CLASSES = 32, 4096, 10
BATCH_SIZE = 64
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


def dcgan(**compile_kwargs):
    """DesIGN's DCGAN of width 64 on gray 32x32 images of 10 classes."""
    shape, latent_dim = (SIDE, SIDE, 1), 64
    model = models.DesignGAN(
        networks.dcgan_generator(shape, latent_dim),
        networks.dcgan_discriminator(shape, NUM_CLASSES),
        seed=SEED,
    )
    model.compile(_adam(2e-4, 0.5), _adam(2e-4, 0.5), **compile_kwargs)
    return model, _pictures(shape, labeled=True)


def r3gan(**compile_kwargs):
    """R3GAN of stacked MNIST, with R1 and R2 penalties."""
    shape, latent_dim, width = (SIDE, SIDE, 3), 100, 16
    model = models.R3GAN(
        networks.dcgan_generator(shape, latent_dim, width),
        networks.dcgan_discriminator(shape, width=width, first_width=48),
        gamma=50.0,
        ema=0.999,
        seed=SEED,
    )
    model.compile(
        _adam(1e-3, 0.0, 0.99), _adam(1e-3, 0.0, 0.99), **compile_kwargs
    )
    return model, _pictures(shape)


def wgan_gp(**compile_kwargs):
    """WGAN-GP of width 32 on gray 32x32 images, five critic steps."""
    shape, latent_dim, width = (SIDE, SIDE, 1), 64, 32
    model = models.WGANGP(
        networks.dcgan_generator(shape, latent_dim, width),
        networks.dcgan_discriminator(shape, width=width),
        seed=SEED,
    )
    model.compile(
        _adam(1e-4, 0.0, 0.9), _adam(1e-4, 0.0, 0.9), **compile_kwargs
    )
    return model, _pictures(shape, model.n_critic * BATCH_SIZE)


def vae(**compile_kwargs):
    """The VAE of 2019, 784-400-2-400-784."""
    shape, latent_dim, units = (28, 28, 1), 2, 400
    model = models.VAE(
        networks.mlp_vae_encoder(shape, latent_dim, units),
        networks.mlp_vae_decoder(latent_dim, shape, units),
        seed=SEED,
    )
    model.compile(_adam(1e-3), **compile_kwargs)
    return model, _pictures(shape)


def ring(**compile_kwargs):
    """DesIGN's dense networks on the ring of eight Gaussians."""
    recipe = DesignMLP(holdout=(1,), ema=0.0, seed=SEED)
    data = recipe.load_data()
    model = recipe.make_model(data, **compile_kwargs)
    return model, data.batches(recipe.batch_size, seed=SEED)


PROFILED = {
    "dcgan": Profiled(dcgan, 60),
    "r3gan": Profiled(r3gan, 60),
    "wgan-gp": Profiled(wgan_gp, 60),
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


def _adam(rate, beta_1=0.9, beta_2=0.999):
    return optimizers.Adam(rate, beta_1, beta_2)


def _pictures(shape, batch_size=BATCH_SIZE, labeled=False):
    """Batches of random images by the package's data pipeline."""
    generator = np.random.default_rng(SEED)
    images = generator.integers(0, 256, (NUM_PICTURES, *shape), dtype="uint8")
    labels = generator.integers(0, NUM_CLASSES, NUM_PICTURES)
    return datasets.image_batches(
        images, labels if labeled else None, batch_size, size=None, seed=SEED
    )


def main(name, precision):
    """Train as the log wants it."""
    train, _ = make(name, precision)
    print(BEGIN, flush=True)
    train()


if __name__ == "__main__":
    main(*sys.argv[1:])
