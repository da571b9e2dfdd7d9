"""Exact confidence intervals of rates."""

import math

import numpy as np

from keras_creative.checks import check_integers

# Steps of the bisection, each of which fixes one more bit of the limit.
_HALVINGS = 60


def binomial_interval(
    successes: int, n: int, confidence: float = 0.95
) -> tuple[float, float]:
    """Exact confidence interval of a rate, after Clopper and Pearson.

    The rates at which the successes observed, or more, have a probability of
    `(1 - confidence) / 2`, and those at which so few have. It covers the rate
    at least as often as `confidence`, for any `n`.

    Args:
        successes: Number of samples with a property, from 0 to `n`.
        n: Number of samples, at least 1.
        confidence: Probability that the interval contains the rate, in (0, 1).
            Defaults to `0.95`.

    Returns:
        Lower and upper limit, in [0, 1].

    Raises:
        ValueError: If an argument is out of range.

    Example:

    >>> low, high = keras_creative.metrics.binomial_interval(0, 100)
    >>> low, round(high, 4)
    (0.0, 0.0362)

    Reference:

    - [Clopper and Pearson, 1934](https://doi.org/10.1093/biomet/26.4.404)
    """
    check_integers(n=(n, 1), successes=(successes, 0))
    if successes > n:
        raise ValueError(
            f"`successes` must be at most n={n}. "
            f"Received: successes={successes}"
        )
    if not 0 < confidence < 1:
        raise ValueError(
            f"`confidence` must be in (0, 1). Received: confidence={confidence}"
        )
    tail = (1 - confidence) / 2
    low = 0.0 if not successes else 1 - _upper(n - successes, n, tail)
    high = 1.0 if successes == n else _upper(successes, n, tail)
    return low, high


def _upper(successes, n, tail):
    """Rate at which at most so many successes have the probability `tail`."""
    counts = np.arange(successes + 1)
    ways = _log_factorials(n)
    ways = ways[n] - ways[counts] - ways[n - counts]
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        rate = (low + high) / 2
        logs = ways + counts * math.log(rate)
        logs += (n - counts) * math.log1p(-rate)
        if np.exp(logs).sum() > tail:
            low = rate
        else:
            high = rate
    return (low + high) / 2


def _log_factorials(n):
    """Logarithms of the factorials of 0 to n."""
    return np.concatenate([[0], np.cumsum(np.log(np.arange(1, n + 1)))])
