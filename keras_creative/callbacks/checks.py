"""Checks of the arguments that several callbacks share."""

import numbers
import tempfile
from pathlib import Path

import numpy as np

from keras_creative import plotting

_ANIMATIONS = (".gif", ".mp4")


def check_integers(**bounds):
    """See that arguments are integers and large enough.

    Args:
        **bounds: Pairs of an argument's value and its least one, by name.

    Raises:
        ValueError: If one is not.
    """
    for name, (value, least) in bounds.items():
        is_integer = isinstance(value, numbers.Integral)
        if not is_integer or isinstance(value, bool) or value < least:
            raise ValueError(
                f"`{name}` must be an integer of at least {least}. "
                f"Received: {name}={value!r}"
            )


def check_shares(**shares):
    """See that arguments lie between 0 and 1.

    Args:
        **shares: Values by the name of the argument.

    Raises:
        ValueError: If one does not.
    """
    for name, share in shares.items():
        if not isinstance(share, numbers.Real) or not 0 < share < 1:
            raise ValueError(
                f"`{name}` must be in (0, 1). Received: {name}={share!r}"
            )


def check_choice(name, value, choices):
    """See that an argument is one of a few.

    Args:
        name: Name of the argument.
        value: Its value.
        choices: What it may be.

    Raises:
        ValueError: If it is something else.
    """
    if value not in choices:
        raise ValueError(
            f"`{name}` must be one of {tuple(choices)}. "
            f"Received: {name}={value!r}"
        )


def check_animation(path, fps, scale):
    """See that an animation could be written, before training begins.

    Args:
        path: The file that is to be written.
        fps: Frames in a second.
        scale: Integer by which pixels are enlarged.

    Raises:
        ImportError: As `keras_creative.plotting.write_animation()`.
        ValueError: As there, or if the path has another suffix.
    """
    suffix = Path(path).suffix
    if suffix not in _ANIMATIONS:
        raise ValueError(
            f"`path` must end in one of {_ANIMATIONS}. "
            f"Received: path={str(path)!r}"
        )
    with tempfile.TemporaryDirectory() as folder:
        frame = np.zeros((1, 2, 2, 1))
        plotting.write_animation(frame, f"{folder}/one{suffix}", fps, scale)
