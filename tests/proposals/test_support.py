"""The region where the data lie."""

import numpy as np
import pytest

from keras_creative.proposals import Support


def test_balls_by_hand():
    support = Support([[0.0], [1.0], [3.0]], k=1)
    np.testing.assert_array_equal(support.radii, [1, 1, 2])
    samples = [[-1.5], [-0.5], [4.9], [5.1]]
    np.testing.assert_array_equal(
        support.contains(samples), [False, True, True, False]
    )
    np.testing.assert_allclose(support.distances(samples), [1.5, 0.5, 1.9, 2.1])


def test_between_inside_and_outside():
    examples = np.random.default_rng(0).normal(size=(1000, 2))
    support = Support(examples)
    assert support.contains(examples).all()
    assert not support.excludes(examples).any()
    assert support.excludes([[9.0, 9.0]]) == [True]


@pytest.mark.parametrize(
    ("examples", "words"),
    [([[0.0]] * 5, "n at least 11"), ([[np.nan]] * 20, "must be finite")],
)
def test_wrong_examples(examples, words):
    with pytest.raises(ValueError, match=words):
        Support(examples)
