import keras
import numpy as np
import pytest

from keras_creative import losses

LOGITS = np.log([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]]).astype("float32")


@pytest.mark.parametrize(
    "labels",
    [
        np.array([0, 1]),
        np.array([[0], [1]]),
        np.array([[1.0, 0, 0], [0, 1.0, 0]]),
    ],
    ids=["indices", "column", "one-hot"],
)
def test_by_hand(labels):
    expected = -np.log([0.7, 0.1])
    np.testing.assert_allclose(
        losses.classification_loss(labels, LOGITS), expected, rtol=1e-5
    )
    np.testing.assert_allclose(
        losses.Classification()(labels, LOGITS), expected.mean(), rtol=1e-5
    )


def test_soft_labels_by_hand():
    np.testing.assert_allclose(
        losses.classification_loss([[0.5, 0.5, 0.0]], LOGITS[:1]),
        [-0.5 * np.log(0.7) - 0.5 * np.log(0.2)],
        rtol=1e-5,
    )


def test_is_kept_as_a_keras_loss():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Identity()])
    model.compile(loss=losses.Classification())
    value = model.evaluate(LOGITS, np.array([0, 1]), verbose=0)
    np.testing.assert_allclose(value, -np.log([0.7, 0.1]).mean(), rtol=1e-5)
