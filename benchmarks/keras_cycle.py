"""The package's side of `cycle_steps.py`, see `contestants.py`."""

import exchange
import keras
import numpy as np
from keras_games import POLICIES, trainer

from keras_creative import datasets, models, networks, optimizers
from keras_creative.precision import dtype_policy

SIDE, NUM_PICTURES = 64, 256
STEPS_PER_EXECUTION = 10
RATE, BETA = 2e-4, 0.5


def compete(precision, seed, path, width, blocks):
    """CycleGAN on random pictures.

    Args:
        precision: `"float32"` or `"bfloat16"`.
        seed: Random seed.
        path: File to write for PyTorch.
        width: Channels of the largest maps.
        blocks: Residual blocks of each generator.

    Returns:
        Facts, and function that trains for some steps.
    """
    with dtype_policy(POLICIES[precision]):
        model = make_model(seed, width, blocks)
    shape = (2, NUM_PICTURES, SIDE, SIDE, 3)
    a, b = np.random.default_rng(0).integers(0, 256, shape, dtype="uint8")
    write_exchange(path, model, a[:1], b[:1])
    pairs = datasets.load_pairs(a, b, size=SIDE)
    return {}, trainer(
        model, pairs.batches(1, seed), 1, 2 * STEPS_PER_EXECUTION
    )


def make_model(seed, width, blocks):
    """The compiled model."""
    keras.utils.set_random_seed(seed)
    shape = (SIDE, SIDE, 3)
    model = models.CycleGAN(
        *(networks.resnet_translator(shape, width, blocks) for _ in "ab"),
        *(networks.patch_discriminator(shape, width) for _ in "ab"),
        seed=seed,
    )
    model.compile(
        **{
            name: optimizers.Adam(RATE, beta_1=BETA)
            for name in model.player_optimizers.values()
        },
        steps_per_execution=STEPS_PER_EXECUTION,
    )
    return model


def write_exchange(path, model, a, b):
    """Write the weights, a batch and its losses for PyTorch.

    Args:
        path: The file.
        model: `CycleGAN`.
        a: uint8 array of a batch of A.
        b: The same of B.
    """
    parts = {name: getattr(model, name) for name in model.player_optimizers}
    real_a, real_b = (datasets.to_network_range(x).numpy() for x in (a, b))
    fakes = {}
    loss, _ = model.generators_loss(real_a, real_b, fakes)
    of_a, _ = model.discriminator_loss(
        model.discriminator_a, real_a, fakes["a"]
    )
    values = {"generators": loss, "discriminator_a": of_a}
    exchange.write(path, parts, {"a": a, "b": b}, values)
