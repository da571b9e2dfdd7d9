import keras
import numpy as np
import pytest
import tensorflow as tf

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


def test_smoothing_by_hand():
    target = [0.8 + 0.2 / 3, 0.2 / 3, 0.2 / 3]
    expected = -np.dot(target, np.log([0.7, 0.2, 0.1]))
    loss = losses.Classification(label_smoothing=0.2)
    np.testing.assert_allclose(loss([0], LOGITS[:1]), expected, rtol=1e-5)
    restored = losses.Classification.from_config(loss.get_config())
    np.testing.assert_allclose(restored([0], LOGITS[:1]), expected, rtol=1e-5)


def test_minimum_with_smoothing_is_the_smoothed_target():
    """The optimal class head is uncertain, which bounds the creativity loss."""
    target = np.array([[0.8 + 0.2 / 3, 0.2 / 3, 0.2 / 3]], "float32")
    logits = tf.constant(np.log(target))
    with tf.GradientTape() as tape:
        tape.watch(logits)
        value = losses.Classification(0.2)([0], logits)
    np.testing.assert_allclose(tape.gradient(value, logits), 0, atol=1e-6)


@pytest.mark.parametrize("bad", [-0.1, 1.0, float("nan")])
def test_bad_smoothing(bad):
    with pytest.raises(ValueError, match=r"\[0, 1\)\. Received: label_smooth"):
        losses.Classification(bad)


def test_config_round_trip():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Identity()])
    model.compile(loss=losses.Classification())
    value = model.evaluate(LOGITS, np.array([0, 1]), verbose=0)
    np.testing.assert_allclose(value, -np.log([0.7, 0.1]).mean(), rtol=1e-5)


def test_dtype_is_kept():
    loss = losses.Classification(dtype="float64")
    assert loss([0, 1], LOGITS).dtype == "float64"


def test_reduction_is_kept():
    loss = losses.Classification(reduction="none")
    values = loss([0, 1], [[2.0, 0.0], [2.0, 0.0]])
    np.testing.assert_allclose(values, np.log1p(np.exp([-2.0, 2.0])), rtol=1e-5)
