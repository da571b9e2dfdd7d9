"""Ten seeds of one setting as one stacked model, or one after another.

Both train R3GANs of 64 units on the ring with PacGAN's batch size of 100, in
alternating rounds. Whether each seed learns the same is measured after a few
steps, before the instability of GANs has amplified rounding errors.
"""

import statistics
import time

import keras
import numpy as np

from keras_creative import datasets, models, networks

UNITS, BATCH_SIZE = 64, 100
STEPS, WARM_UP, COMPARED = 1000, 100, 20
STEPS_PER_EXECUTION = 20


def make_game(seed):
    """One model, not compiled."""
    keras.utils.set_random_seed(seed)
    return models.R3GAN(
        networks.mlp_generator(units=UNITS),
        networks.mlp_discriminator(units=UNITS),
        gamma=0.02,
        ema=0.99,
        seed=seed,
    )


def prepare(seeds):
    """The model of several seeds, trained for the compared steps."""
    games = [make_game(seed) for seed in seeds]
    model = models.stack(games) if len(seeds) > 1 else games[0]
    model.compile(
        *(keras.optimizers.Adam(1e-3, beta_1=0.5) for _ in range(2)),
        steps_per_execution=STEPS_PER_EXECUTION,
        jit_compile=True,
    )
    ring = datasets.load_toy("8Gaussians")
    batches = [ring.batches(BATCH_SIZE, s, labelled=False) for s in seeds]
    together = datasets.side_by_side(batches) if len(seeds) > 1 else batches[0]
    model.fit(together, steps_per_epoch=COMPARED, verbose=0)
    return model, together


def seconds(model, batches):
    """Time of the steps after tracing."""
    model.fit(batches, steps_per_epoch=WARM_UP, verbose=0)
    start = time.perf_counter()
    model.fit(batches, steps_per_epoch=STEPS, verbose=0)
    return time.perf_counter() - start


def run(seeds, rounds):
    """Both methods in turn.

    Returns:
        List of dicts of `together` and `alone`, seconds, and `difference`,
        the largest difference of a coordinate after the first steps.
    """
    results = []
    for _ in range(rounds):
        game, batches = prepare(seeds)
        samples = [m.sample(100, seed=0) for m in models.unstack(game)]
        result = {"together": seconds(game, batches), "alone": 0.0}
        difference = 0.0
        for seed, expected in zip(seeds, samples, strict=True):
            single, own = prepare([seed])
            gap = np.abs(single.sample(100, seed=0) - expected).max()
            difference = max(difference, float(gap))
            result["alone"] += seconds(single, own)
        results.append({**result, "difference": difference})
        print(results[-1], flush=True)
    return results


def summarize(rounds):
    """One row of the table."""
    shares = [r["together"] / r["alone"] for r in rounds]
    difference = max(r["difference"] for r in rounds)
    return {
        "together": f"{statistics.median(r['together'] for r in rounds):.1f} s",
        "alone": f"{statistics.median(r['alone'] for r in rounds):.1f} s",
        "cost": " ".join(f"{share:.2f}" for share in shares),
        "difference after 20 steps": f"{difference:.1e}",
    }
