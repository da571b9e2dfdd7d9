import keras
import numpy as np
import tensorflow as tf

from keras_creative import models, networks
from keras_creative.models.core.players import gradients_of


def needed_by(operation):
    """All operations that have run before one, by data or by control."""
    found, waiting = set(), [operation]
    while waiting:
        operation = waiting.pop()
        before = [tensor.op for tensor in operation.inputs]
        for other in (*before, *operation.control_inputs):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def test_every_update_waits_for_the_loss():
    """The bias of the last layer has a gradient that never reads the loss."""
    keras.utils.set_random_seed(0)
    sizes = {"num_layers": 2, "units": 4}
    model = models.GAN(
        networks.mlp_generator(**sizes), networks.mlp_discriminator(**sizes)
    )
    model.compile(keras.optimizers.SGD(1.0), keras.optimizers.SGD(1.0))
    losses = []

    def loss_fn():
        score = model.discriminator(tf.ones((4, 2)))["score"]
        losses.append(tf.reduce_mean(score) + 1.0)
        return losses[0], {}

    @tf.function
    def step():
        model.descend("discriminator", loss_fn)

    graph = step.get_concrete_function().graph
    weights = {id(v.value.handle) for v in model.discriminator.variables}
    captured = {
        inside.op
        for outside, inside in graph.captures
        if id(outside) in weights
    }
    updates = [
        operation
        for operation in graph.get_operations()
        if operation.type.startswith("Assign")
        and operation.inputs[0].op in captured
    ]
    assert len(updates) == len(model.discriminator.trainable_variables)
    for update in updates:
        gradient = update.inputs[1].op
        assert losses[0].op in needed_by(gradient), update.name


def test_gradients_are_the_tapes():
    kernel, apart = tf.Variable([3.0, -1.0]), tf.Variable(1.0)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(kernel**2)
    gradient, none = gradients_of(loss, [kernel, apart], tape)
    np.testing.assert_array_equal(gradient, [6.0, -2.0])
    assert none is None
