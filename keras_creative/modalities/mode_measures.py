"""Measures of points relative to the modes of a mixture."""

import numpy as np

from keras_creative import metrics, models


def of_each(n):
    """Number of samples of each class or code.

    Args:
        n: Number of all samples.
    """
    return max(n // 5, 1)


def mode_measures(model, data, n, seed, points=None):
    """Measures of samples relative to modes, requested classes or codes.

    Args:
        model: The model. For a conditional model every class is measured, for
            one with codes every value of the first code.
        data: Its `GaussianMixture`.
        n: Number of samples; a fifth of it for each class or code.
        seed: Integer that fixes the samples.
        points: Samples of the model, `(n, 2)`; for a conditional model, samples
            of the classes in the training data are used instead. Defaults to
            `None`: they are drawn.

    Returns:
        Dict with `modes`, and `classes` or `codes`, see
        `keras_creative.recipes.PointGAN.measure()`.
    """
    is_ensemble = isinstance(model, models.ClassEnsemble)
    is_conditional = hasattr(model, "attributes") and not is_ensemble
    if is_conditional:
        labels = np.resize(data.shown, n)
        points = model.sample(n, seed=seed, labels=labels)
    elif points is None:
        points = model.sample(n, seed=seed)
    measures = {"modes": metrics.mode_measures(points, **modes_shown(data))}
    if is_conditional:
        name, measure = "classes", _of_class
    elif hasattr(model, "codes"):
        name, measure = "codes", _of_code
    else:
        return measures
    measures[name] = {
        str(label): measure(model, data, label, of_each(n), seed)
        for label in range(data.num_classes)
    }
    return measures


def modes_shown(data):
    """Arguments of `mode_measures()` for the modes in the training data.

    Args:
        data: `GaussianMixture`.
    """
    shown = np.isin(data.labels, data.shown)
    return {
        "components": data.components[shown],
        "std": data.std,
        "labels": data.labels[shown],
        "shares": data.shares[list(data.shown)],
    }


def _of_class(model, data, label, n, seed):
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


def _of_code(model, data, value, n, seed):
    points = model.sample(n, seed=seed, categorical=value)
    return metrics.code_measures(points, data.components, data.std, data.labels)
