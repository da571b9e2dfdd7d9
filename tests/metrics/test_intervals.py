import numpy as np
import pytest
from scipy.stats import binomtest

from keras_creative.metrics import binomial_interval


@pytest.mark.parametrize(
    ("successes", "n"),
    [(0, 1), (1, 1), (1, 2), (0, 100), (3, 10), (10, 10), (237, 2000)],
)
def test_it_is_the_interval_of_scipy(successes, n):
    for confidence in (0.95, 0.5):
        expected = binomtest(successes, n).proportion_ci(confidence)
        found = binomial_interval(successes, n, confidence)
        np.testing.assert_allclose(found, (expected.low, expected.high))


def test_no_success_by_hand():
    """The rate p at which (1 - p)^n is 0.025."""
    low, high = binomial_interval(0, 50)
    assert low == 0
    np.testing.assert_allclose((1 - high) ** 50, 0.025)


def test_many_samples():
    low, high = binomial_interval(50_000, 100_000)
    np.testing.assert_allclose([low, high], [0.4969, 0.5031], atol=1e-4)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((1, 0), "`n` must be .* n=0"),
        ((-1, 3), "`successes` must be .* successes=-1"),
        ((4, 3), "at most n=3. Received: successes=4"),
        ((1, 3, 1.0), "Received: confidence=1.0"),
    ],
)
def test_bad_arguments(arguments, told):
    with pytest.raises(ValueError, match=told):
        binomial_interval(*arguments)
