"""Mosaics beside ArtGAN's networks on one folder, in a classifier's features.

    python benchmarks/mosaic_against_artgan.py --data paintings.zip

Both have one window of 64x64 of each picture. The recipe `artgan-v1` trains on
these for `--seconds`, counted from the end of its first step. As many samples
as there are pictures are compared with the pictures, at 32x32, in the 128
features of the referee of CIFAR-10, which is trained on first use. The last row
compares other windows of the pictures with them.
"""

import dataclasses
import statistics
import sys
import time
from pathlib import Path

import numpy as np
from reporting import print_table, write_record
from variants_pictures import StopAfter

from keras_creative import commands, datasets, metrics, models, recipes, runs

PROGRAM = "mosaic_against_artgan"
SIZE, SCORED_SIZE = 64, 32
RECIPE = dataclasses.replace(recipes.RECIPES["artgan-v1"], fit="crop")


def make_mosaics(images, recipe, seconds):
    """As many mosaics as images; no training."""
    begin = time.perf_counter()
    samples = models.Mosaic(images).sample(len(images), seed=recipe.seed)
    return samples, {
        "training_seconds": 0,
        "sampling_seconds": time.perf_counter() - begin,
    }


def make_artgan(images, recipe, seconds):
    """As many samples of the recipe after a time of training."""
    pixels = np.round((images + 1) * 127.5).astype("uint8")
    data = datasets.PictureSet(pixels, size=SIZE)
    model = recipe.make_model(data)
    clock = StopAfter(seconds)
    model.fit(
        recipe.make_batches(data, model),
        steps_per_epoch=10**6,
        verbose=0,
        callbacks=[clock],
    )
    begin = time.perf_counter()
    samples = model.sample(len(images), seed=recipe.seed)
    return samples, {
        "training_seconds": seconds,
        "training_steps": clock.steps,
        "sampling_seconds": time.perf_counter() - begin,
    }


METHODS = {"mosaic": make_mosaics, "artgan-v1": make_artgan}


def make_features():
    """Function from images in [-1, 1] to features of the referee."""
    photographs = datasets.PictureSet.load("cifar10", size=SCORED_SIZE)
    shape = photographs.sample_shape
    extract = runs.load_extractor("referee", shape, photographs)

    def features(images):
        pixels = np.round((np.asarray(images) + 1) * 127.5).astype("uint8")
        small = datasets.PictureSet(pixels, size=SCORED_SIZE)
        return extract(datasets.to_network_range(small.images).numpy())

    return features


def measure(images, samples, features):
    """Distances of samples from images, and their novelty."""
    real, made = features(images), features(samples)
    kernel = metrics.kernel_distance(real, made)["kernel_distance"]
    return {
        "frechet_distance": metrics.frechet_distance(real, made),
        "kernel_distance": kernel,
        "novelty": metrics.training_distance_ratio(samples, images),
    }


def run(path, seeds, seconds):
    """Measures of both methods with every seed, and of other windows."""
    images, others = (
        dataclasses.replace(RECIPE, fit=fit).with_data(path).load_data()
        for fit in ("crop", "scaled-crop")
    )
    images, others = (data.sample(len(data), 0)[0] for data in (images, others))
    features = make_features()
    results = {name: [] for name in METHODS}
    for seed in seeds:
        recipe = dataclasses.replace(RECIPE.with_data(path), seed=seed)
        for name, make in METHODS.items():
            samples, facts = make(images, recipe, seconds)
            results[name].append(
                {**measure(images, samples, features), **facts}
            )
            print(name, results[name][-1], flush=True)
    results["other windows"] = [measure(images, others, features)]
    return len(images), results


def row(name, found):
    """One row of the table: medians, and ranges of several seeds."""
    cells = {"pictures of": name}
    forms = {
        "frechet_distance": ".1f",
        "kernel_distance": ".3f",
        "novelty": ".2f",
    }
    for key, form in forms.items():
        values = [f[key] for f in found]
        cells[key] = f"{statistics.median(values):{form}}"
        if len(values) > 1:
            cells[key] += f" ({min(values):{form}} to {max(values):{form}})"
    return cells


def main(argv):
    """Measure, print and write."""
    parser = commands.Parser(
        prog=f"{PROGRAM}.py", description=__doc__.splitlines()[0]
    )
    add = parser.add_argument
    add("--data", required=True, help="folder or .zip file")
    add("--seeds", type=int, nargs="+", default=[0, 1, 2])
    add("--seconds", type=commands.positive_float, default=600)
    add("--out", type=Path, default=Path(f"runs/benchmarks/{PROGRAM}.json"))
    args = parser.parse_args(argv)
    n, results = run(args.data, args.seeds, args.seconds)
    print_table([row(name, found) for name, found in results.items()])
    record = {
        "n": n,
        "seeds": args.seeds,
        "seconds": args.seconds,
        "results": results,
    }
    write_record(args.out, record)
    return commands.OK


if __name__ == "__main__":
    sys.exit(commands.run(f"{PROGRAM}.py", main))
