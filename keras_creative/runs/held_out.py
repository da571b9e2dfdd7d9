"""What a model made of what it was never shown."""

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
    """Whether a model made what a split hid from it.

    Args:
        samples: What it made, `(n, ...)`, in the range of the data.
        split: What `keras_creative.datasets.holdout()` or `few_shot()` gave;
            the model was trained on `split.training`.
        referee: What `load_referee()` gave. Defaults to `None`: it is loaded,
            or trained if there is none in the cache yet.
        n_training: Training examples, chosen by `seed`, among which nearest
            neighbours are sought. Defaults to `None`: all pictures, or 10,000
            points.
        seed: Integer. Defaults to `0`.

    Returns:
        Dict of `keras_creative.metrics.held_out_scores()`, with

        - `referee_accuracy`, the referee's on real test examples;
        - `recovery_rate_real`, its recovery rate on real test examples of
          what is hidden, the most that can be asked for, and
          `recovery_rate_shown`, that on those of the classes shown, which a
          model has that makes nothing new;
        - `hit_rates` by hidden label, for points only, see
          `keras_creative.metrics.hit_rate()`.

    Raises:
        ValueError: If the samples have another shape than the data.

    Example:

    >>> ring = keras_creative.datasets.load_toy("8Gaussians")
    >>> split = keras_creative.datasets.holdout(ring, [1])
    >>> points, _ = split.hidden.sample(500)
    >>> scores = keras_creative.experiments.score_samples(points, split)
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
    """What a data set shows, each example once."""
    if isinstance(data, datasets.GaussianMixture):
        examples, _ = data.sample(n or _POINTS, seed)
    else:
        data = data.unrepeated()
        examples, _ = data.sample(min(n or len(data), len(data)), seed)
    return examples
