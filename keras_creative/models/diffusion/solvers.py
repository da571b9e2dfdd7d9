"""Solvers of the ordinary differential equation dx/dt = v(x, t)."""

import tensorflow as tf
from keras import ops

from keras_creative.checks import check_choice


def euler_step(velocity, x, t, h):
    """One step of Euler's method: one evaluation, error of order `h`.

    Args:
        velocity: Function of a tensor and a time.
        x: Tensor `(batch, ...)`.
        t: Time at `x`.
        h: Length of the step in time.

    Returns:
        Tensor at the time `t + h`.
    """
    return x + h * velocity(x, t)


def heun_step(velocity, x, t, h):
    """One step of Heun's method: two evaluations, error of order `h^2`.

    Args:
        velocity: See `euler_step()`.
        x: See `euler_step()`.
        t: See `euler_step()`.
        h: See `euler_step()`.

    Returns:
        Tensor at the time `t + h`.
    """
    before = velocity(x, t)
    after = velocity(x + h * before, t + h)
    return x + 0.5 * h * (before + after)


SOLVERS = {"euler": euler_step, "heun": heun_step}


def get_solver(name):
    """The function that makes one step.

    Args:
        name: One of `SOLVERS`.

    Raises:
        ValueError: If the name is unknown.
    """
    check_choice("solver", name, SOLVERS)
    return SOLVERS[name]


def time_at(fraction):
    """Time after a fraction of the steps, `1 - (1 - fraction)^2`.

    Steps become shorter towards the data, where velocities are steepest: modes
    of a small deviation need them.

    Args:
        fraction: Number or tensor from 0 to 1.

    Returns:
        Number or tensor from 0 to 1.
    """
    return fraction * (2.0 - fraction)


def integrate(velocity, x, solver, steps):
    """Solution at time 1, as one loop of the graph.

    Args:
        velocity: See `euler_step()`.
        x: Tensor at time 0.
        solver: One of `SOLVERS`.
        steps: Number of steps, at the times of `time_at()`.

    Returns:
        Tensor at time 1.
    """
    step = get_solver(solver)

    def body(index, x):
        done = ops.cast(index, "float32")
        t, end = time_at(done / steps), time_at((done + 1.0) / steps)
        return index + 1, step(velocity, x, t, end - t)

    start = tf.constant(0), ops.cast(x, "float32")
    _, x = tf.while_loop(lambda index, _: index < steps, body, start)
    return x


def unrolled(velocity, x, solver, steps):
    """The same as `integrate()` without a loop, for a Functional model.

    Args:
        velocity: See `euler_step()`.
        x: Keras tensor at time 0.
        solver: One of `SOLVERS`.
        steps: Number of steps, at the times of `time_at()`.

    Returns:
        Keras tensor at time 1.
    """
    step = get_solver(solver)
    for index in range(steps):
        t, end = time_at(index / steps), time_at((index + 1) / steps)
        x = step(velocity, x, t, end - t)
    return x


def column(x, value):
    """A column that holds a number for each row of a tensor.

    Args:
        x: Tensor or Keras tensor `(batch, ...)` of known sample shape.
        value: Number or scalar tensor.

    Returns:
        Tensor `(batch, 1)`.
    """
    size = 1
    for side in x.shape[1:]:
        size *= side
    first = ops.max(ops.reshape(x, (-1, size)), axis=1, keepdims=True)
    return ops.ones_like(first) * value
