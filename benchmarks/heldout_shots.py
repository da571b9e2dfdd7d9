"""The 2019 project's findings on garments, measured.

Trousers or sneakers are hidden from a VAE and from a conditional VAE, entirely
or except for one or four images, each repeated 1,000 times per epoch. A
referee, a classifier of all classes, measures the samples: how many it assigns
to the hidden class with certainty, and how many of those are not
near-duplicates. The hidden class is requested from the conditional model; the
other model samples unconditionally.
"""

import dataclasses
import functools
import itertools
import statistics

from keras_creative import datasets
from keras_creative.experiments import RECIPES, load_referee, score_samples

SAMPLES = 2000
LATENT_DIM = 20
TROUSERS, SNEAKERS = 1, 7
HIDDEN = {
    "no trousers": (TROUSERS, 0),
    "no sneakers": (SNEAKERS, 0),
    "1 shot of trousers": (TROUSERS, 1),
    "4 shots of trousers": (TROUSERS, 4),
}
MODELS = {"VAE": False, "conditional VAE": True}
ROWS = {
    f"{model}, {hidden}": (MODELS[model], *HIDDEN[hidden])
    for model, hidden in itertools.product(MODELS, HIDDEN)
}


@functools.cache
def referee():
    """The referee of all rows."""
    return load_referee(datasets.PictureSet.load("fashion-mnist", size=28))


def measure(name, seed):
    """Train one row with one seed and score its samples."""
    conditional, label, shots = ROWS[name]
    recipe = dataclasses.replace(
        RECIPES["vae-fashion-mnist"],
        conditional=conditional,
        latent_dim=LATENT_DIM,
        seed=seed,
        holdout=() if shots else (label,),
        few_shot={label: shots} if shots else {},
    )
    training = recipe.load_data()
    model = recipe.make_model(training)
    model.fit(
        training.batches(recipe.batch_size, seed, labelled=conditional),
        steps_per_epoch=training.steps_per_epoch(recipe.batch_size),
        epochs=recipe.epochs,
        verbose=0,
    )
    requested = {"labels": label} if conditional else {}
    samples = model.sample(SAMPLES, seed=seed, **requested)
    split = datasets.Split(training, training.hidden())
    return score_samples(samples, split, referee(), seed=seed)


def summarize(name, results):
    """One row of the table."""
    columns = {
        "recovery": "recovery_rate",
        "of real ones": "recovery_rate_real",
        "chance level": "recovery_rate_shown",
        "uniqueness": "uniqueness",
        "unique of the recovered": "recovered_uniqueness",
        "distance to training / own": "training_distance_ratio",
    }
    means = {
        title: f"{statistics.mean(r[key] for r in results):.3f}"
        for title, key in columns.items()
    }
    rates = " ".join(f"{r['recovery_rate']:.3f}" for r in results)
    return {"model": name, **means, "recovery by seed": rates}
