import numpy as np
import pytest

from keras_creative.metrics import am_score, class_score

CLEAR = np.eye(4)
ENTROPY = -0.9 * np.log(0.9) - 0.1 * np.log(0.1)


def test_class_score_of_clear_and_of_unclear_samples():
    np.testing.assert_allclose(class_score(CLEAR), 4)
    np.testing.assert_allclose(class_score(CLEAR[:3]), 3)
    np.testing.assert_allclose(class_score(np.full((5, 4), 0.25)), 1)


def test_class_score_by_hand():
    """The marginal is uniform, each posterior has the same entropy."""
    given = [[0.9, 0.1], [0.1, 0.9]]
    np.testing.assert_allclose(class_score(given), 2 * np.exp(-ENTROPY))


def test_am_score_by_hand():
    """KL((1/2, 1/2) || (3/4, 1/4)) for certain samples; then the entropy."""
    real = [[1.0, 0.0], [0.0, 1.0]]
    given = [[1.0, 0.0]] * 3 + [[0.0, 1.0]]
    expected = 0.5 * np.log(0.5 / 0.75) + 0.5 * np.log(0.5 / 0.25)
    np.testing.assert_allclose(am_score(given, real), expected)
    given = [[0.9, 0.1], [0.1, 0.9]]
    np.testing.assert_allclose(am_score(given, real), ENTROPY)


def test_am_score_of_a_missing_class():
    assert am_score([[1.0, 0.0]], [[0.5, 0.5]]) == np.inf
    assert am_score([[1.0, 0.0]], [[1.0, 0.0]]) == 0


def test_bad_probabilities():
    with pytest.raises(ValueError, match="`probabilities` must have non-neg"):
        class_score([[0.9, 0.2]])
    with pytest.raises(ValueError, match="`real_probabilities` must have the"):
        am_score(CLEAR, [0.5, 0.5])
    with pytest.raises(ValueError, match="a column for each of the 4"):
        am_score(CLEAR, [[0.5, 0.5]])
    with pytest.raises(ValueError, match="sums from nan"):
        class_score([[np.nan, 1.0]])
