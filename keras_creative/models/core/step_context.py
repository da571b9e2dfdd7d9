"""Whether a step trains or evaluates, and the source of its noise.

Both belong to one step of one replica, which has its own thread.
"""

import contextlib
import contextvars

# Whether the current step trains.
TRAINING = contextvars.ContextVar("training", default=True)
# The `Noise` of the current step; `None` for that of training.
NOISE = contextvars.ContextVar("noise", default=None)


@contextlib.contextmanager
def evaluating(noise):
    """Context in which a step changes no variables.

    Args:
        noise: `Noise` that the step draws from.
    """
    token = TRAINING.set(False)
    try:
        with use_noise(noise):
            yield
    finally:
        TRAINING.reset(token)


@contextlib.contextmanager
def use_noise(noise):
    """Context in which random numbers are drawn from `noise`.

    Args:
        noise: `Noise`.
    """
    token = NOISE.set(noise)
    try:
        yield
    finally:
        NOISE.reset(token)
