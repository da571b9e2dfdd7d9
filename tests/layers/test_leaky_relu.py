import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import losses, networks
from keras_creative.layers import LeakyReLU, rectify

X = np.array([-2.0, -0.5, 0.25, 3.0], "float32")


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16"])
@pytest.mark.parametrize("slope", [0.0, 0.2])
def test_values_and_gradients_equal_those_of_keras(slope, dtype):
    x = tf.constant(X, dtype)
    answers = []
    for function in (rectify, keras.ops.leaky_relu):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = function(x, slope)
        answers.append((y, tape.gradient(y, x, tf.constant(X, dtype))))
    for ours, kerass in zip(*answers, strict=True):
        assert ours.dtype == dtype
        np.testing.assert_array_equal(ours, kerass)


def test_second_derivative_depends_on_the_upstream_gradient_only():
    x, upstream = tf.constant(X), tf.Variable(X**2)
    with tf.GradientTape(persistent=True) as outer:
        outer.watch(x)
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = rectify(x, 0.2)
        gradient = tape.gradient(y, x, upstream)
    np.testing.assert_allclose(
        outer.gradient(gradient, upstream), [0.2, 0.2, 1.0, 1.0]
    )
    assert outer.gradient(gradient, x) is None


NETWORKS = {
    "mlp": lambda: networks.mlp_discriminator(),
    "dcgan": lambda: networks.dcgan_discriminator((8, 8, 1), width=4),
    "artgan": lambda: networks.artgan_v1_discriminator((16, 16, 3)),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_penalty_does_not_go_through_the_biases(name):
    """The gradient of a piecewise linear network depends on its kernels."""
    network = NETWORKS[name]()
    samples = tf.ones((2, *network.input_shape[1:]))
    with tf.GradientTape() as tape:
        penalty = losses.R1Penalty()(network, samples, samples)
    gradients = tape.gradient(penalty, network.trainable_variables)
    for variable, gradient in zip(
        network.trainable_variables, gradients, strict=True
    ):
        assert (gradient is None) == (variable.name == "bias"), variable.path


def test_config_round_trip():
    layer = LeakyReLU(0.2)
    copy = keras.saving.deserialize_keras_object(
        keras.saving.serialize_keras_object(layer)
    )
    assert type(copy) is LeakyReLU
    np.testing.assert_array_equal(copy(X), keras.layers.LeakyReLU(0.2)(X))
