"""Reductions over the batch for terms that are not Keras losses."""

import tensorflow as tf
from keras import ops

from keras_creative import replicas
from keras_creative.typing import Tensor


def batch_mean(values: Tensor) -> Tensor:
    """Mean of `values`, divided by the number of replicas.

    Keras optimizers sum the gradients of all replicas; therefore every
    `keras.losses.Loss` divides its mean by their number. Terms that are plain
    tensors must do the same; otherwise their weight is `num_replicas_in_sync`
    times too large under `tf.distribute`.

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
