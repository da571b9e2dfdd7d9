import math

import numpy as np
import pytest

from keras_creative import metrics


def test_entropy_and_certainty_by_hand():
    """Entropies 0, ln 4 and 1.5 ln 2 of three rows."""
    found = metrics.class_ambiguity(
        [[0, 1, 0, 0], [0.25, 0.25, 0.25, 0.25], [0.5, 0.25, 0.25, 0]]
    )
    expected = (0 + math.log(4) + 1.5 * math.log(2)) / 3
    assert found["class_ambiguity"] == pytest.approx(expected)
    assert found["class_ambiguity_limit"] == pytest.approx(math.log(4))
    assert found["class_certainty"] == pytest.approx((1 + 0.25 + 0.5) / 3)


def test_sums_may_be_off_by_a_thousandth():
    """As those of float16 are: entropy of 0.9995 and 0."""
    found = metrics.class_ambiguity([[0.9995, 0.0]])
    expected = -0.9995 * math.log(0.9995)
    assert found["class_ambiguity"] == pytest.approx(expected)
    with pytest.raises(ValueError, match="sums from 0.998 to"):
        metrics.class_ambiguity([[0.998, 0.0]])


@pytest.mark.parametrize(
    "probabilities",
    [np.zeros((0, 3)), [0.5, 0.5], [[0.5, 0.6]], [[1.5, -0.5]], [[np.nan, 1]]],
)
def test_refuses_what_are_no_probabilities(probabilities):
    with pytest.raises(ValueError, match="`probabilities` must .*Received"):
        metrics.class_ambiguity(probabilities)
