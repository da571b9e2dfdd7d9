"""What is measured of points at the end of a session."""

import numpy as np

from keras_creative import metrics

SAMPLES = 2500


def point_protocol(n, seed):
    """How `point_measures()` are taken, in a sentence."""
    return (
        f"modes of {n} samples; {_of_each(n)} of each class or code that can "
        f"be asked for; seed {seed}"
    )


def point_measures(model, data, variant, n, seed):
    """How near samples come to the modes, and to what was asked for.

    Args:
        model: The trained model.
        data: Its `GaussianMixture`.
        variant: Name of its game; of `"cgan"` every class is asked for, of
            `"infogan"` every value of the code.
        n: Samples, and a fifth as many of each class or code.
        seed: Integer that fixes them.

    Returns:
        Dict with `modes`, and `classes` or `codes`, see `PointGAN.measure()`.
    """
    ways = {"cgan": ("classes", _asked), "infogan": ("codes", _owned)}
    measures = {"modes": _modes(model, data, variant == "cgan", n, seed)}
    if variant in ways:
        name, measure = ways[variant]
        measures[name] = {
            str(label): measure(model, data, label, _of_each(n), seed)
            for label in range(data.num_classes)
        }
    return measures


def _of_each(n):
    return max(n // 5, 1)


def _modes(model, data, takes_labels, n, seed):
    kwargs = {}
    if takes_labels:
        kwargs["labels"] = np.resize(data.shown, n)
    points = model.sample(n, seed=seed, **kwargs)
    shown = np.isin(data.labels, data.shown)
    return metrics.mode_measures(
        points,
        data.components[shown],
        data.std,
        labels=data.labels[shown],
        shares=data.shares[list(data.shown)],
    )


def _asked(model, data, label, n, seed):
    points = model.sample(n, seed=seed, labels=label)
    return {
        "shown": label in data.shown and label not in data.shots,
        **metrics.class_measures(
            points,
            data.components[data.labels == label],
            data.std,
            data.means[label],
            data.deviations[label],
        ),
    }


def _owned(model, data, value, n, seed):
    points = model.sample(n, seed=seed, categorical=value)
    return metrics.code_measures(points, data.components, data.std, data.labels)
