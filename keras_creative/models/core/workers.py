"""Steps of several workers, under `tf.distribute.MultiWorkerMirroredStrategy`.

The functions that `keras.Model` makes fail there: they average the logs of the
workers over an axis that scalars do not have.
"""

from collections.abc import Callable
from typing import Any

import tensorflow as tf
from keras import ops

from keras_creative.typing import Tensor


def has_workers(strategy: tf.distribute.Strategy) -> bool:
    """Whether a strategy trains on several workers.

    Args:
        strategy: The strategy.
    """
    return isinstance(strategy, tf.distribute.MultiWorkerMirroredStrategy)


def check_uncompiled(strategy: tf.distribute.Strategy, jit: bool) -> None:
    """Raise if XLA is asked for on several workers.

    Args:
        strategy: The strategy of the model.
        jit: Its `jit_compile`.

    Raises:
        ValueError: If it cannot be.
    """
    if jit and has_workers(strategy):
        raise ValueError(
            "`jit_compile` must be False on several workers, as XLA does not "
            "compile their exchange of gradients. Received: jit_compile=True"
        )


def worker_function(
    model: Any, step: Callable[[Any], dict[str, Tensor]]
) -> Callable[[Any], dict[str, Tensor]]:
    """A function of an iterator, for several workers.

    The logs of its last step are averaged over all replicas of all workers, so
    that every worker has the same. This takes one small all-reduce for an
    execution of the model's `steps_per_execution`.

    Args:
        model: Compiled model; its steps return the means of its `log_means`.
        step: Its `train_step` or `test_step`.

    Returns:
        Function of a distributed iterator, as `fit()` calls it.
    """
    strategy, names = model.distribute_strategy, model.log_means.names
    size = model.steps_per_execution

    @tf.autograph.experimental.do_not_convert
    def take_step(batch):
        logs = step(batch)
        return ops.stack([logs[name] for name in names])

    def take_steps(iterator):
        means = tf.zeros(len(names))
        count, more = tf.constant(0), tf.constant(True)
        while more and count < size:
            batch = iterator.get_next_as_optional()
            more = batch.has_value()
            if more:
                means = strategy.reduce(
                    "MEAN",
                    strategy.run(take_step, args=(batch.get_value(),)),
                    axis=None,
                )
                count += 1
        return means, count

    if not model.run_eagerly:
        take_steps = tf.function(take_steps, reduce_retracing=True)

    def function(iterator):
        means, count = take_steps(iterator)
        if count == 0:
            raise StopIteration
        return dict(zip(names, tf.unstack(means), strict=True))

    return function
