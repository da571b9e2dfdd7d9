"""Losses of layers: regularizers and `add_loss()`."""

import tensorflow as tf
from keras import ops


def weight_losses(network):
    """Penalties of a network's weights, by their regularizers.

    Args:
        network: Built `keras.Model`.

    Returns:
        List of scalar tensors, divided by the number of replicas.
    """
    losses = network.losses
    return _scaled(losses[_count_pass_losses(network) :]) if losses else []


def pass_losses(network):
    """Losses that the layers added in a network's last pass.

    They are those of `activity_regularizer`, which Keras divides by the
    number of samples, and of `add_loss()`.

    Args:
        network: Built `keras.Model`.

    Returns:
        List of scalar tensors, divided by the number of replicas.
    """
    losses = network.losses
    return _scaled(losses[: _count_pass_losses(network)]) if losses else []


def _count_pass_losses(network):
    """Keras lists them before those of the weights."""
    regularized = [
        variable
        for variable in network.trainable_variables
        if getattr(variable, "regularizer", None) is not None
    ]
    return len(network.losses) - len(regularized)


def _scaled(losses):
    replicas = tf.distribute.get_strategy().num_replicas_in_sync
    return [ops.sum(ops.cast(loss, "float32")) / replicas for loss in losses]
