import numpy as np
import tensorflow as tf

from keras_creative import losses, networks

REAL = tf.constant([[1.0, 2.0], [0.5, -1.0]])


class Square:
    """`|x|^2` of each sample, with the number of its passes."""

    def __init__(self):
        self.calls = 0

    def __call__(self, samples, training):
        self.calls += 1
        return {"score": tf.reduce_sum(samples**2, axis=1, keepdims=True)}


def test_a_scored_batch_is_not_scored_again():
    network = Square()
    passes = losses.RecordedPasses(network)
    passes(REAL)
    norms = losses.squared_gradient_norm(passes, REAL)
    np.testing.assert_allclose(norms, [20.0, 5.0])
    assert network.calls == 1


def test_other_batches_are_scored():
    network = Square()
    passes = losses.RecordedPasses(network)
    passes(REAL)
    np.testing.assert_allclose(
        passes.score_gradient(REAL + 1.0), 2 * (REAL + 1)
    )
    assert network.calls == 2


def test_penalty_and_its_gradient_are_those_of_a_second_pass():
    """Also where a schedule computes the penalty in a branch of the graph."""
    network = networks.mlp_discriminator()
    fake = REAL[::-1]
    penalty = losses.R1R2Penalty(lambda step: tf.cast(step, "float32"))

    @tf.function
    def gradients(share):
        with tf.GradientTape() as tape:
            passes = losses.RecordedPasses(network) if share else network
            scores = [passes(x, training=True)["score"] for x in (REAL, fake)]
            total = tf.reduce_sum(scores[0] - scores[1])
            total += penalty(passes, REAL, fake, step=tf.constant(2))
        return tape.gradient(
            total, network.trainable_variables, unconnected_gradients="zero"
        )

    for shared, separate in zip(gradients(True), gradients(False), strict=True):
        np.testing.assert_allclose(shared, separate, rtol=1e-5, atol=1e-6)
    assert np.any(gradients(True)[0])
