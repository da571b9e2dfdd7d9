"""The mean that Keras losses take, for terms that are no Keras loss."""

import tensorflow as tf
from keras import ops

from keras_creative import replicas
from keras_creative.typing import Tensor


def batch_mean(values: Tensor) -> Tensor:
    """Mean of `values`, divided by the number of replicas.

    Keras optimisers sum the gradients of all replicas, so every
    `keras.losses.Loss` divides its mean by their number. Terms that are plain
    tensors must do the same, or they weigh `num_replicas_in_sync` times too
    much under `tf.distribute`.

    Args:
        values: Tensor of any shape, one value per sample of this replica.

    Returns:
        Scalar tensor.

    Example:

    >>> float(keras_creative.losses.batch_mean([1.0, 3.0]))
    2.0
    """
    mean = ops.mean(values)
    return mean / tf.distribute.get_strategy().num_replicas_in_sync


def global_mean(values):
    """Mean of `values` over the batches of all replicas.

    Args:
        values: Tensor of any shape, one value per sample of this replica.

    Returns:
        Scalar tensor, the same on every replica.
    """
    mean = ops.mean(values)
    if replicas.count_replicas() == 1:
        return mean
    replica = tf.distribute.get_replica_context()
    return replica.all_reduce(
        tf.distribute.ReduceOp.MEAN, replicas.weighted(mean)
    )
