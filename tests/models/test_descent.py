import keras
import numpy as np
import tensorflow as tf

from keras_creative import models, networks
from keras_creative.models.descent import gradients_of


def make_model(seed):
    keras.utils.set_random_seed(seed)
    model = models.GAN(networks.mlp_generator(), networks.mlp_discriminator())
    model.compile(keras.optimizers.SGD(1.0), keras.optimizers.SGD(1.0))
    return model


def test_update_waits_for_what_the_gradient_does_not_ask_for():
    """A penalty reads biases of which its gradient does not know.

    The first step of five new functions: later ones run operation after
    operation.
    """
    real = keras.random.normal((64, 2), seed=0)
    for seed in range(5):
        model = make_model(seed)
        discriminator = model.discriminator
        expected = discriminator(real)["features"]

        def loss_fn(discriminator=discriminator):
            with tf.GradientTape() as tape:
                tape.watch(real)
                outputs = discriminator(real)
            slope = tape.gradient(outputs["score"], real)
            score = discriminator(real)["score"]
            loss = tf.reduce_mean(score**2) + tf.reduce_mean(slope**2)
            return loss, {"features": outputs["features"]}

        step = tf.function(
            lambda model=model, loss_fn=loss_fn: model.minimise(
                loss_fn, model.discriminator, model.d_optimizer
            )
        )
        np.testing.assert_allclose(step()["features"], expected, rtol=1e-5)


def test_gradients_are_the_tapes():
    kernel, apart = tf.Variable([3.0, -1.0]), tf.Variable(1.0)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(kernel**2)
    gradient, none = gradients_of(loss, [kernel, apart], tape)
    np.testing.assert_array_equal(gradient, [6.0, -2.0])
    assert none is None
