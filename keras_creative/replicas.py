"""The rows of the global batch on this replica, under `tf.distribute`.

A batch need not be evenly divisible: two replicas receive 4 and 3 of 7
samples, and of one sample the second replica receives none. This module
determines which rows of the global batch a replica has, so that its loss is
weighted by its share of the samples and its noise is that of its rows. With a
single replica no operation is added to a step.
"""

import typing
import weakref

import tensorflow as tf
from keras import ops


class Rows(typing.NamedTuple):
    """Rows of the global batch on this replica.

    Args:
        count: Number of rows, 0 for a replica without samples.
        start: Number of rows on the replicas before this one.
        total: Number of rows on all replicas.
        batch: `Rows` of the whole batch, if these are a part of it.
            Defaults to `None`.
    """

    count: typing.Any
    start: typing.Any
    total: typing.Any
    batch: typing.Any = None


# The rows of the current step, by replica context.
_CURRENT = weakref.WeakKeyDictionary()


def count_replicas():
    """Number of replicas in this step; 1 outside of a replica context."""
    context = tf.distribute.get_replica_context()
    return 1 if context is None else context.num_replicas_in_sync


def begin_step(*parts):
    """Record the rows of this step.

    Args:
        *parts: Tensors `(batch, ...)` of this replica, or `None`.

    Returns:
        The parts; on a replica without samples they have one row of zeros, so
        that it can take part in collective operations.
    """
    count = ops.shape(parts[0])[0]
    if count_replicas() == 1:
        _set_current(Rows(count, 0, count))
        return parts
    _set_current(_place(count))
    if isinstance(count, int) and count:
        return parts
    return tuple(None if part is None else _filled(part) for part in parts)


def begin_share(turn, turns, *parts):
    """Record that the following operations use a part of the step's rows.

    The part is every `turns`-th row of the global batch. If the batch has fewer
    rows than turns, each turn uses one row, and some rows are used repeatedly.

    Args:
        turn: Index of the part, from 0.
        turns: Number of parts.
        *parts: Tensors of the whole batch on this replica, or `None`.

    Returns:
        The part of each tensor; one row of the replica if it has none of them.
    """
    current = _get_current()
    if count_replicas() == 1 or current is None:
        first = turn % ops.shape(parts[0])[0]
        count = ops.shape(parts[0][first::turns])[0]
        _set_current(Rows(count, 0, count))
    else:
        batch = current.batch or current
        first = (turn % batch.total - batch.start) % turns
        count = tf.maximum((batch.count - first + turns - 1) // turns, 0)
        _set_current(_place(count)._replace(batch=batch))
        first = tf.minimum(first, tf.shape(parts[0])[0] - 1)
    return tuple(None if part is None else part[first::turns] for part in parts)


def count_samples():
    """Number of samples of the present step, or of its part, on all replicas.

    Returns:
        Integer tensor; 0 outside of a step.
    """
    rows = _get_current()
    return 0 if rows is None else rows.total


def end_step():
    """Discard the rows of this step.

    Returns:
        Number of samples of the global batch, or `None` outside of a step.
    """
    context = tf.distribute.get_replica_context()
    rows = None if context is None else _CURRENT.pop(context, None)
    return None if rows is None else rows.total


def weighted(value):
    """Weight a mean over this replica's samples by their share of all samples.

    Keras optimizers sum the gradients of all replicas, and losses divide their
    mean by the number of replicas. This is correct if all replicas have the
    same number of samples. In general a replica's mean must be multiplied by
    its share of the samples times the number of replicas, which is 1 then.

    Args:
        value: Scalar tensor, divided by the number of replicas.

    Returns:
        Scalar tensor.
    """
    replicas = count_replicas()
    if replicas == 1 or (rows := _get_current()) is None:
        return value
    share = ops.cast(rows.count, "float32") / ops.cast(rows.total, "float32")
    return value * ops.cast(replicas * share, value.dtype)


def rows_of_draw(size):
    """This replica's rows of random numbers for the global batch.

    Args:
        size: Number of rows that this replica draws.

    Returns:
        Number of rows to draw, and the index of this replica's first row.
    """
    rows = _get_current()
    size = tf.cast(size, "int32")
    count = size
    if rows is not None:
        count = tf.where(rows.count > 0, size, 0)
    drawn = _place(count)
    return drawn.total, tf.minimum(drawn.start, drawn.total - size)


def _place(count):
    """`Rows` of a replica with `count` rows."""
    context = tf.distribute.get_replica_context()
    replicas = count_replicas()
    if replicas == 1:
        return Rows(count, 0, count)
    replica = context.replica_id_in_sync_group
    own = tf.one_hot(replica, replicas, dtype="int32") * count
    counts = context.all_reduce(tf.distribute.ReduceOp.SUM, own)
    return Rows(count, tf.reduce_sum(counts[:replica]), tf.reduce_sum(counts))


def _filled(part):
    """The tensor, or a row of zeros if it has no rows."""
    shape = tf.shape(part)
    missing = tf.cast(shape[0] == 0, "int32")
    rows = tf.zeros(tf.concat([[missing], shape[1:]], axis=0), part.dtype)
    return tf.concat([part, rows], axis=0)


def _get_current():
    context = tf.distribute.get_replica_context()
    return None if context is None else _CURRENT.get(context)


def _set_current(rows):
    context = tf.distribute.get_replica_context()
    if context is not None:
        _CURRENT[context] = rows
