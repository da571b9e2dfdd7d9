"""This replica's rows of the global batch, under `tf.distribute`.

A batch need not divide evenly: of 7 samples two replicas get 4 and 3, and of
one sample the second gets none. Here each replica learns which rows of the
global batch are its own, so that its loss weighs by its share of the samples
and its noise is that of its rows. With a single replica nothing is added to a
step.
"""

import typing
import weakref

import tensorflow as tf
from keras import ops


class Rows(typing.NamedTuple):
    """Rows of the global batch that this replica trains on.

    Args:
        count: Their number, 0 for a replica without samples.
        start: Number of rows of the replicas before it.
        total: Number of rows of all replicas.
        batch: `Rows` of the whole batch, where these are a share of it.
            Defaults to `None`.
    """

    count: typing.Any
    start: typing.Any
    total: typing.Any
    batch: typing.Any = None


# The rows of the step that a replica is making, by its context.
_CURRENT = weakref.WeakKeyDictionary()


def count_replicas():
    """Number of replicas that make this step; 1 outside a replica's step."""
    context = tf.distribute.get_replica_context()
    return 1 if context is None else context.num_replicas_in_sync


def begin_step(*parts):
    """Take note of the rows that a step is made on.

    Args:
        *parts: Tensors of this replica, or `None`; the first axis is the
            batch.

    Returns:
        The parts; those of a replica without samples have one row of zeros,
        so that it can take part in what all replicas do together.
    """
    count = ops.shape(parts[0])[0]
    _set_current(_place(count))
    if count_replicas() == 1 or (isinstance(count, int) and count):
        return parts
    return tuple(None if part is None else _filled(part) for part in parts)


def begin_share(turn, turns, *parts):
    """Take note that the step goes on with a share of its rows.

    The share is every `turns`-th row of the global batch. A batch of fewer
    rows than turns has one row for each turn, some of them several times.

    Args:
        turn: Number of the share, from 0.
        turns: Number of shares.
        *parts: Tensors of the whole batch on this replica, or `None`.

    Returns:
        The share of each; one row of the replica where it has none of them.
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


def end_step():
    """Forget the rows of a step.

    Returns:
        Number of samples of the global batch, or `None` if no step began.
    """
    context = tf.distribute.get_replica_context()
    rows = None if context is None else _CURRENT.pop(context, None)
    return None if rows is None else rows.total


def weighted(value):
    """A mean over this replica's samples, weighed by their share of all.

    Keras optimizers sum the gradients of all replicas, and losses divide
    their mean by the number of replicas. That is right for replicas with as
    many samples each; here a replica's mean is weighed by its share of the
    samples times the number of replicas, which is 1 then.

    Args:
        value: Scalar tensor, divided by the number of replicas.

    Returns:
        Scalar tensor.
    """
    rows = _get_current()
    replicas = count_replicas()
    if replicas == 1 or rows is None:
        return value
    share = ops.cast(rows.count, "float32") / ops.cast(rows.total, "float32")
    return value * ops.cast(replicas * share, value.dtype)


def rows_of_draw(size):
    """The rows of a draw for the global batch that are this replica's.

    Args:
        size: Number of rows that this replica draws.

    Returns:
        Number of rows to draw, and the first of them that is this replica's.
    """
    rows = _get_current()
    size = tf.cast(size, "int32")
    count = size
    if rows is not None:
        count = tf.where(rows.count > 0, size, 0)
    drawn = _place(count)
    return drawn.total, tf.minimum(drawn.start, drawn.total - size)


def _place(count):
    """`Rows` of a replica that has `count` of them."""
    context = tf.distribute.get_replica_context()
    replicas = count_replicas()
    if replicas == 1:
        return Rows(count, 0, count)
    replica = context.replica_id_in_sync_group
    own = tf.one_hot(replica, replicas, dtype="int32") * count
    counts = context.all_reduce(tf.distribute.ReduceOp.SUM, own)
    return Rows(count, tf.reduce_sum(counts[:replica]), tf.reduce_sum(counts))


def _filled(part):
    """A tensor with a row of zeros, if it has no rows."""
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
