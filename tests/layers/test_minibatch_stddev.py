import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative.layers import MinibatchStddev


def test_groups_by_hand():
    """Groups are every second sample: (0, 2) and (1, 5), deviations 1 and 2."""
    layer = MinibatchStddev(group_size=2)
    x = np.array([[0.0, 7], [1.0, 7], [2.0, 7], [5.0, 7]], "float32")
    y = np.asarray(layer(x))
    np.testing.assert_array_equal(y[:, :2], x)
    np.testing.assert_allclose(y[:, 2], [0.5, 1, 0.5, 1], atol=1e-4)


def test_an_indivisible_batch_is_one_group():
    x = np.random.default_rng(0).normal(size=(6, 3)).astype("float32")
    y = np.asarray(MinibatchStddev(group_size=4)(x))
    np.testing.assert_allclose(y[:, 3], x.std(axis=0).mean(), rtol=1e-5)


def test_batch_of_unknown_size():
    inputs = keras.Input((4, 4, 3))
    model = keras.Model(inputs, MinibatchStddev()(inputs))
    x = np.random.default_rng(0).normal(size=(8, 4, 4, 3)).astype("float32")
    whole = MinibatchStddev()(x)
    np.testing.assert_allclose(model.predict(x, verbose=0), whole, rtol=1e-5)
    assert model.predict(x[:5], verbose=0).shape == (5, 4, 4, 4)


def test_identical_samples_have_a_finite_gradient():
    x = tf.ones((4, 3))
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(MinibatchStddev()(x))
    assert np.all(np.isfinite(tape.gradient(y, x)))


def test_group_size_is_checked():
    with pytest.raises(ValueError, match="Received: group_size=1"):
        MinibatchStddev(group_size=1)


def test_config_round_trip():
    layer = MinibatchStddev(group_size=3)
    assert MinibatchStddev.from_config(layer.get_config()).group_size == 3
