"""Argparse types: numbers in a range, and plain names."""

import argparse
import math
import os

_LONGEST_NAME = 200
_MOST_THREADS_PER_CORE = 4


def positive_int(text):
    """Argparse type: an integer of at least 1."""
    value = _number(text, int, "an integer")
    if value < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, not {text}")
    return value


def count(text):
    """Argparse type: an integer of at least 0."""
    value = _number(text, int, "an integer")
    if value < 0:
        raise argparse.ArgumentTypeError(f"must be at least 0, not {text}")
    return value


def picture_size(text):
    """Argparse type: a side in pixels, or height x width such as 96x64.

    Args:
        text: The text.

    Returns:
        Integer; or a string of the second form, unless both sides are equal.
    """
    height, separator, width = text.partition("x")
    try:
        sides = [int(side) for side in (height, width) if side or separator]
    except ValueError:
        sides = []
    if not sides or min(sides) < 1:
        raise argparse.ArgumentTypeError(
            "must be a side in pixels, or height x width such as 96x64, not "
            f"{text!r}"
        )
    return sides[0] if len(set(sides)) == 1 else f"{sides[0]}x{sides[1]}"


def thread_count(text):
    """Argparse type: a number of threads that suits the machine."""
    value = positive_int(text)
    cores = os.cpu_count() or 1
    most = _MOST_THREADS_PER_CORE * cores
    if value > most:
        raise argparse.ArgumentTypeError(
            f"must be at most {most}, {_MOST_THREADS_PER_CORE} for each core, "
            f"not {text}"
        )
    return value


def positive_float(text):
    """Argparse type: a finite number above 0."""
    value = _number(text, float, "a number")
    if not (value > 0 and math.isfinite(value)):
        raise argparse.ArgumentTypeError(f"must be positive, not {text}")
    return value


def weight(text):
    """Argparse type: a finite number of at least 0."""
    value = _number(text, float, "a number")
    if not (value >= 0 and math.isfinite(value)):
        raise argparse.ArgumentTypeError(
            f"must be a non-negative number, not {text}"
        )
    return value


def decay(text):
    """Argparse type: a number in [0, 1)."""
    value = _number(text, float, "a number")
    if not 0 <= value < 1:
        raise argparse.ArgumentTypeError(f"must be in [0, 1), not {text}")
    return value


def fraction(text):
    """Argparse type: a number in [0, 1]."""
    value = _number(text, float, "a number")
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"must be in [0, 1], not {text}")
    return value


def plain_name(text):
    """Argparse type: a file name without a folder."""
    is_plain = text == os.path.basename(text) and text.isprintable()
    if not is_plain or not text or text.startswith("."):
        raise argparse.ArgumentTypeError(
            f"must be a name without a folder, not {text!r}"
        )
    if len(os.fsencode(text)) > _LONGEST_NAME:
        raise argparse.ArgumentTypeError(
            f"must be at most {_LONGEST_NAME} bytes long"
        )
    return text


def _number(text, kind, words):
    try:
        return kind(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"must be {words}, not {text!r}"
        ) from None
