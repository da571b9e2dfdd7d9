"""The package's side of `flow_steps.py`, see `contestants.py`."""

import dataclasses

import exchange
import keras
import numpy as np
from keras_games import trainer

from keras_creative import recipes
from keras_creative.models.diffusion.flow_matching import paths

WARM_UP = 200
STEPS_PER_EXECUTION = 100


def compete(seed, jit_compile=False, path=None):
    """Flow matching on the ring, with the settings of its recipe.

    Args:
        seed: Random seed.
        jit_compile: Whether it is compiled by XLA, with many steps in an
            execution. Defaults to `False`.
        path: File to write for PyTorch. Defaults to `None`: none.

    Returns:
        Facts, and function that trains for some steps.
    """
    recipe = dataclasses.replace(
        recipes.RECIPES["flow-8gaussians"], seed=seed, jit=jit_compile
    )
    data = recipe.load_data()
    model = recipe.make_model(
        data, steps_per_execution=STEPS_PER_EXECUTION if jit_compile else 1
    )
    if path:
        write_exchange(path, recipe, model, data)
    batches = data.batches(recipe.batch_size, seed, labelled=False)
    return {}, trainer(model, batches, 1, WARM_UP)


def write_exchange(path, recipe, model, data):
    """Write the weights, a batch and its loss for PyTorch.

    Args:
        path: The file.
        recipe: `PointFlow`.
        model: `FlowMatching`.
        data: `GaussianMixture`.
    """
    x, _ = data.sample(recipe.batch_size, seed=0)
    rng = np.random.default_rng(0)
    z = rng.normal(size=x.shape).astype("float32")
    t = rng.uniform(size=(len(x), 1)).astype("float32")
    times = keras.ops.convert_to_tensor(t)
    loss, _ = model.velocity_loss([paths(z, x, times), times], x - z)
    steps = recipe.epochs * data.steps_per_epoch(recipe.batch_size)
    exchange.write(
        path,
        {"network": model.network},
        {"x": x, "z": z, "t": t},
        {"loss": loss},
        {
            "means": data.components,
            "std": data.std,
            "rate": recipe.lr,
            "ema": recipe.ema,
            "steps": steps,
        },
    )
