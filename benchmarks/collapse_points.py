"""Remedies against mode collapse on the ring and the grid of PacGAN and VEEGAN.

All rows have the same networks, batch size, averaging and decaying learning
rates; `ROWS` holds what differs. The seeds of a row are trained as one stacked
model if its loss terms treat samples independently. Points are divided by their
standard deviation for training and multiplied by it for the measures.
The settings were chosen on seeds 10 and 11.
"""

import dataclasses
import statistics
import time

import collapse_rows
import keras
import numpy as np

from keras_creative import datasets, losses, metrics, models, networks

SAMPLES = 2500
BATCH_SIZE = 256
UNITS = 128
RATE = 1e-3
# Of the discriminator of Metz et al., whose generator has `RATE`.
SLOW_RATE = 1e-4
EMA = 0.999
GAMMA = 0.01
STEPS_PER_EXECUTION = 100
TIMED_STEPS = 300


@dataclasses.dataclass(frozen=True)
class Row(collapse_rows.Row):
    """A remedy.

    Args:
        stacked: Whether the seeds can be trained together. Defaults to
            `True`.
        ensemble: Whether each class has its own model. Defaults to `False`.
        d_rate: Initial learning rate of the discriminator. Defaults to
            `1e-3`, that of the generator.
    """

    stacked: bool = True
    ensemble: bool = False
    d_rate: float = RATE


R3 = {"gamma": GAMMA}
ROWS = {
    "GAN": Row(),
    "R3GAN": Row(models.R3GAN, R3),
    "packing 2": Row(network={"packing": 2}),
    "packing 4": Row(network={"packing": 4}),
    "unrolled 1": Row(kwargs={"unrolled_steps": 1}),
    "GAN, slow D": Row(d_rate=SLOW_RATE),
    "unrolled 5, slow D": Row(kwargs={"unrolled_steps": 5}, d_rate=SLOW_RATE),
    "minibatch discrimination": Row(
        network={"minibatch": "discrimination"}, stacked=False
    ),
    "minibatch deviation": Row(network={"minibatch": "stddev"}, stacked=False),
    "mode seeking": Row(
        kwargs={"diversity": "mode-seeking", "lambda_diversity": 0.1},
        stacked=False,
    ),
    "batch distance": Row(
        kwargs={"diversity": "batch-distance"}, stacked=False
    ),
    "pulling away": Row(
        kwargs={"diversity": "pulling-away", "lambda_diversity": 0.1},
        stacked=False,
    ),
    "class ensemble": Row(
        kwargs={"penalty": losses.R1Penalty(GAMMA)},
        stacked=False,
        ensemble=True,
    ),
    "R3GAN + packing 2": Row(models.R3GAN, R3, {"packing": 2}),
    "R3GAN + unrolled 1": Row(models.R3GAN, {**R3, "unrolled_steps": 1}),
}
# Modes, high-quality share and reverse KL of ring and grid: VEEGAN's table 1
# (rows with "VEEGAN's"), without a KL, and PacGAN's table 1.
PUBLISHED = {
    "GAN, PacGAN's": ("6.3", "0.982", "0.45", "17.3", "0.948", "0.70"),
    "Unrolled, VEEGAN's": ("7.6", "0.356", "-", "23.6", "0.160", "-"),
    "VEEGAN": ("8.0", "0.529", "-", "24.6", "0.400", "-"),
    "PacGAN2": ("7.9", "0.956", "0.07", "23.8", "0.913", "0.13"),
    "PacGAN4": ("7.8", "0.959", "0.07", "24.8", "0.936", "0.04"),
}


def ring():
    """Eight Gaussians on the unit circle, standard deviation 0.01."""
    angles = np.arange(8) * np.pi / 4
    nodes = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return datasets.GaussianMixture(nodes, 0.01)


def grid():
    """25 Gaussians with a spacing of 2, standard deviation 0.05."""
    steps = np.arange(-2, 3) * 2.0
    nodes = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1)
    return datasets.GaussianMixture(nodes.reshape(25, 2), 0.05)


def imbalanced_ring():
    """Eight Gaussians, two of them three times as frequent as the others."""
    return datasets.load_toy("Imbal-8Gaussians")


DATA = {"ring": ring, "grid": grid, "imbalanced ring": imbalanced_ring}


