"""Metadata of files of samples."""

import itertools

import numpy as np


def join_notes(notes):
    """Notes of several samples, each list as one string.

    Args:
        notes: Dict whose values may be lists, or `None`.

    Returns:
        Dict of strings and numbers.

    Example:

    >>> from keras_creative.modalities.notes import join_notes
    >>> join_notes({"seed": [600, 601, 602, 7], "run": "art"})
    {'seed': '600-602, 7', 'run': 'art'}
    """
    return {
        name: _abbreviate(value) if isinstance(value, list) else value
        for name, value in (notes or {}).items()
    }


def _abbreviate(values):
    """A list, in which ranges of three integers or more are abbreviated."""
    if not all(isinstance(value, int | np.integer) for value in values):
        alike = len(set(values)) == 1
        return ", ".join(map(str, values[:1] if alike else values))
    words = []
    runs = itertools.groupby(
        enumerate(values), key=lambda pair: pair[1] - pair[0]
    )
    for _, run in runs:
        run = [value for _, value in run]
        if len(run) > 2:
            words.append(f"{run[0]}-{run[-1]}")
        else:
            words += map(str, run)
    return ", ".join(words)
