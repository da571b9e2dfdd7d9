"""Streams of pictures in which damaged ones are skipped."""

import numpy as np
import tensorflow as tf

from keras_creative.datasets.pipeline import (
    as_written,
    prefetch_without_autotuning,
)

_PARALLEL_CALLS = 16
_MAX_PASSES = 16


@as_written
def readable(elements, read):
    """Read in parallel, in order, and skip elements that fail.

    Args:
        elements: `tf.data.Dataset`.
        read: Function in the graph from an element to what is read for it.

    Returns:
        `tf.data.Dataset` of what could be read.
    """
    return elements.map(
        read, num_parallel_calls=_PARALLEL_CALLS, deterministic=True
    ).ignore_errors()


@as_written
def readable_batches(order, read, report, batch_size, steps):
    """Batches of pictures in an order, without those that fail.

    The next of the order take their place; when it ends, it begins anew. What
    fails leaves a gap in the positions of a batch. Only then is Python called.
    Reading from the batches raises `tf.errors.InvalidArgumentError` when 16
    passes over the order are not enough.

    Args:
        order: int32 tensor `(n,)` of indices.
        read: Function in the graph from an index to a uint8 picture of known
            shape.
        report: Python function that is called with an array of the indices
            that failed.
        batch_size: Pictures in a batch.
        steps: Number of batches.

    Returns:
        `tf.data.Dataset` of indices `(batch_size,)` and pictures.
    """
    count = tf.size(order, tf.int64)

    def read_at(position):
        index = tf.gather(order, position % count)
        return position, index, read(index)

    def note(expected, positions, order):
        passed = np.arange(expected, positions[-1])
        failed = np.setdiff1d(passed, positions)
        report(order[failed % len(order)])
        return np.int64(len(failed))

    def note_gaps(expected, batch):
        positions, indices, pictures = batch
        following = positions[-1] + 1
        tf.cond(
            following - expected > batch_size,
            lambda: tf.numpy_function(
                note, [expected, positions, order], "int64"
            ),
            lambda: tf.constant(0, "int64"),
        )
        return following, (indices, pictures)

    positions = tf.data.Dataset.range(_MAX_PASSES * count)
    pictures = readable(positions, read_at)
    pictures = pictures.concatenate(_failure(pictures.element_spec))
    batches = pictures.take(steps * batch_size).batch(
        batch_size, drop_remainder=True
    )
    return batches.scan(tf.constant(0, "int64"), note_gaps)


def decode_all(count, read, shape=None):
    """Decode a number of pictures once, in parallel.

    Args:
        count: Their number.
        read: Function in the graph from an index to a uint8 picture.
        shape: Shape of a picture, to keep them all. Defaults to `None`: none
            is kept.

    Returns:
        Boolean array `(count,)` of which could be decoded, and uint8 array
        `(count, *shape)`, or `None`.
    """
    good = np.zeros(count, bool)
    kept = None if shape is None else np.zeros((count, *shape), "uint8")
    indices = tf.data.Dataset.range(count, output_type="int32")
    pictures = readable(indices, lambda index: (index, read(index)))
    pictures = prefetch_without_autotuning(pictures)
    for index, picture in pictures.as_numpy_iterator():
        good[index] = True
        if kept is not None:
            kept[index] = picture
    return good, kept


def _failure(element_spec):
    """A data set of one element, which fails."""

    def fail(_):
        message = (
            "`path` must hold pictures of which at least 1 in "
            f"{_MAX_PASSES} can be decoded. Received: fewer"
        )
        tf.debugging.Assert(False, [message])
        return tuple(tf.zeros(s.shape, s.dtype) for s in element_spec)

    return tf.data.Dataset.range(1).map(fail)
