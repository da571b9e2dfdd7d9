"""Whether samples belong to classes held out from training."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from keras_creative.metrics.copies import (
    near_copy_distance,
    training_distance_ratio,
    uniqueness,
)
from keras_creative.metrics.few_shot import shot_distance_ratio
from keras_creative.metrics.intervals import binomial_interval
from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.typing import ArrayLike


def class_share(
    probabilities: ArrayLike,
    labels: int | np.integer | Iterable[int],
    confidence: float = 0.9,
) -> float:
    """Fraction of samples that a classifier assigns confidently to classes.

    For the held-out classes this is the recovery rate.

    Args:
        probabilities: Array `(n, num_classes)`, rows that sum to 1.
        labels: Label or iterable of labels, whose probabilities are summed.
        confidence: Lower limit of the probability. Defaults to `0.9`.

    Returns:
        Fraction in [0, 1].

    Raises:
        ValueError: If the probabilities have the wrong shape or are empty.

    Example:

    >>> keras_creative.metrics.class_share(
    ...     [[0.95, 0.05], [0.5, 0.5], [0.02, 0.98], [0.1, 0.9]], labels=1
    ... )
    0.25
    """
    return float(_given(probabilities, labels, confidence).mean())


def held_out_scores(
    samples: ArrayLike,
    probabilities: ArrayLike,
    training: ArrayLike,
    hidden: ArrayLike,
    hidden_labels: int | np.integer | Iterable[int],
    shots: ArrayLike | None = None,
    confidence: float = 0.9,
) -> dict[str, Any]:
    """Whether a model generates classes that it was not trained on.

    Args:
        samples: Generated samples `(n, ...)`.
        probabilities: Their probabilities `(n, num_classes)` by a classifier
            that was trained on all classes.
        training: Training examples `(m, ...)` in the range of the samples.
        hidden: Real examples `(h, ...)` of the held-out classes, at least two.
        hidden_labels: Labels of the held-out classes.
        shots: The few examples `(k, ...)` of the held-out classes in the
            training data. Defaults to `None`: there are none.
        confidence: See `class_share()`. Defaults to `0.9`.

    Returns:
        Dict with `n`, `n_training`, `n_hidden` and `n_recovered`, the number
        of samples assigned to held-out classes;

        - `recovery_rate`, their fraction, and its 95 % confidence interval
          from `recovery_rate_low` to `recovery_rate_high`, see
          `binomial_interval()`; `recovery_rates`, by label; `shown_rate`, the
          fraction assigned to the other classes;
        - `uniqueness` of the samples relative to the training examples, and
          `recovered_uniqueness` of the recovered samples relative to the
          held-out examples, each with the same number of both;
        - `training_distance_ratio` of the samples to the training examples, 0
          for copies; `hidden_distance_ratio` of the recovered samples to the
          held-out examples, far above 1 if the classifier misclassifies noise;
          and `shot_distance_ratio`, the median distance of a recovered sample
          to the nearest shot over that of a held-out example, 0 for copies of
          the shots.

        Undefined values, such as the uniqueness of fewer than two recovered
        samples, is NaN.

    Raises:
        ValueError: If shapes differ or there are too few examples.
    """
    samples, probabilities = np.asarray(samples), np.asarray(probabilities)
    if len(samples) != len(probabilities):
        raise ValueError(
            "`probabilities` must have a row for each sample. Received: "
            f"{len(probabilities)} rows, {len(samples)} samples"
        )
    hidden_labels = np.unique(hidden_labels)
    every = np.arange(probabilities.shape[1])
    shown_labels = np.setdiff1d(every, hidden_labels)
    is_hidden = _given(probabilities, hidden_labels, confidence)
    recovered = samples[is_hidden]
    low, high = binomial_interval(len(recovered), len(samples))
    return {
        "n": len(samples),
        "n_training": len(training),
        "n_hidden": len(hidden),
        "n_recovered": len(recovered),
        "recovery_rate": float(is_hidden.mean()),
        "recovery_rate_low": low,
        "recovery_rate_high": high,
        "recovery_rates": {
            str(label): class_share(probabilities, label, confidence)
            for label in hidden_labels
        },
        "shown_rate": class_share(probabilities, shown_labels, confidence),
        "uniqueness": _uniqueness_beside(samples, training),
        "recovered_uniqueness": _uniqueness_beside(recovered, hidden),
        "training_distance_ratio": training_distance_ratio(samples, training),
        "hidden_distance_ratio": (
            training_distance_ratio(recovered, hidden)
            if len(recovered)
            else float("nan")
        ),
        "shot_distance_ratio": _shot_distance_ratio(recovered, hidden, shots),
    }


def real_recovery_rates(
    probabilities: ArrayLike,
    labels: ArrayLike,
    hidden_labels: int | np.integer | Iterable[int],
) -> dict[str, float]:
    """Recovery rate of real examples: upper bound and chance level.

    Args:
        probabilities: A classifier's probabilities of real test examples,
            `(n, num_classes)`.
        labels: Labels of these examples `(n,)`.
        hidden_labels: Labels of the held-out classes.

    Returns:
        Dict with `recovery_rate_real`, of examples of the held-out classes,
        and `recovery_rate_shown`, of those of the other classes; NaN if there
        are none.
    """
    of_hidden = np.isin(labels, hidden_labels)
    return {
        name: class_share(np.asarray(probabilities)[chosen], hidden_labels)
        if chosen.any()
        else float("nan")
        for name, chosen in (
            ("recovery_rate_real", of_hidden),
            ("recovery_rate_shown", ~of_hidden),
        )
    }


def _given(probabilities, labels, confidence):
    probabilities = np.asarray(probabilities, "float64")
    if probabilities.ndim != 2 or not len(probabilities):
        raise ValueError(
            "`probabilities` must have the shape (n, num_classes), n at least "
            f"1. Received: probabilities.shape={probabilities.shape}"
        )
    columns = np.atleast_1d(np.asarray(labels, int))
    return probabilities[:, columns].sum(axis=1) > confidence


def _uniqueness_beside(samples, reference):
    count = min(len(samples), len(reference))
    if count < 2:
        return float("nan")
    distance = near_copy_distance(reference[:count])
    return uniqueness(samples[:count], distance)


def _shot_distance_ratio(recovered, hidden, shots):
    if shots is None or not len(recovered):
        return float("nan")
    return shot_distance_ratio(recovered, shots, hidden)


_SCORES = ("samples", "probabilities", "real", "hidden", "hidden_labels")
_OF_REAL = ("real_probabilities", "real_labels", "hidden_labels")

register_measures(
    Measure(
        "n_training",
        held_out_scores,
        "Number of training examples that the samples are compared with.",
        needs=_SCORES,
    ),
    Measure(
        "n_hidden",
        held_out_scores,
        "Number of real examples of the held-out classes.",
        needs=_SCORES,
    ),
    Measure(
        "n_recovered",
        held_out_scores,
        "Number of samples that the referee assigns to held-out classes.",
        needs=_SCORES,
    ),
    Measure(
        "recovery_rate",
        held_out_scores,
        "Share of samples that the referee assigns to held-out classes.",
        best="high",
        needs=_SCORES,
    ),
    Measure(
        "recovery_rate_low",
        held_out_scores,
        "Lower limit of the exact 95 % confidence interval of the recovery "
        "rate.",
        needs=_SCORES,
    ),
    Measure(
        "recovery_rate_high",
        held_out_scores,
        "Upper limit of the exact 95 % confidence interval of the recovery "
        "rate.",
        needs=_SCORES,
    ),
    Measure(
        "recovery_rates",
        held_out_scores,
        "Recovery rate of each held-out class.",
        best="high",
        needs=_SCORES,
    ),
    Measure(
        "shown_rate",
        held_out_scores,
        "Share of samples that the referee assigns to classes in the training "
        "data.",
        needs=_SCORES,
    ),
    Measure(
        "recovered_uniqueness",
        held_out_scores,
        "Share of recovered samples that are not near copies of earlier ones.",
        best="high",
        needs=_SCORES,
    ),
    Measure(
        "hidden_distance_ratio",
        held_out_scores,
        "Distance of recovered samples to held-out examples over that between "
        "those; far above 1 means that the referee misclassified samples that "
        "resemble nothing.",
        best=1,
        needs=_SCORES,
    ),
    Measure(
        "shot_distance_ratio",
        held_out_scores,
        "Distance of recovered samples to the few training examples over that "
        "of held-out examples; 0 means copies.",
        best=1,
        needs=(*_SCORES, "shots"),
    ),
    Measure(
        "recovery_rate_real",
        real_recovery_rates,
        "Recovery rate of real examples of the held-out classes: the upper "
        "bound.",
        needs=_OF_REAL,
    ),
    Measure(
        "recovery_rate_shown",
        real_recovery_rates,
        "Recovery rate of real examples of the other classes: the chance "
        "level.",
        needs=_OF_REAL,
    ),
)
