"""Ten seeds of one setting as one stacked model, and one after another.

Both ways train R3GANs of 64 units on the ring at PacGAN's batch of 100, in
turn, round after round. That each seed learns the same is measured after a few
steps, before rounding has grown by the game's own instability.
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
    """One game, not compiled."""
    keras.utils.set_random_seed(seed)
    return models.R3GAN(
        networks.mlp_generator(units=UNITS),
        networks.mlp_discriminator(units=UNITS),
        gamma=0.02,
        ema=0.99,
        seed=seed,
    )


def prepare(seeds):
    """The model of some seeds, trained for the steps that are compared."""
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
    """Time of the steps, once all is traced."""
    model.fit(batches, steps_per_epoch=WARM_UP, verbose=0)
    start = time.perf_counter()
    model.fit(batches, steps_per_epoch=STEPS, verbose=0)
    return time.perf_counter() - start


def run(seeds, rounds):
    """Both ways in turn.

    Returns:
        List of dicts of `together` and `alone`, seconds, and `difference`,
        the largest of any sample's coordinate after the first steps.
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


def summarise(rounds):
    """One row of the table."""
    shares = [r["together"] / r["alone"] for r in rounds]
    difference = max(r["difference"] for r in rounds)
    return {
        "together": f"{statistics.median(r['together'] for r in rounds):.1f} s",
        "alone": f"{statistics.median(r['alone'] for r in rounds):.1f} s",
        "cost": " ".join(f"{share:.2f}" for share in shares),
        "difference after 20 steps": f"{difference:.1e}",
    }
