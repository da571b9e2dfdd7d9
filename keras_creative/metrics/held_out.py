"""Whether samples are of a class that was never shown, and are no copies."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from keras_creative.metrics.neighbours import (
    earlier_distances,
    nearest_distances,
    neighbour_distances,
)
from keras_creative.typing import ArrayLike

_QUERIES = 2000


def class_share(
    probabilities: ArrayLike,
    labels: int | np.integer | Iterable[int],
    confidence: float = 0.9,
) -> float:
    """Share of samples that a classifier gives to some classes for sure.

    For held-out labels this is the recovery rate.

    Args:
        probabilities: Array `(n, num_classes)`, rows that sum to 1.
        labels: Label or iterable of labels; the probability of several is
            their sum.
        confidence: What the probability must exceed. Defaults to `0.9`.

    Returns:
        Share in [0, 1].

    Raises:
        ValueError: If the probabilities have another shape or there are none.

    Example:

    >>> keras_creative.metrics.class_share(
    ...     [[0.95, 0.05], [0.5, 0.5], [0.02, 0.98], [0.1, 0.9]], labels=1
    ... )
    0.25
    """
    return float(_given(probabilities, labels, confidence).mean())


def near_copy_distance(reference: ArrayLike, percentile: float = 1.0) -> float:
    """Distance below which two samples count as near copies.

    It is a low percentile of the distances of real examples to their nearest
    neighbours: only one in a hundred real examples has another as near. A
    percentile, and no fraction of the median, because it means the same in
    the plane, where neighbours may be very close by chance, and for pictures,
    where they never are. Real examples of which there are exact copies are
    not counted.

    Args:
        reference: Real examples `(m, ...)`, at least two; as many as there
            are samples, because neighbours are nearer among more.
        percentile: From 0 to 100. Defaults to `1.0`.

    Returns:
        Distance, Euclidean over all numbers of an example.

    Raises:
        ValueError: If there are fewer than two examples.
    """
    distances = neighbour_distances(reference)
    distances = distances[distances > 0]
    return float(np.percentile(distances, percentile)) if len(distances) else 0


def uniqueness(samples: ArrayLike, distance: float) -> float:
    """Share of samples that are no near copy of an earlier one.

    Args:
        samples: Array `(n, ...)`, at least one.
        distance: Greatest distance of a near copy, see
            `near_copy_distance()`.

    Returns:
        Share from `1 / n`, when all are copies of the first, to 1. The `n`
        real examples that gave the distance have `1 - 1 / n` up to 100 and
        0.99 or more from there on: 0.80 for 5, 0.98 for 50. As many new ones
        have about as much, spread from 0.2 to 1 for 5, from 0.86 to 1 for 50
        and from 0.985 on for 1,000.

    Raises:
        ValueError: If there are no samples.

    Example:

    >>> keras_creative.metrics.uniqueness(
    ...     [[0.0, 0.0], [0.0, 0.1], [2.0, 0.0], [0.1, 0.0]], distance=0.5
    ... )
    0.5
    """
    if not len(samples):
        raise ValueError("`samples` must hold at least one. Received: none")
    return float((earlier_distances(samples) > distance).mean())


def training_distance_ratio(
    samples: ArrayLike, training: ArrayLike, seed: int = 0
) -> float:
    """How far samples are from the nearest training example.

    The median distance of a sample to the nearest training example, over the
    median distance of a training example to the nearest other one.

    Args:
        samples: Array `(n, ...)`.
        training: Training examples `(m, ...)`, at least two. The second
            median is that of at most 2,000 of them among all.
        seed: Integer that chooses these. Defaults to `0`.

    Returns:
        Ratio: 0 for copies, about 1 for new examples of the same kind, more
        for what lies off the data.

    Raises:
        ValueError: If shapes differ or there are too few examples.
    """
    own = np.median(neighbour_distances(training, _QUERIES, seed))
    return _ratio(np.median(nearest_distances(samples, training)), own)


def held_out_scores(
    samples: ArrayLike,
    probabilities: ArrayLike,
    training: ArrayLike,
    hidden: ArrayLike,
    hidden_labels: int | np.integer | Iterable[int],
    shots: ArrayLike | None = None,
    confidence: float = 0.9,
) -> dict[str, Any]:
    """Whether a model made what it was never shown.

    Args:
        samples: Generated samples `(n, ...)`.
        probabilities: What a classifier that knows all classes says of them,
            `(n, num_classes)`.
        training: Training examples `(m, ...)` in the range of the samples.
        hidden: Real examples `(h, ...)` of what was hidden, at least two.
        hidden_labels: Labels of the hidden classes.
        shots: The few examples `(k, ...)` of the hidden classes that were
            shown. Defaults to `None`: there are none.
        confidence: As for `class_share()`. Defaults to `0.9`.

    Returns:
        Dict with `n`, `n_training`, `n_hidden` and `n_recovered`, the samples
        given to hidden classes;

        - `recovery_rate`, their share; `recovery_rates`, by label;
          `shown_rate`, the share given to the classes shown;
        - `uniqueness` of the samples beside the training examples, and
          `recovered_uniqueness` of those recovered beside the hidden ones, of
          as many on both sides as there are;
        - `training_distance_ratio` of the samples to what was shown, 0 for
          copies; `hidden_distance_ratio`, the same of those recovered to what
          was hidden, far above 1 where the classifier is fooled by pictures
          of nothing; and `shot_distance_ratio`, the median distance of a
          recovered sample to the nearest shot over that of a hidden example,
          0 for copies of the shots.

        What can't be said, such as the uniqueness of fewer than two recovered
        samples, is not-a-number.

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
    return {
        "n": len(samples),
        "n_training": len(training),
        "n_hidden": len(hidden),
        "n_recovered": len(recovered),
        "recovery_rate": float(is_hidden.mean()),
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
    usual = np.median(nearest_distances(hidden, shots))
    return _ratio(np.median(nearest_distances(recovered, shots)), usual)


def _ratio(distance, usual):
    return float(distance / usual) if usual else float("nan")
