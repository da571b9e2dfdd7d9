"""Whether a step trains or evaluates, and where its noise comes from.

Both hold for one step of one replica, which has a thread of its own.
"""

import contextlib
import contextvars

_TRAINING = contextvars.ContextVar("training", default=True)
_NOISE = contextvars.ContextVar("noise", default=None)


def is_training():
    """Whether the step being made trains, which is the default."""
    return _TRAINING.get()


def current_noise():
    """The `Noise` that `use_noise()` chose, or `None`."""
    return _NOISE.get()


@contextlib.contextmanager
def evaluating(noise):
    """Make a step that changes nothing.

    Args:
        noise: `Noise` that the step draws from.
    """
    token = _TRAINING.set(False)
    try:
        with use_noise(noise):
            yield
    finally:
        _TRAINING.reset(token)


@contextlib.contextmanager
def use_noise(noise):
    """Draw from one `Noise` for a while.

    Args:
        noise: `Noise`.
    """
    token = _NOISE.set(noise)
    try:
        yield
    finally:
        _NOISE.reset(token)
