"""Options, epochs and orders that all data pipelines share."""

from collections.abc import Sequence

import tensorflow as tf

# There is no control flow to convert, which would take seconds.
as_written = tf.autograph.experimental.do_not_convert

_endless = tf.data.experimental.assert_cardinality(tf.data.INFINITE_CARDINALITY)


def prefetch_without_autotuning(dataset, ahead=2):
    """Prefetch batches with the autotuning of `tf.data` disabled.

    The autotuning thread sleeps up to ten seconds between two measurements,
    and an iterator that ends waits for it, so that `fit()` would sometimes
    return late.

    Args:
        dataset: `tf.data.Dataset` of batches.
        ahead: Largest number of prefetched batches. Defaults to `2`.

    Returns:
        `tf.data.Dataset` of the same batches.
    """
    options = tf.data.Options()
    options.autotune.enabled = False
    return dataset.prefetch(ahead).with_options(options)


def endless_numbers(first):
    """Endless integers.

    `tf.data.Dataset.counter()` calls a function for each, which costs a small
    batch a third of its time.

    Args:
        first: The number to begin with, 0 or more.

    Returns:
        `tf.data.Dataset` of int64 scalars that knows it is endless.
    """
    return tf.data.Dataset.range(first, tf.int64.max).apply(_endless)


def side_by_side(datasets: Sequence[tf.data.Dataset]) -> tf.data.Dataset:
    """Batches of several data sets concatenated, for `models.stack()`.

    Args:
        datasets: Sequence of `tf.data.Dataset`s of batches of samples, or of
            samples and labels.

    Returns:
        `tf.data.Dataset` of the concatenated batches.

    Example:

    >>> ring = keras_creative.datasets.load_toy("8Gaussians")
    >>> batches = [ring.batches(4, seed, labelled=False) for seed in (0, 1)]
    >>> keras_creative.datasets.side_by_side(batches).element_spec.shape
    TensorShape([8, 2])
    """

    def concatenated(*batches):
        return tf.nest.map_structure(
            lambda *parts: tf.concat(parts, 0), *batches
        )

    together = tf.data.Dataset.zip(tuple(datasets))
    return prefetch_without_autotuning(together.map(as_written(concatenated)))


def count_steps(count, batch_size):
    """Number of whole batches in an epoch.

    Args:
        count: Number of pictures.
        batch_size: Pictures in a batch.

    Raises:
        ValueError: If `batch_size` isn't from 1 to `count`.
    """
    if not 1 <= batch_size <= count:
        raise ValueError(
            f"`batch_size` must be from 1 to the number of pictures, {count}. "
            f"Received: batch_size={batch_size}"
        )
    return count // batch_size


def epoch_order(count, seed, epoch):
    """Order of an epoch, a function of `seed` and `epoch` alone.

    Args:
        count: Number of pictures.
        seed: Integer, what the orders are drawn from.
        epoch: int64 scalar tensor.

    Returns:
        int32 tensor `(count,)`, a permutation of 0 to `count - 1`.
    """
    return tf.random.experimental.stateless_shuffle(
        tf.range(count),
        seed=tf.stack([tf.constant(seed, "int64"), epoch]),
        alg="philox",
    )


@as_written
def endless_epochs(epoch_batches, first_epoch):
    """One epoch after the other, without an end.

    Args:
        epoch_batches: Function from an epoch's number, an int64 scalar tensor,
            to the `tf.data.Dataset` of its batches.
        first_epoch: Number of the epoch to begin with, 0 or more.

    Returns:
        `tf.data.Dataset` that knows it is endless.

    Raises:
        ValueError: If `first_epoch` is negative.
    """
    if first_epoch < 0:
        raise ValueError(
            "`first_epoch` must be 0 or more. "
            f"Received: first_epoch={first_epoch}"
        )
    return endless_numbers(first_epoch).flat_map(epoch_batches).apply(_endless)
