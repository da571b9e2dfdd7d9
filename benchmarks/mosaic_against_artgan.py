"""Mosaics beside ArtGAN's networks on one folder, in a classifier's features.

    python benchmarks/mosaic_against_artgan.py --data paintings.zip

Both have the same pictures of 64x64. The recipe `artgan-v1` trains for
`--seconds`, counted from the end of its first step. As many samples as there
are pictures are compared with the pictures, at 32x32, in the 128 features of
the referee of CIFAR-10, which is trained on first use. The last row compares
one half of the pictures with the other.
"""

import argparse
import dataclasses
import statistics
import sys
import time

import numpy as np
from reporting import print_table, write_record
from variants_pictures import StopAfter

from keras_creative import datasets, metrics, models, recipes, runs

SIZE = 64
SCORED_SIZE = 32


def make_mosaics(images, n, seed, seconds):
    """Mosaics, and what they took in seconds; they need no training."""
    begin = time.perf_counter()
    samples = models.Mosaic(images).sample(n, seed=seed)
    return samples, time.perf_counter() - begin, 0


def make_artgan(data, n, seed, seconds):
    """Samples of the recipe after a time, that time, and its steps."""
    recipe = dataclasses.replace(recipes.RECIPES["artgan-v1"], seed=seed)
    model = recipe.make_model(data)
    clock = StopAfter(seconds)
    model.fit(
        recipe.make_batches(data, model),
        steps_per_epoch=10**6,
        verbose=0,
        callbacks=[clock],
    )
    return model.sample(n, seed=seed), seconds, clock.steps


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


def run(data, seeds, seconds):
    """Measures of both methods with every seed, and of the two halves."""
    images, _ = data.sample(len(data), 0)
    features = make_features()
    results = {"mosaic": [], "artgan-v1": []}
    for seed in seeds:
        made = {
            "mosaic": make_mosaics(images, len(images), seed, seconds),
            "artgan-v1": make_artgan(data, len(images), seed, seconds),
        }
        for name, (samples, taken, steps) in made.items():
            found = measure(images, samples, features)
            results[name].append({**found, "seconds": taken, "steps": steps})
            print(name, results[name][-1], flush=True)
    halves = measure(images[::2], images[1::2], features)
    results["pictures"] = [{**halves, "seconds": 0, "steps": 0}]
    return results


def row(name, found):
    """One row of the table: medians, and ranges of several seeds."""
    cells = {"pictures of": name}
    forms = {"frechet_distance": ".1f", "kernel_distance": ".3f"}
    for key in found[0]:
        values, form = [f[key] for f in found], forms.get(key, ".2f")
        cells[key] = f"{statistics.median(values):{form}}"
        if len(set(values)) > 1:
            cells[key] += f" ({min(values):{form}} to {max(values):{form}})"
    return cells


def main():
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or .zip file")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--out", default="mosaic_against_artgan.json")
    args = parser.parse_args()
    recipe = recipes.RECIPES["artgan-v1"].with_data(args.data)
    data = recipe.load_data()
    results = run(data, range(args.seeds), args.seconds)
    print_table([row(name, found) for name, found in results.items()])
    write_record(args.out, {"n": len(data), "results": results})


if __name__ == "__main__":
    sys.exit(main())
