"""Whether a step trains or evaluates, and where its noise comes from.

Both hold for one step of one replica, which has a thread of its own.
"""

import contextlib
import contextvars

# Whether the step being made trains.
TRAINING = contextvars.ContextVar("training", default=True)
# The `Noise` that it draws from; `None` for that of training.
NOISE = contextvars.ContextVar("noise", default=None)


@contextlib.contextmanager
def evaluating(noise):
    """Make a step that changes nothing.

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
    """Draw from one `Noise` for a while.

    Args:
        noise: `Noise`.
    """
    token = NOISE.set(noise)
    try:
        yield
    finally:
        NOISE.reset(token)
