import numpy as np
import pytest

from keras_creative.metrics import class_score, out_of_class_scores


def test_count_and_maximum_by_hand():
    given = [
        [0.0, 0.0, 1.0],
        [0.04, 0.48, 0.48],
        [0.05, 0.95, 0.0],
        [0.5, 0.25, 0.25],
        [1.0, 0.0, 0.0],
    ]
    scores = out_of_class_scores(given, [1, 2])
    assert scores["out_of_class_count"] == 3 / 5
    assert scores["out_of_class_max"] == 2 / 5
    assert scores["objectness"] == class_score(given)
    assert out_of_class_scores(given, 1)["out_of_class_count"] == 1 / 5
    stricter = out_of_class_scores(given, [1, 2], confidence=0.95)
    assert stricter["out_of_class_max"] == 1 / 5


def test_equal_samples_have_the_count_1():
    """Why the count is read with the objectness: that of one object is 1."""
    scores = out_of_class_scores([[0.0, 0.5, 0.5]] * 9, [1, 2])
    assert scores["out_of_class_count"] == 1
    assert scores["out_of_class_max"] == 0
    np.testing.assert_allclose(scores["objectness"], 1)


@pytest.mark.parametrize("labels", [[], [3], [-1]])
def test_bad_labels(labels):
    with pytest.raises(ValueError, match="`hidden_labels` .* 0 to 2. Received"):
        out_of_class_scores(np.eye(3), labels)


def test_bad_confidence():
    with pytest.raises(ValueError, match="Received: confidence=1"):
        out_of_class_scores(np.eye(3), [1], confidence=1)
