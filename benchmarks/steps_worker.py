"""The benchmarks of `compare.py`, see `contestants.py`.

They use only public names that earlier commits have.
"""

import keras
import numpy as np

import keras_creative
from keras_creative import datasets, models, networks

SEED, BATCH_SIZE, NUM_PICTURES = 0, 64, 2048
SIDE, LATENT_DIM, CLASSES = 32, 64, 10


def dcgan():
    """DesignGAN with DCGAN's networks on 32x32 gray images, float32."""
    shape = (SIDE, SIDE, 1)
    model = models.DesignGAN(
        networks.dcgan_generator(shape, LATENT_DIM),
        networks.dcgan_discriminator(shape, CLASSES),
        seed=SEED,
    )
    compile_game(model, 2e-4, steps_per_execution=10)
    return model, random_images(shape)


def penalty():
    """R3GAN, whose penalties are differentiated twice, on color images."""
    shape = (SIDE, SIDE, 3)
    model = models.R3GAN(
        networks.dcgan_generator(shape, LATENT_DIM, 16),
        networks.dcgan_discriminator(shape, width=16),
        seed=SEED,
    )
    compile_game(model, 2e-4, steps_per_execution=10)
    return model, random_images(shape, labelled=False)


def toy():
    """DesignGAN of dense networks on points of a ring."""
    data = datasets.load_toy("8Gaussians", holdout=(1,))
    model = models.DesignGAN(
        networks.mlp_generator(latent_dim=2),
        networks.mlp_discriminator(num_classes=data.num_classes),
        seed=SEED,
    )
    compile_game(model, 1e-3, steps_per_execution=100)
    return model, data.batches(400, SEED)


def vae():
    """A VAE of dense networks on 28x28 images."""
    shape = (28, 28, 1)
    model = models.VAE(
        networks.mlp_vae_encoder(shape, 2),
        networks.mlp_vae_decoder(2, shape),
        seed=SEED,
    )
    model.compile(keras.optimizers.Adam(1e-3), steps_per_execution=100)
    return model, random_images(shape, labelled=False)


BENCHMARKS = {"dcgan": dcgan, "toy": toy, "vae": vae, "penalty": penalty}


def compile_game(model, rate, **kwargs):
    """Compile with Adam for both players."""
    model.compile(
        keras.optimizers.Adam(rate, 0.5),
        keras.optimizers.Adam(rate, 0.5),
        **kwargs,
    )


def random_images(shape, labelled=True):
    """Endless batches of random images, with labels or without."""
    rng = np.random.default_rng(SEED)
    images = rng.integers(0, 256, (NUM_PICTURES, *shape), "uint8")
    labels = rng.integers(0, CLASSES, NUM_PICTURES) if labelled else None
    return datasets.image_batches(
        images, labels, BATCH_SIZE, size=None, seed=SEED
    )


def compete(benchmark, steps):
    """A benchmark, after a warm-up of one round.

    Args:
        benchmark: Name of the benchmark.
        steps: Steps of a round.

    Returns:
        Facts with the file of the package, and function that trains for some
        steps.
    """
    keras.utils.set_random_seed(SEED)
    model, batches = BENCHMARKS[benchmark]()

    def train(steps):
        model.fit(batches, steps_per_epoch=steps, verbose=0)
        return steps

    train(steps)
    return {"package": keras_creative.__file__}, train
