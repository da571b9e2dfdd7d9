"""Every variant on the ring of eight Gaussians, at equal generator steps.

All rows have the same generator, batch size, averaging and decaying learning
rates; `ROWS` holds what differs. The settings were chosen on seeds 10 and 11.
"""

import dataclasses
import statistics
import time

import keras

from keras_creative import datasets, experiments, losses, models, networks

SAMPLES = 2500
STEPS = 5000
BATCH_SIZE = 256
EMA = 0.995
STEPS_PER_EXECUTION = 100


@dataclasses.dataclass(frozen=True)
class Row:
    """A variant and its settings.

    Args:
        cls: Model class.
        kwargs: Its arguments. Defaults to `{}`.
        network: Arguments of the discriminator's builder. Defaults to `{}`.
        rates: Initial learning rates of generator and discriminator. Defaults
            to `(1e-3, 2e-3)`.
        betas: Adam's betas for both networks. Defaults to `(0.5, 0.999)`.
    """

    cls: type
    kwargs: dict = dataclasses.field(default_factory=dict)
    network: dict = dataclasses.field(default_factory=dict)
    rates: tuple = (1e-3, 2e-3)
    betas: tuple = (0.5, 0.999)


def fading(start):
    """A weight that decays to 0 over four fifths of the steps."""
    return keras.optimizers.schedules.PolynomialDecay(
        start, int(0.8 * STEPS), 0.0
    )


FAST = (3e-3, 9e-3)
ROWS = {
    "GAN": Row(models.GAN),
    "GAN, smoothed 0.1": Row(
        models.GAN, {"criterion": losses.NonSaturating(smooth_real=0.1)}
    ),
    "GAN + DRAGAN 0.1": Row(models.GAN, {"penalty": losses.DRAGANPenalty(0.1)}),
    "GAN + fading R1": Row(
        models.GAN, {"penalty": losses.R1Penalty(fading(0.1))}, rates=FAST
    ),
    "LSGAN": Row(models.LSGAN),
    "HingeGAN": Row(models.HingeGAN),
    "HingeGAN + SN": Row(
        models.HingeGAN, network={"spectral_normalization": True}
    ),
    "RelativisticGAN": Row(models.RelativisticGAN),
    "RelativisticGAN, average": Row(models.RelativisticGAN, {"average": True}),
    "R3GAN, fading": Row(models.R3GAN, {"gamma": fading(0.1)}, rates=FAST),
    "WGAN, clip 0.1": Row(models.WGAN, {"clip": 0.1}, rates=(1e-3, 1e-3)),
    "WGANGP, weight 0.1": Row(
        models.WGANGP,
        {"penalty_weight": 0.1},
        rates=(3e-3, 3e-3),
        betas=(0.5, 0.9),
    ),
    "EBGAN": Row(models.EBGAN, rates=(1e-3, 1e-3)),
}


class Stopwatch(keras.callbacks.Callback):
    """Steps per second after the first execution, which traces."""

    def on_train_batch_end(self, batch, logs=None):
        """Record the time of the first and of the last execution."""
        self.last = batch, time.perf_counter()
        if batch < STEPS_PER_EXECUTION:
            self.first = self.last

    @property
    def rate(self):
        """Generator steps per second."""
        return (self.last[0] - self.first[0]) / (self.last[1] - self.first[1])


def measure(row, seed):
    """Train one row with one seed; return its measures and speed."""
    keras.utils.set_random_seed(seed)
    discriminator = (
        networks.mlp_autoencoder()
        if row.cls is models.EBGAN
        else networks.mlp_discriminator(**row.network)
    )
    model = row.cls(
        networks.mlp_generator(),
        discriminator,
        ema=EMA,
        seed=seed,
        **row.kwargs,
    )
    model.compile(
        *(
            keras.optimizers.Adam(
                keras.optimizers.schedules.CosineDecay(rate, steps), *row.betas
            )
            for rate, steps in zip(
                row.rates, (STEPS, STEPS * model.n_critic), strict=True
            )
        ),
        steps_per_execution=STEPS_PER_EXECUTION,
    )
    ring = datasets.load_toy("8Gaussians")
    batches = ring.batches(
        BATCH_SIZE * model.n_critic, seed=seed, labelled=False
    )
    watch = Stopwatch()
    model.fit(batches.take(STEPS), verbose=0, callbacks=[watch])
    points = model.sample(SAMPLES, seed=seed)
    measures = experiments.measure_modes(points, ring)
    return {**measures, "steps_per_second": watch.rate}


def summarize(name, results):
    """One row of the table."""
    captured = [r["modes_captured"] for r in results]
    quality = [r["high_quality_3std"] for r in results]
    divergence = statistics.mean(r["reverse_kl"] for r in results)
    rate = statistics.median(r["steps_per_second"] for r in results)
    return {
        "variant": name,
        "modes of 8": " ".join(map(str, captured)),
        "high quality (min, mean)": f"{min(quality):.3f}, "
        f"{statistics.mean(quality):.3f}",
        "reverse KL": f"{divergence:.4f}",
        "steps/s": f"{rate:.0f}",
    }


def run(seeds, rows):
    """Measure rows with every seed.

    Args:
        seeds: Integers.
        rows: Names of rows.

    Returns:
        Dict from a row's name to the list of its measures.
    """
    results = {}
    for name in rows:
        results[name] = [measure(ROWS[name], seed) for seed in seeds]
        print(summarize(name, results[name]), flush=True)
    return results
