"""The package's side of `vae_steps.py`, see `contestants.py`."""

import exchange
import keras
import numpy as np
from keras_games import trainer

from keras_creative import datasets, models, networks, optimizers

STEPS_PER_EXECUTION = 100
WARM_UP = 100
BATCH_SIZE, RATE = 64, 1e-3
SIDE, UNITS, LATENT_DIM = 28, 400, 2
NUM_PICTURES = 60_000
DATA = "fashion-mnist"


def compete(seed, jit_compile=False, path=None):
    """The VAE on random pictures.

    Args:
        seed: Random seed.
        jit_compile: Whether it is compiled by XLA, with many steps in an
            execution. Defaults to `False`.
        path: File to write for PyTorch. Defaults to `None`: none.

    Returns:
        Facts, and function that trains for some steps.
    """
    steps = STEPS_PER_EXECUTION if jit_compile else 1
    model = make_model(seed, jit_compile=jit_compile, steps_per_execution=steps)
    shape = (NUM_PICTURES, SIDE, SIDE, 1)
    pictures = np.random.default_rng(0).integers(0, 256, shape, dtype="uint8")
    if path:
        write_exchange(path, model, pictures[:BATCH_SIZE])
    return {}, trainer(model, make_batches(pictures, seed), 1, WARM_UP)


def test_elbo(seed, epochs, path):
    """Train on Fashion-MNIST and evaluate.

    Args:
        seed: Random seed.
        epochs: Number of epochs.
        path: File to write with the pictures, for PyTorch.

    Returns:
        Facts with the mean test ELBO in nats, and `None`.
    """
    pictures, _ = datasets.load_images(DATA)
    steps = len(pictures) // BATCH_SIZE
    model = make_model(seed, jit_compile=True, steps_per_execution=steps)
    batches = make_batches(pictures, seed)
    model.fit(batches, epochs=epochs, steps_per_epoch=steps, verbose=0)
    held_back, _ = datasets.load_images(DATA, "test")
    exchange.write(path, {}, {"training": pictures, "test": held_back}, {})
    held_back = datasets.to_network_range(held_back).numpy()
    return {"elbo": float(model.elbo(held_back, seed=seed).mean())}, None


def make_model(seed, **compile_kwargs):
    """The compiled model."""
    keras.utils.set_random_seed(seed)
    shape = (SIDE, SIDE, 1)
    model = models.VAE(
        networks.mlp_vae_encoder(shape, LATENT_DIM, UNITS),
        networks.mlp_vae_decoder(LATENT_DIM, shape, UNITS),
        seed=seed,
    )
    model.compile(optimizers.Adam(RATE), **compile_kwargs)
    return model


def make_batches(pictures, seed):
    """The package's data pipeline."""
    return datasets.image_batches(
        pictures, batch_size=BATCH_SIZE, size=SIDE, seed=seed
    )


def write_exchange(path, model, pictures):
    """Write the weights, a batch and its ELBO for PyTorch.

    Args:
        path: The file.
        model: `VAE`.
        pictures: uint8 array of a batch.
    """
    networks = {"encoder": model.encoder, "decoder": model.decoder}
    inputs = datasets.to_network_range(pictures).numpy()
    values = {"elbo": model.elbo(inputs, seed=0).mean()}
    exchange.write(path, networks, {"pictures": pictures}, values)
