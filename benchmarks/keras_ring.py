"""The package's side of `toy_steps.py`, see `contestants.py`."""

import dataclasses

import numpy as np
import tensorflow as tf
from keras_games import trainer, write_exchange

from keras_creative.recipes import DesignMLP

PLAIN = DesignMLP(holdout=(1,), ema=0.0)
WARM_UP = 200
STEPS_PER_EXECUTION = 100


def compete(seed, ema=0.0, jit_compile=False, path=None):
    """DesignGAN on the ring.

    Args:
        seed: Random seed.
        ema: Decay of the averaged generator, with which the other means of
            the 2019 command's defaults come. Defaults to `0`: none.
        jit_compile: Whether it is compiled by XLA, with TensorFlow's default
            threads. Defaults to `False`: a graph, with one thread for an
            operation.
        path: File to write for PyTorch. Defaults to `None`: none.

    Returns:
        Facts, and function that trains for some steps.
    """
    if not jit_compile:
        # The threads of the 2019 command: operations on 400 points are small.
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(2)
    recipe = dataclasses.replace(PLAIN, seed=seed, ema=ema)
    data = recipe.load_data()
    model = recipe.make_model(
        data,
        steps_per_execution=STEPS_PER_EXECUTION,
        jit_compile=jit_compile,
    )
    if path:
        real, labels = data.sample(recipe.batch_size, seed=seed)
        mixture = {
            "means": data.components[list(data.shown)],
            "labels": np.array(data.shown),
            "std": data.std,
            "rates": np.array([recipe.lr_g, recipe.lr_d]),
        }
        write_exchange(path, model, real, labels, mixture)
    batches = data.batches(recipe.batch_size, seed=seed)
    return {}, trainer(model, batches, 1, WARM_UP)
