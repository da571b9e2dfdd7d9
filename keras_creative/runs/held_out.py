"""Scores of samples of held-out classes."""

from typing import Any

import numpy as np

from keras_creative import datasets, metrics
from keras_creative.runs.referee import (
    PosteriorReferee,
    Referee,
    load_referee,
)

_POINTS = 10000


def score_samples(
    samples: np.ndarray,
    split: datasets.Split,
    referee: Referee | PosteriorReferee | None = None,
    n_training: int | None = None,
    seed: int = 0,
) -> dict[str, Any]:
    """Whether a model generates the classes that a split holds out.

    Args:
        samples: Generated samples `(n, ...)`, in the range of the data.
        split: Result of `keras_creative.datasets.holdout()` or `few_shot()`;
            the model was trained on `split.training`.
        referee: Result of `load_referee()`. Defaults to `None`: it is loaded
            from the cache, or trained.
        n_training: Number of training examples, chosen randomly, among which
            nearest neighbors are sought. Defaults to `None`: all images, or
            10,000 points.
        seed: Integer that fixes this choice. Defaults to `0`.

    Returns:
        Dict of `keras_creative.metrics.held_out_scores()`, with

        - `referee_accuracy`, its accuracy on real test examples;
        - `recovery_rate_real`, its recovery rate on real test examples of the
          held-out classes, an upper bound; and `recovery_rate_shown`, that on
          the other classes, the chance level of a model that generates
          nothing new;
        - `hit_rates` by held-out label, for points only, see
          `keras_creative.metrics.hit_rate()`.

    Raises:
        ValueError: If the samples have the wrong shape.

    Example:

    >>> ring = keras_creative.datasets.load_toy("8Gaussians")
    >>> split = keras_creative.datasets.holdout(ring, [1])
    >>> points, _ = split.hidden.sample(500)
    >>> scores = keras_creative.runs.score_samples(points, split)
    >>> scores["recovery_rate"], scores["recovered_uniqueness"] > 0.9
    (1.0, True)
    """
    training, hidden = split
    samples = np.asarray(samples)
    if samples.shape[1:] != training.sample_shape:
        raise ValueError(
            "`samples` must have the shape of the data, "
            f"{('n', *training.sample_shape)}. "
            f"Received: samples.shape={samples.shape}"
        )
    referee = load_referee(training) if referee is None else referee
    shots = list(training.shots.values())
    scores = metrics.held_out_scores(
        samples,
        referee.probabilities(samples),
        training=_examples(training, n_training, seed),
        hidden=_examples(hidden, None, seed),
        hidden_labels=hidden.shown,
        shots=np.concatenate(shots) if shots else None,
    )
    scores["referee_accuracy"] = referee.accuracy
    scores |= metrics.real_recovery_rates(
        referee.test_probabilities, referee.test_labels, hidden.shown
    )
    if isinstance(training, datasets.GaussianMixture):
        scores["hit_rates"] = metrics.hit_rates(
            samples, hidden.shown, hidden.components, hidden.std, hidden.labels
        )
    return scores


def _examples(data, n, seed):
    """Examples in a data set, each one once."""
    if isinstance(data, datasets.GaussianMixture):
        examples, _ = data.sample(n or _POINTS, seed)
    else:
        data = data.unrepeated()
        examples, _ = data.sample(min(n or len(data), len(data)), seed)
    return examples
