"""The two parts of creativity_sweep.py: the ring and Fashion-MNIST."""

import functools
import statistics
from pathlib import Path

import keras
import numpy as np
import variants_pictures
from matplotlib.figure import Figure
from matplotlib.image import imread

from keras_creative import datasets, experiments, metrics, plotting
from keras_creative.files import atomic_path

SHOWN = (0.0, 0.1, 0.5, 1.0)
STYLES = {
    "uniform": ("C0", "o"),
    "can": ("C1", "s"),
    "sharma-mittal": ("C2", "^"),
    "plain": ("C3", "x"),
}


class Ring:
    """Eight Gaussians without the first, with the settings of STYLEGAN.py.

    Ambiguity is the entropy of the model's own class head. For an ideal
    classifier of modes so far apart it is 0 nearly everywhere.
    """

    samples = 2500
    measures = ("modes_captured", "high_quality_3std", "spread_ratio")
    settings = {
        "data": "8Gaussians, holdout 0",
        "iterations": 3001,
        "samples": samples,
    }

    def real(self):
        """Measures of a perfect sampler."""
        ring = datasets.load_toy("8Gaussians", holdout=[0])
        points, _ = ring.sample(self.samples, seed=1)
        modes = experiments.measure_modes(points, ring)
        return {name: modes[name] for name in self.measures} | {
            "ambiguity": None,
            "ambiguity_real": None,
        }

    def measure(self, settings, seed):
        """Train with one seed."""
        keras.backend.clear_session()
        experiment = experiments.DesignMLP(holdout=(0,), seed=seed, **settings)
        data = experiment.load_data()
        model = experiment.make_model(data, steps_per_execution=100)
        experiment.train(model, experiment.make_batches(data))
        points = model.sample(self.samples, seed=seed)
        modes = experiments.measure_modes(points, data)
        real, _ = data.sample(self.samples, seed=1)
        return {
            **{name: modes[name] for name in self.measures},
            "ambiguity": _ambiguity(_posterior(model, points)),
            "ambiguity_real": _ambiguity(_posterior(model, real)),
        }

    def draw(self, record, losses, folder):
        """Plot modes, quality and ambiguity over the weight."""
        figure = Figure((10, 3.2), layout="constrained")
        panels = {
            "modes_captured": "modes of 7",
            "high_quality_3std": "share of high-quality samples",
            "ambiguity": "entropy of the class head (nats)",
        }
        for axes, (name, label) in zip(
            figure.subplots(1, 3), panels.items(), strict=True
        ):
            for loss in losses:
                _plot(axes, loss, *_curve(record, loss, name))
            axes.set(xlabel="lambda_g", ylabel=label)
            axes.set_xscale("symlog", linthresh=0.1)
            axes.set_ylim(bottom=0)
        figure.legend(*axes.get_legend_handles_labels(), loc="outside right")
        _save(figure, folder / "creativity-ring.png")


