"""Options that all data pipelines of the package share."""

import tensorflow as tf


def steady(dataset):
    """Prefetch two batches, with tf.data's autotuning off.

    Autotuning has a thread that sleeps up to ten seconds between its looks at
    the pipeline, and an iterator that ends waits for it: `fit()` would return
    late, now and then.

    Args:
        dataset: `tf.data.Dataset` of batches.

    Returns:
        `tf.data.Dataset` of the same batches.
    """
    options = tf.data.Options()
    options.autotune.enabled = False
    return dataset.prefetch(2).with_options(options)
