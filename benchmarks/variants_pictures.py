"""Frechet distance of all variants on Fashion-MNIST at equal time.

All have DCGAN networks of width 32 at 32x32, batches of 64 for a step of the
discriminator, and an averaged generator. The distance between 10,000
test images and 10,000 samples is computed in the 128 features of a small
classifier, which is trained here on the real training images and saved. The
distance between 10,000 training images and the test images is the lower bound.
"""

import statistics
import time
from pathlib import Path

import keras

from keras_creative import datasets, experiments, metrics

SAMPLES = 10_000
CLASSIFIER_EPOCHS = 3
CLASSIFIER = Path("runs", "benchmarks", "garment_classifier.keras")
WGAN_GP = {"lr_g": 1e-4, "lr_d": 1e-4, "beta_1": 0.0, "beta_2": 0.9}
ROWS = {
    "GAN": {"variant": "gan"},
    "LSGAN": {"variant": "lsgan"},
    "HingeGAN": {"variant": "hinge"},
    "R3GAN": {"variant": "r3gan"},
    "WGANGP": {"variant": "wgan-gp", **WGAN_GP},
    "EBGAN": {"variant": "ebgan", "lr_g": 1e-3, "lr_d": 2e-3},
}


def make_classifier():
    """An untrained convolutional classifier of the ten garments."""
    return keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            keras.layers.Conv2D(32, 3, strides=2, activation="relu"),
            keras.layers.Conv2D(64, 3, strides=2, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu", name="features"),
            keras.layers.Dense(10, name="logits"),
        ]
    )


def load_classifier(test):
    """The classifier, which is trained and saved if it does not exist.

    Args:
        test: `PictureSet` of the test images.

    Returns:
        Model that maps images to features, and the accuracy on the test
        images.
    """
    if CLASSIFIER.exists():
        classifier = keras.saving.load_model(CLASSIFIER)
    else:
        keras.utils.set_random_seed(0)
        classifier = make_classifier()
        classifier.compile(
            "adam",
            keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"],
        )
        train = datasets.PictureSet.load("fashion-mnist")
        classifier.fit(
            train.batches(128),
            steps_per_epoch=train.steps_per_epoch(128),
            epochs=CLASSIFIER_EPOCHS,
            verbose=0,
        )
        CLASSIFIER.parent.mkdir(parents=True, exist_ok=True)
        classifier.save(CLASSIFIER)
    pictures, labels = test.sample(SAMPLES)
    _, accuracy = classifier.evaluate(pictures, labels, verbose=0)
    features = classifier.get_layer("features").output
    return keras.Model(classifier.inputs, features), accuracy


class StopAfter(keras.callbacks.Callback):
    """Stops training after a time, which starts after the first step.

    Args:
        seconds: Time from the end of the first step.
    """

    def __init__(self, seconds):
        super().__init__()
        self.seconds = seconds
        self.begin = None
        self.steps = 0

    def on_train_batch_end(self, batch, logs=None):
        """Stop if the time is over."""
        now = time.perf_counter()
        if self.begin is None:
            self.begin = now
        self.steps += 1
        if now - self.begin > self.seconds:
            self.model.stop_training = True


def measure(settings, seed, seconds, features, real):
    """Train one row with one seed; return its distance and steps."""
    recipe = experiments.PictureGAN(
        "fashion-mnist", width=32, seed=seed, **settings
    )
    data = recipe.load_data()
    model = recipe.make_model(data)
    clock = StopAfter(seconds)
    batches = data.batches(
        recipe.batch_size * model.n_critic, seed, labelled=False
    )
    model.fit(batches, steps_per_epoch=10**6, verbose=0, callbacks=[clock])
    samples = model.sample(SAMPLES, seed=seed)
    distance = metrics.frechet_distance(
        real, features.predict(samples, verbose=0)
    )
    return {"distance": distance, "generator_steps": clock.steps}


def summarize(name, results):
    """One row of the table."""
    distances = [r["distance"] for r in results]
    return {
        "variant": name,
        "Frechet distance (min, mean, max)": f"{min(distances):.1f}, "
        f"{statistics.mean(distances):.1f}, {max(distances):.1f}",
        "generator steps (median)": round(
            statistics.median(r["generator_steps"] for r in results)
        ),
    }


def run(seeds, rows, seconds):
    """Measure rows with every seed.

    Args:
        seeds: Integers.
        rows: Names of rows.
        seconds: Training time of each.

    Returns:
        Dict from a row's name to the list of its measures.
    """
    test = datasets.PictureSet.load("fashion-mnist", split="test")
    train = datasets.PictureSet.load("fashion-mnist")
    features, accuracy = load_classifier(test)
    print(f"classifier's test accuracy {accuracy:.3f}")
    real, known = (
        features.predict(pictures.sample(SAMPLES)[0], verbose=0)
        for pictures in (test, train)
    )
    floor = metrics.frechet_distance(real, known)
    results = {"training pictures": [{"distance": floor, "generator_steps": 0}]}
    for name in rows:
        results[name] = [
            measure(ROWS[name], seed, seconds, features, real) for seed in seeds
        ]
        print(summarize(name, results[name]), flush=True)
    return results