class Garments:
    """Fashion-MNIST, a narrow DCGAN after 600 steps of 64 images.

    Ambiguity and certainty are measured by a referee that was trained on real
    images and is not used in training.
    """

    samples = 5000
    steps = 600
    settings = {
        "data": "fashion-mnist",
        "width": 16,
        "steps": steps,
        "samples": samples,
    }

    @functools.cached_property
    def judges(self):
        """Referee, feature extractor, and features of real images."""
        train = datasets.PictureSet.load("fashion-mnist")
        test = datasets.PictureSet.load("fashion-mnist", split="test")
        features, _ = variants_pictures.load_classifier(test)
        pictures, _ = test.sample(variants_pictures.SAMPLES)
        real = features.predict(pictures, verbose=0)
        return experiments.Referee.load(train), features, real

    def real(self):
        """Measures of test images."""
        referee, features, real = self.judges
        train = datasets.PictureSet.load("fashion-mnist")
        pictures, _ = train.sample(self.samples)
        known = features.predict(pictures, verbose=0)
        return {
            "frechet_distance": metrics.frechet_distance(real, known),
            **_of_referee(referee.test_probabilities),
        }

    def measure(self, settings, seed):
        """Train with one seed; samples of seed 0 are kept as a grid."""
        keras.backend.clear_session()
        recipe = experiments.PictureGAN(
            "fashion-mnist", variant="design", width=16, seed=seed, **settings
        )
        data = recipe.load_data()
        model = recipe.make_model(data)
        batches = data.batches(recipe.batch_size, seed)
        model.fit(batches, steps_per_epoch=self.steps, verbose=0)
        referee, features, real = self.judges
        pictures = model.sample(self.samples, seed=seed)
        if seed == 0 and settings["creativity"] == "uniform":
            kind = "plain" if "label_smoothing" in settings else "uniform"
            path = _grid(kind, settings["lambda_g"])
            plotting.save_grid(path, pictures[:32], columns=16, scale=2)
        return {
            "frechet_distance": metrics.frechet_distance(
                real, features.predict(pictures, verbose=0)
            ),
            **_of_referee(referee.probabilities(pictures)),
        }

    def draw(self, record, losses, folder):
        """Plot the Frechet distance over ambiguity."""
        figure = Figure((6, 4.5), layout="constrained")
        axes = figure.subplots()
        for loss in losses:
            weights, distances = _curve(record, loss, "frechet_distance")
            _, ambiguities = _curve(record, loss, "ambiguity")
            _plot(axes, loss, ambiguities, distances)
            for weight, x, y in zip(
                weights, ambiguities, distances, strict=True
            ):
                if weight in (0.5, 1):
                    axes.annotate(
                        f"{weight:g}",
                        (x, y),
                        xytext=(5, -10),
                        textcoords="offset points",
                    )
        real = record["real"]
        axes.set_title(
            f"real images: ambiguity {real['ambiguity']:.2f}, "
            f"distance {real['frechet_distance']:.2f}",
            fontsize="medium",
        )
        axes.set_xlabel(f"class ambiguity (nats, at most {np.log(10):.2f})")
        axes.set_ylabel("Frechet distance")
        axes.legend()
        _save(figure, folder / "creativity-garments.png")
        self._draw_samples(folder / "creativity-samples.png")

    def _draw_samples(self, path):
        """Plot the kept grids below one another."""
        weights = [w for w in SHOWN if _grid("uniform", w).exists()]
        figure = Figure((8, 1.3 * len(weights)), layout="constrained")
        for axes, weight in zip(
            figure.subplots(len(weights)), weights, strict=True
        ):
            axes.imshow(imread(_grid("uniform", weight)), cmap="gray")
            axes.set_title(f"lambda_g={weight:g}", loc="left", fontsize="small")
            axes.axis("off")
        _save(figure, path)


def _grid(kind, weight):
    return Path(f"garments_{kind}_{weight:g}.png")


def _posterior(model, points):
    logits = model.discriminator(points)["class_logits"]
    return keras.ops.convert_to_numpy(keras.ops.softmax(logits))


def _ambiguity(probabilities):
    return metrics.class_ambiguity(probabilities)["class_ambiguity"]


def _of_referee(probabilities):
    found = metrics.class_ambiguity(probabilities)
    return {
        "ambiguity": found["class_ambiguity"],
        "certainty": found["class_certainty"],
    }


def _curve(record, loss, name):
    """Weights and the mean over the seeds at each, from the control on."""
    values = {}
    for row in record["rows"]:
        is_control = row["lambda_g"] == 0 and loss != "plain"
        if row["loss"] == loss or is_control:
            values.setdefault(row["lambda_g"], []).append(row[name])
    weights = sorted(values)
    return weights, [statistics.mean(values[w]) for w in weights]


def _plot(axes, loss, x, y):
    color, marker = STYLES[loss]
    axes.plot(x, y, color=color, marker=marker, label=loss)


def _save(figure, path):
    with atomic_path(path) as temporary:
        figure.savefig(temporary, dpi=110, format="png")
