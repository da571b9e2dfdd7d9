"""Stacked MNIST: three digits as the channels of an image, 1,000 modes.

Every channel is a random digit, so that the 1,000 triples are about equally
frequent. A classifier, trained here on all of MNIST and saved, reads the
triples of 25,600 samples. A mode is captured when one sample shows it; the
divergence of the samples' triples from equal shares is in nats. A perfect
sampler reaches about (1000 - 1) / (2 * 25600), or 0.02 nats, because the sample
is finite. All rows have DCGAN networks at 32x32 pixels in mixed_bfloat16. The
settings were chosen on seeds 1 and 10.
"""

import dataclasses
import statistics
import time
from pathlib import Path

import collapse_rows
import keras
import numpy as np
import tensorflow as tf

from keras_creative import datasets, models, networks, plotting
from keras_creative.experiments import load_referee
from keras_creative.precision import dtype_policy

SAMPLES = 25_600
REAL_BATCHES = 64
CHANNELS, DIGITS = 3, 10
SIDE = 32
LATENT_DIM = 100
STEPS_PER_EXECUTION = 10
PRECISION = "mixed_bfloat16"
PICTURES = Path("runs/benchmarks/stacked")


@dataclasses.dataclass(frozen=True)
class Row(collapse_rows.Row):
    """A model on stacked digits.

    Args:
        rate: Initial learning rate of both networks, with cosine decay.
            Defaults to `2e-4`.
        betas: Decay rates of Adam's two averages. Defaults to `(0.5, 0.999)`.
        width: Channels of the narrowest stage. Defaults to `16`.
        batch_size: Images per step. Defaults to `64`.
    """

    rate: float = 2e-4
    betas: tuple = (0.5, 0.999)
    width: int = 16
    batch_size: int = 64


R3GAN = Row(
    models.R3GAN,
    {"gamma": 50.0, "ema": 0.999},
    {"first_width": 48},
    rate=1e-3,
    betas=(0.0, 0.99),
)
ROWS = {
    "DCGAN": Row(),
    "DCGAN + packing 2": Row(network={"packing": 2}),
    "R3GAN": R3GAN,
}
# Ablations: R3GAN without one of its settings.
ABLATIONS = {
    "16 filters": dataclasses.replace(R3GAN, network={}),
    "DCGAN's betas": dataclasses.replace(R3GAN, betas=Row.betas),
}
# Published modes and KL, after hours on a GPU.
PUBLISHED = {
    "DCGAN, VEEGAN's": ("99", "3.40"),
    "Unrolled, VEEGAN's": ("48.7", "4.32"),
    "VEEGAN": ("150", "2.95"),
    "WGAN-GP": ("959", "0.73"),
    "PacDCGAN2": ("1000", "0.06"),
    "EnGAN": ("1000", "0.031"),
}


def digits(split="train"):
    """MNIST at the image size of the networks."""
    return datasets.PictureSet.load("mnist", size=SIDE, split=split)


def make_batches(row, seed):
    """Images `(batch, side, side, 3)` with a digit per channel."""
    data = digits()
    channels = [
        data.batches(row.batch_size, CHANNELS * seed + k, labelled=False)
        for k in range(CHANNELS)
    ]
    return tf.data.Dataset.zip(*channels).map(
        lambda *parts: tf.concat(parts, axis=-1)
    )


def make_model(row, seed, steps):
    """The compiled model of a row."""
    keras.utils.set_random_seed(seed)
    shape = (SIDE, SIDE, CHANNELS)
    model = row.cls(
        networks.dcgan_generator(shape, LATENT_DIM, row.width),
        networks.dcgan_discriminator(shape, width=row.width, **row.network),
        seed=seed,
        **row.kwargs,
    )
    model.compile(
        *collapse_rows.optimizers(row.rate, steps, row.betas),
        steps_per_execution=STEPS_PER_EXECUTION,
    )
    return model


def read_triples(referee, pictures):
    """The number from 0 to 999 that each image shows."""
    places = [
        referee.probabilities(pictures[..., k : k + 1]).argmax(axis=1)
        for k in range(CHANNELS)
    ]
    return np.ravel_multi_index(places, (DIGITS,) * CHANNELS)


def triple_measures(triples):
    """Captured modes, and reverse KL to equal shares in nats."""
    counts = np.bincount(triples, minlength=DIGITS**CHANNELS)
    shares = counts[counts > 0] / len(triples)
    return {
        "modes": int((counts > 0).sum()),
        "kl": float((shares * np.log(shares * DIGITS**CHANNELS)).sum()),
    }


def filters_per_channel(model):
    """Number of the discriminator's first filters per main channel."""
    kernel = model.discriminator.get_layer("down_0").kernel.numpy()
    channels = np.linalg.norm(kernel, axis=(0, 1)).argmax(axis=0)
    return np.bincount(channels, minlength=CHANNELS).tolist()


def sensitivity_per_channel(model, real, samples):
    """Decrease of a real image's score for a generated channel.

    If it is about 0, the discriminator ignores the channel.
    """

    def mean_score(pictures):
        scores = model.discriminator.predict(pictures, verbose=0)["score"]
        return float(scores.mean())

    decreases = []
    for channel in range(CHANNELS):
        mixed = real.copy()
        mixed[..., channel] = samples[: len(real), ..., channel]
        decreases.append(mean_score(real) - mean_score(mixed))
    return decreases


def run(name, seeds, steps):
    """Train a row for each seed.

    Returns:
        List of the measures of each seed, with the `seconds` of training
        and the processor time as `work`. Samples of each are drawn to
        `PICTURES`.
    """
    row = {**ROWS, **ABLATIONS}[name]
    referee = load_referee(digits())
    results = []
    for seed in seeds:
        with dtype_policy(PRECISION):
            model = make_model(row, seed, steps)
        batches = make_batches(row, seed)
        wall, work = time.perf_counter(), time.process_time()
        model.fit(batches, steps_per_epoch=steps, verbose=0)
        seconds = time.perf_counter() - wall
        work = time.process_time() - work
        samples = model.sample(SAMPLES, seed=seed)
        plotting.save_grid(PICTURES / f"{name}_{seed}.png", samples[:64])
        measures = triple_measures(read_triples(referee, samples))
        if model.packing == 1:
            real = np.concatenate(list(batches.take(REAL_BATCHES)))
            measures["filters"] = filters_per_channel(model)
            measures["sensitivity"] = sensitivity_per_channel(
                model, real, samples
            )
        results.append({**measures, "seconds": seconds, "work": work})
        print(name, seed, results[-1], flush=True)
    return results


def floor():
    """The same measures of real images, and the classifier's accuracy."""
    referee = load_referee(digits())
    row = Row(batch_size=SAMPLES // 100)
    pictures = np.concatenate(list(make_batches(row, 0).take(100)))
    measures = triple_measures(read_triples(referee, pictures))
    return {**measures, "classifier_accuracy": referee.accuracy}


def summarize(name, results):
    """One row of the table."""
    modes = [result["modes"] for result in results]
    divergences = [result["kl"] for result in results]
    minutes = statistics.mean(result["work"] for result in results) / 60
    return {
        "row": name,
        "modes": f"{statistics.mean(modes):.1f} ({min(modes)})",
        "KL": f"{statistics.mean(divergences):.3f} ({max(divergences):.3f})",
        "core minutes/seed": f"{minutes:.1f}",
    }


def published():
    """Rows of the published numbers."""
    for name, (modes, divergence) in PUBLISHED.items():
        yield {
            "row": name,
            "modes": modes,
            "KL": divergence,
            "core minutes/seed": "-",
        }
