import numpy as np
import pytest

from keras_creative.metrics import authenticity

TRAINING = [[0.0], [1.0], [5.0]]


def test_values_by_hand():
    """The nearest other ones are at 1, 1 and 4."""
    assert authenticity([[0.1], [2.5], [5.0], [9.5]], TRAINING) == 0.5
    assert authenticity([[-0.9]], TRAINING) == 0.0
    assert authenticity([[-1.1]], TRAINING) == 1.0


def test_copies_and_far_samples():
    training = np.random.default_rng(0).normal(size=(50, 4, 4, 1))
    assert authenticity(training[:20], training) == 0
    assert authenticity(training[:20] + 100, training) == 1


def test_the_number_that_the_docstring_states():
    rng = np.random.default_rng(0)
    value = authenticity(*rng.normal(size=(2, 2000, 2)))
    np.testing.assert_allclose(value, 0.39, atol=0.03)


def test_too_few():
    with pytest.raises(ValueError, match="Received: none"):
        authenticity([], TRAINING)
    with pytest.raises(ValueError, match="Received: 1 examples"):
        authenticity([[0.0]], [[0.0]])
    with pytest.raises(ValueError, match="`reference` must hold"):
        authenticity([[0.0, 1.0]], TRAINING)
