"""Argument validation that every part of the package shares."""

import math
import numbers
from pathlib import Path


def check_integers(**bounds):
    """Check that arguments are integers of at least a minimum.

    Args:
        **bounds: Pairs of an argument's value and its minimum, by name.

    Raises:
        ValueError: If one is not.

    Example:

    >>> from keras_creative.checks import check_integers
    >>> check_integers(steps=(2.5, 1))
    Traceback (most recent call last):
    ...
    ValueError: `steps` must be an integer of at least 1. Received: steps=2.5
    """
    for name, (value, least) in bounds.items():
        is_integer = isinstance(value, numbers.Integral)
        if not is_integer or isinstance(value, bool) or value < least:
            raise ValueError(
                f"`{name}` must be an integer of at least {least}. "
                f"Received: {name}={value!r}"
            )


def check_not_negative(**values):
    """Check that arguments are at least 0.

    Args:
        **values: Arguments by name.

    Raises:
        ValueError: If one is negative or not a number.
    """
    for name, value in values.items():
        if not value >= 0:
            raise ValueError(
                f"`{name}` must not be negative. Received: {name}={value}"
            )


def check_positive(**values):
    """Check that arguments are finite numbers above 0.

    Args:
        **values: Values by the name of the argument.

    Raises:
        ValueError: If one is not.
    """
    for name, value in values.items():
        if (
            not isinstance(value, numbers.Real)
            or not math.isfinite(value)
            or value <= 0
        ):
            raise ValueError(
                f"`{name}` must be positive. Received: {name}={value!r}"
            )


def check_fractions(**fractions):
    """Check that arguments lie between 0 and 1, exclusive.

    Args:
        **fractions: Values by the name of the argument.

    Raises:
        ValueError: If one does not.
    """
    for name, fraction in fractions.items():
        if not isinstance(fraction, numbers.Real) or not 0 < fraction < 1:
            raise ValueError(
                f"`{name}` must be in (0, 1). Received: {name}={fraction!r}"
            )


def check_choice(name, value, choices):
    """Check that an argument is one of several choices.

    Args:
        name: Name of the argument.
        value: Its value.
        choices: Sequence of the valid values.

    Raises:
        ValueError: If it is not one of them.
    """
    if value not in choices:
        raise ValueError(
            f"`{name}` must be one of {tuple(choices)}. "
            f"Received: {name}={value!r}"
        )


def check_png(**paths):
    """Raise an error unless paths end in .png.

    Args:
        **paths: Paths, by the names of the arguments.

    Raises:
        ValueError: If one does not.
    """
    for name, path in paths.items():
        if Path(path).suffix.lower() != ".png":
            raise ValueError(
                f"`{name}` must be a .png file. Received: {name}={str(path)!r}"
            )
