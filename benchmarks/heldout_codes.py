"""Correspondence of InfoGAN's categorical code with classes.

On MNIST the discriminator's estimate of the code is used to classify real test
images, after codes and digits have been matched: one to one by the Hungarian
method, or each code to its most frequent digit. On the ring the samples of each
code are counted by the mode that they hit.
"""

import dataclasses
import statistics

import numpy as np
from scipy.optimize import linear_sum_assignment

from keras_creative import datasets
from keras_creative.experiments import RECIPES

ROWS = {"MNIST": "infogan-mnist", "8Gaussians": "infogan-8gaussians"}


def measure(name, seed):
    """Train the recipe of one row with one seed."""
    recipe = dataclasses.replace(RECIPES[ROWS[name]], seed=seed)
    data = recipe.load_data()
    model = recipe.make_model(data)
    model.fit(
        data.batches(recipe.batch_size, seed, labelled=False),
        steps_per_epoch=data.steps_per_epoch(recipe.batch_size),
        epochs=recipe.epochs,
        verbose=0,
    )
    if name == "8Gaussians":
        codes = recipe.measure(model, data)["codes"].values()
        owned = {code["owns"] for code in codes}
        hits = [code["hit_rate"] for code in codes]
        return {"owned": len(owned), "hits": statistics.mean(hits)}
    return _accuracy(model)


def _accuracy(model):
    test = datasets.PictureSet.load("mnist", split="test")
    pictures, labels = test.sample(len(test), seed=0)
    found = model.estimate_codes(pictures)[:, :10].argmax(axis=1)
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (found, labels), 1)
    codes, digits = linear_sum_assignment(-counts)
    return {
        "one_to_one": counts[codes, digits].sum() / len(labels),
        "majority": counts.max(axis=1).sum() / len(labels),
        "n": len(labels),
    }


def summarize(name, results):
    """One row of the table."""
    if name == "8Gaussians":
        return {
            "data": name,
            "modes owned by 8 codes": " ".join(
                str(r["owned"]) for r in results
            ),
            "hits": f"{statistics.mean(r['hits'] for r in results):.3f}",
        }
    values = [r["one_to_one"] for r in results]
    majority = statistics.mean(r["majority"] for r in results)
    return {
        "data": name,
        "one to one": " ".join(f"{value:.3f}" for value in values),
        "mean": f"{statistics.mean(values):.3f}",
        "majority": f"{majority:.3f}",
    }