def in_units(data):
    """The mixture divided by its standard deviation, and the deviation."""
    unit = float(data.components.std())
    scaled = datasets.GaussianMixture(
        data.components / unit, data.std / unit, weights=data.weights
    )
    return scaled, unit


def make_game(row, seed):
    """One model of a row, not compiled."""
    keras.utils.set_random_seed(seed)
    return row.cls(
        networks.mlp_generator(units=UNITS),
        networks.mlp_discriminator(units=UNITS, **row.network),
        ema=EMA,
        seed=seed,
        **row.kwargs,
    )


def make_model(row, seeds, classes, steps):
    """The compiled model of a row for several seeds."""
    if row.ensemble:
        [seed] = seeds
        members = [make_game(row, 100 * seed + k) for k in range(classes)]
        model = models.ClassEnsemble(members)
    else:
        members = [make_game(row, seed) for seed in seeds]
        model = models.stack(members) if len(seeds) > 1 else members[0]
    model.compile(
        *collapse_rows.optimizers(RATE, steps, d_rate=row.d_rate),
        steps_per_execution=STEPS_PER_EXECUTION,
        jit_compile=True,
    )
    return model


def make_batches(row, data, seeds):
    """Batches of all seeds, concatenated."""
    batches = [
        data.batches(BATCH_SIZE, seed, labelled=row.ensemble) for seed in seeds
    ]
    return datasets.side_by_side(batches) if len(seeds) > 1 else batches[0]


def run(name, which, seeds, steps):
    """Train a row on one of `DATA` for each seed.

    Returns:
        List of the measures of each seed, with the `seconds` per seed.
    """
    row = ROWS[name]
    data = DATA[which]()
    scaled, unit = in_units(data)
    groups = [tuple(seeds)] if row.stacked else [(seed,) for seed in seeds]
    results = []
    for group in groups:
        start = time.perf_counter()
        model = make_model(row, group, data.num_classes, steps)
        model.fit(
            make_batches(row, scaled, group), steps_per_epoch=steps, verbose=0
        )
        seconds = (time.perf_counter() - start) / len(group)
        members = models.unstack(model) if len(group) > 1 else [model]
        for member in members:
            points = unit * member.sample(SAMPLES, seed=0)
            measures = metrics.mode_measures(
                points, data.components, data.std, shares=data.shares
            )
            results.append({**measures, "seconds": seconds})
    return results


def steps_per_second(name):
    """Speed of a single model of a row on the ring."""
    row = ROWS[name]
    data = ring()
    model = make_model(row, (0,), data.num_classes, TIMED_STEPS)
    batches = make_batches(row, data, (0,))
    model.fit(batches, steps_per_epoch=STEPS_PER_EXECUTION, verbose=0)
    start = time.perf_counter()
    model.fit(batches, steps_per_epoch=TIMED_STEPS, verbose=0)
    return TIMED_STEPS / (time.perf_counter() - start)


def summarize(name, results, rates):
    """One row of the table."""
    line = {"row": name}
    for which, runs in results.items():
        modes = [run["modes_captured"] for run in runs]
        good = [run["high_quality_3std"] for run in runs]
        divergence = [run["reverse_kl"] for run in runs]
        seconds = statistics.mean(run["seconds"] for run in runs)
        line |= {
            f"{which} modes": _mean_and(modes, min, 1),
            f"{which} quality": _mean_and(good, min, 3),
            f"{which} KL": _mean_and(divergence, max, 4),
            f"{which} s/seed": f"{seconds:.0f}",
        }
    return {**line, "cost per step": f"{rates['GAN'] / rates[name]:.2f}"}


def _mean_and(values, worst, digits):
    mean = statistics.mean(values)
    return f"{mean:.{digits}f} ({worst(values):.{digits}f})"


def published():
    """Rows of the published numbers."""
    columns = ("modes", "quality", "KL")
    for name, numbers in PUBLISHED.items():
        line = {"row": name}
        for which, own in {"ring": numbers[:3], "grid": numbers[3:]}.items():
            line |= {
                f"{which} {column}": number
                for column, number in zip(columns, own, strict=True)
            } | {f"{which} s/seed": "-"}
        yield {**line, "cost per step": "-"}
