"""Further optimizer steps of a network, computed on tensors.

A gradient flows through all of the steps, and no variable changes.
"""

import keras
import tensorflow as tf
from keras import ops

from keras_creative.optimizers import ADAMS

# Smaller than the square of any nonzero float32 gradient: keeps the gradient of
# the square root finite.
_TINY = 1e-36


def unrolled_weights(network, optimizer, loss_fn, steps):
    """A network's weights after further steps, as tensors.

    Under `tf.distribute` the steps follow the gradient of the global batch.

    Args:
        network: Built `keras.Model`.
        optimizer: Its optimizer, one that `check_unrollable()` accepts. The
            steps begin from its state.
        loss_fn: Function without arguments that returns the scalar that the
            network minimizes, divided by the number of replicas. Schedules in
            it that read the optimizer's `iterations` see those of each step. It
            must not draw counted random numbers, see
            `TrainedModel.single_noise()`.
        steps: Number of steps.

    Returns:
        List of pairs of a trainable variable and its tensor, for
        `keras.StatelessScope`.

    Reference:

    - [Metz et al., 2017, equations 5 to 8](https://arxiv.org/abs/1611.02163)
    """
    variables = network.trainable_variables
    weights = [tf.identity(variable.value) for variable in variables]
    descend = _adam if _is_adam(optimizer) else _gradient_descent
    state = _moments(optimizer) if _is_adam(optimizer) else None
    count = optimizer.iterations
    first = tf.identity(count.value)
    for step in range(steps):
        ahead = [(count, first + step), *zip(variables, weights, strict=True)]
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(weights)
            with keras.StatelessScope(ahead):
                loss = loss_fn()
        gradients = tape.gradient(
            loss, weights, unconnected_gradients=tf.UnconnectedGradients.ZERO
        )
        gradients = _global_sum(gradients)
        weights, state = descend(optimizer, weights, gradients, state, step)
        weights = [
            weight
            if variable.constraint is None
            else variable.constraint(weight)
            for variable, weight in zip(variables, weights, strict=True)
        ]
    return list(zip(variables, weights, strict=True))


def check_unrollable(optimizer):
    """Check that an optimizer's steps can be computed on tensors.

    Args:
        optimizer: Keras optimizer.

    Raises:
        ValueError: If it is neither Adam nor SGD without momentum, uses
            gradient clipping, gradient accumulation, weight decay or
            overwriting by an EMA, or its learning rate is a function other than
            a schedule.
    """
    extras = (
        "clipnorm",
        "clipvalue",
        "global_clipnorm",
        "weight_decay",
        "gradient_accumulation_steps",
    )
    rate = optimizer._learning_rate
    schedule = keras.optimizers.schedules.LearningRateSchedule
    known = _is_adam(optimizer) or (
        type(optimizer) is keras.optimizers.SGD and not optimizer.momentum
    )
    known = known and (isinstance(rate, schedule) or not callable(rate))
    known = known and not any(getattr(optimizer, name) for name in extras)
    if not known or (optimizer.use_ema and optimizer.ema_overwrite_frequency):
        raise ValueError(
            "`d_optimizer` must be plain Adam, or SGD without momentum, to be "
            f"unrolled. Received: d_optimizer={optimizer.get_config()}"
        )


def _is_adam(optimizer):
    return type(optimizer) in ADAMS and not optimizer.amsgrad


def _moments(optimizer):
    return [
        (tf.identity(first.value), tf.identity(second.value))
        for first, second in zip(
            optimizer._momentums, optimizer._velocities, strict=True
        )
    ]


def _rate(optimizer, step):
    rate = optimizer._learning_rate
    if callable(rate):
        rate = rate(optimizer.iterations + step)
    return ops.cast(rate, "float32")


def _gradient_descent(optimizer, weights, gradients, state, step):
    rate = _rate(optimizer, step)
    moved = [
        weight - ops.cast(rate, weight.dtype) * gradient
        for weight, gradient in zip(weights, gradients, strict=True)
    ]
    return moved, state


def _adam(optimizer, weights, gradients, moments, step):
    """Kingma and Ba's algorithm 1, with the bias correction in the rate."""
    beta_1, beta_2 = optimizer.beta_1, optimizer.beta_2
    time = ops.cast(optimizer.iterations + step + 1, "float32")
    rate = _rate(optimizer, step) * ops.sqrt(1.0 - beta_2**time)
    rate = rate / (1.0 - beta_1**time)
    moved, moments_after = [], []
    for weight, gradient, (first, second) in zip(
        weights, gradients, moments, strict=True
    ):
        first = first + (1.0 - beta_1) * (gradient - first)
        second = second + (1.0 - beta_2) * (ops.square(gradient) - second)
        size = ops.sqrt(ops.maximum(second, _TINY)) + optimizer.epsilon
        moved.append(weight - rate * first / size)
        moments_after.append((first, second))
    return moved, moments_after


def _global_sum(gradients):
    replica = tf.distribute.get_replica_context()
    if replica is None or replica.num_replicas_in_sync == 1:
        return gradients
    return replica.all_reduce(tf.distribute.ReduceOp.SUM, gradients)
