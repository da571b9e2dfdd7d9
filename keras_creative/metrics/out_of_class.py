"""Out-of-class count, maximum and objectness of samples."""

from collections.abc import Iterable

import numpy as np

from keras_creative.metrics.ambiguity import check_probabilities
from keras_creative.metrics.class_scores import class_score
from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.typing import ArrayLike


def out_of_class_scores(
    probabilities: ArrayLike,
    hidden_labels: int | np.integer | Iterable[int],
    confidence: float = 0.9,
) -> dict[str, float]:
    """Whether samples are objects of classes that the model was not shown.

    The count alone is easily misled: a model whose samples are all equal may
    have the count 1. Read the three together, and with `uniqueness()`.

    Args:
        probabilities: Array `(n, num_classes)` by a classifier that was
            trained on all classes.
        hidden_labels: Labels of the classes that the model was not shown.
        confidence: Lower limit of the probability, in [0, 1). Defaults to
            `0.9`.

    Returns:
        Dict with

        - `out_of_class_count`, the fraction of samples whose probabilities of
          these classes sum to more than `confidence`;
        - `out_of_class_max`, the fraction of samples of which one of these
          classes alone has more;
        - `objectness`, see `class_score()`, by all classes.

    Raises:
        ValueError: If the probabilities have another shape, are not finite or
            do not sum to 1, or if a label or the confidence is out of range.

    Example:

    >>> scores = keras_creative.metrics.out_of_class_scores(
    ...     [[0.04, 0.48, 0.48], [0.0, 0.0, 1.0]], hidden_labels=[1, 2]
    ... )
    >>> scores["out_of_class_count"], scores["out_of_class_max"]
    (1.0, 0.5)

    Reference:

    - [Cherti, Kegl and Kazakci, 2017](
        https://openreview.net/forum?id=ByEPMj5el)
    """
    given = check_probabilities(probabilities)
    labels = np.unique(np.asarray(hidden_labels, int))
    if not len(labels) or not 0 <= labels[0] <= labels[-1] < given.shape[1]:
        raise ValueError(
            "`hidden_labels` must be at least one label from 0 to "
            f"{given.shape[1] - 1}. Received: hidden_labels={labels.tolist()}"
        )
    if not 0 <= confidence < 1:
        raise ValueError(
            f"`confidence` must be in [0, 1). Received: confidence={confidence}"
        )
    hidden = given[:, labels]
    return {
        "out_of_class_count": float((hidden.sum(axis=1) > confidence).mean()),
        "out_of_class_max": float((hidden.max(axis=1) > confidence).mean()),
        "objectness": class_score(given),
    }


_NEEDS = ("probabilities", "hidden_labels")

register_measures(
    Measure(
        "out_of_class_count",
        out_of_class_scores,
        "Share of samples to whose held-out classes the referee gives more "
        "than 0.9 together; equal samples may reach 1, so read it with "
        "uniqueness and out_of_class_max.",
        best="high",
        needs=_NEEDS,
    ),
    Measure(
        "out_of_class_max",
        out_of_class_scores,
        "Share of samples to which the referee gives more than 0.9 for a "
        "single held-out class.",
        best="high",
        needs=_NEEDS,
    ),
    Measure(
        "objectness",
        out_of_class_scores,
        "Class score of samples of a model with held-out classes, by a referee "
        "of all classes.",
        best="high",
        needs=_NEEDS,
    ),
)
