"""Entropy of a classifier's posterior, in nats."""

import numpy as np

from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.typing import ArrayLike


def class_ambiguity(probabilities: ArrayLike) -> dict[str, float]:
    """Mean entropy of a classifier's posterior, and its mean confidence.

    The entropy of samples that belong to no known class is close to its upper
    bound, the logarithm of the number of classes. So is that of noise:
    compare it with the entropy of real examples, and read it together with a
    measure of quality.

    Args:
        probabilities: Array `(n, num_classes)`, rows that sum to 1, of at
            least one sample.

    Returns:
        Dict with `class_ambiguity`, the mean entropy in nats;
        `class_ambiguity_limit`, its upper bound `ln(num_classes)`; and
        `class_certainty`, the mean of the largest probability, from
        `1 / num_classes` to 1.

    Raises:
        ValueError: If the probabilities have another shape, are not finite or
            do not sum to 1.

    Example:

    >>> found = keras_creative.metrics.class_ambiguity([[1.0, 0.0], [0.5, 0.5]])
    >>> round(found["class_ambiguity"], 4), found["class_certainty"]
    (0.3466, 0.75)

    Reference:

    - [Elgammal et al., 2017](https://arxiv.org/abs/1706.07068)
    """
    probabilities = check_probabilities(probabilities)
    logs = np.log(np.where(probabilities > 0, probabilities, 1))
    entropies = -np.sum(probabilities * logs, axis=1)
    return {
        "class_ambiguity": float(entropies.mean()),
        "class_ambiguity_limit": float(np.log(probabilities.shape[1])),
        "class_certainty": float(probabilities.max(axis=1).mean()),
    }


def check_probabilities(
    probabilities: ArrayLike, name: str = "probabilities"
) -> np.ndarray:
    """Probabilities of classes as a float64 array.

    Args:
        probabilities: Array `(n, num_classes)`.
        name: Name of the argument, for the message. Defaults to
            `"probabilities"`.

    Returns:
        float64 array `(n, num_classes)`.

    Raises:
        ValueError: If they have another shape, are not finite or do not sum
            to 1.
    """
    checked = np.asarray(probabilities, "float64")
    if checked.ndim != 2 or not checked.size:
        raise ValueError(
            f"`{name}` must have the shape (n, num_classes), n at least "
            f"1. Received: {name}.shape={checked.shape}"
        )
    sums = checked.sum(axis=1)
    if not (np.allclose(sums, 1, atol=1e-3) and checked.min() >= 0):
        raise ValueError(
            f"`{name}` must have non-negative rows that sum to 1. "
            f"Received: sums from {sums.min()} to {sums.max()}, minimum "
            f"{checked.min()}"
        )
    return checked


def _of_real_examples(probabilities, labels):
    """The same of real test examples, and the classifier's accuracy."""
    found = class_ambiguity(probabilities)
    right = np.argmax(probabilities, axis=1) == labels
    return {
        "class_ambiguity_real": found["class_ambiguity"],
        "class_certainty_real": found["class_certainty"],
        "referee_accuracy": float(right.mean()),
    }


_OF_REAL = ("real_probabilities", "real_labels")

register_measures(
    Measure(
        "class_ambiguity",
        class_ambiguity,
        "Mean entropy of the referee's posterior in nats; near that of real "
        "examples for usual samples, higher for samples of no known class.",
        needs=["probabilities"],
    ),
    Measure(
        "class_ambiguity_limit",
        class_ambiguity,
        "Upper bound of the class ambiguity: the logarithm of the number of "
        "classes.",
        needs=["probabilities"],
    ),
    Measure(
        "class_certainty",
        class_ambiguity,
        "Mean probability that the referee gives to the most likely class.",
        needs=["probabilities"],
    ),
    Measure(
        "class_ambiguity_real",
        _of_real_examples,
        "Class ambiguity of real test examples.",
        needs=_OF_REAL,
    ),
    Measure(
        "class_certainty_real",
        _of_real_examples,
        "Class certainty of real test examples.",
        needs=_OF_REAL,
    ),
    Measure(
        "referee_accuracy",
        _of_real_examples,
        "Share of real test examples that the referee classifies correctly.",
        best="high",
        needs=_OF_REAL,
    ),
)
