"""Losses that layers add of their own: regularizers and `add_loss()`."""

import tensorflow as tf
from keras import ops


def weight_losses(network):
    """Penalties of a network's weights, by their regularizers.

    Args:
        network: Built `keras.Model`.

    Returns:
        Scalar tensor, divided by the number of replicas; or `None` if no
        weight has a regularizer.
    """
    return _total([v.regularizer(v) for v in _regularized(network)])


def pass_losses(network):
    """Losses that the layers added in a network's last pass.

    They are those of `activity_regularizer`, which Keras divides by the
    number of samples, and of `add_loss()`.

    Args:
        network: Built `keras.Model`.

    Returns:
        Scalar tensor, divided by the number of replicas; or `None` if no
        layer added a loss.
    """
    losses = network.losses
    return _total(losses[: len(losses) - len(_regularized(network))])


def add_losses(loss, *further):
    """A loss and what layers add to it.

    Args:
        loss: Scalar tensor.
        *further: Scalar tensors, or `None`.

    Returns:
        Scalar tensor.
    """
    for term in further:
        if term is not None:
            loss = loss + ops.cast(term, loss.dtype)
    return loss


def _regularized(network):
    return [
        variable
        for variable in network.trainable_variables
        if getattr(variable, "regularizer", None) is not None
    ]


def _total(losses):
    if not losses:
        return None
    total = sum(ops.sum(ops.cast(loss, "float32")) for loss in losses)
    return total / tf.distribute.get_strategy().num_replicas_in_sync
