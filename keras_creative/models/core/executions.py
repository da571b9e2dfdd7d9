"""Several training steps as one XLA program."""

import tensorflow as tf


def compiled_executions(model, train_function):
    """Compile all steps of an execution together.

    `keras.Model` compiles one step and calls it in a loop, so that all
    variables are copied to new memory at every step. Here the loop is part of
    the program, and the variables are not copied: small networks train up to
    1.5 times as fast. The batches of an execution are collected beforehand.

    Args:
        model: Compiled model; its `train_step()` returns the results of its
            metrics.
        train_function: Function to call for batches of unknown shape and for
            iterators of `tf.distribute`.

    Returns:
        Function of an iterator that trains for an execution's steps, or for the
        remaining data, and returns the logs of the last step.
    """
    collect = _collector(model.steps_per_execution)
    train_step = tf.autograph.experimental.do_not_convert(model.train_step)

    @tf.function(jit_compile=True)
    def run_steps(batches, count):
        logs = model.get_metrics_result()
        for step in tf.range(count):
            new_logs = train_step(_at(step, batches))
            _check_logs(new_logs, logs)
            logs = new_logs
        return logs

    def function(iterator):
        if not _has_known_shapes(iterator):
            return train_function(iterator)
        batches, count = collect(iterator)
        if count == 0:
            raise StopIteration
        return run_steps(batches, count)

    return function


def _collector(size):
    """Function that takes up to `size` batches from an iterator."""

    @tf.function
    def collect(iterator):
        specs = tf.nest.flatten(iterator.element_spec)
        stacks = [
            tf.TensorArray(spec.dtype, size, element_shape=spec.shape)
            for spec in specs
        ]
        count, more = tf.constant(0), tf.constant(True)
        while more and count < size:
            batch = iterator.get_next_as_optional()
            more = batch.has_value()
            if more:
                parts = tf.nest.flatten(batch.get_value())
                stacks = [
                    stack.write(count, part)
                    for stack, part in zip(stacks, parts, strict=True)
                ]
                count += 1
        batches = [stack.stack() for stack in stacks]
        return tf.nest.pack_sequence_as(iterator.element_spec, batches), count

    return collect


def _at(index, batches):
    return tf.nest.map_structure(lambda batch: batch[index], batches)


def _has_known_shapes(iterator):
    return isinstance(iterator, tf.data.Iterator) and all(
        isinstance(spec, tf.TensorSpec) and spec.shape.is_fully_defined()
        for spec in tf.nest.flatten(iterator.element_spec)
    )


def _check_logs(logs, results):
    if set(logs) != set(results):
        raise ValueError(
            "`train_step()` must return the results of the model's metrics, "
            "as `track()` does, to be compiled with `jit_compile=True` and "
            f"`steps_per_execution`. Received: {sorted(logs)} "
            f"instead of {sorted(results)}"
        )
