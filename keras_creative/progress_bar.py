"""The progress bar that every command draws."""

from collections.abc import Sequence

import keras

WIDTH = 10


def progress_bar(
    total: int,
    unit: str = "step",
    verbose: int = 1,
    logs: Sequence[str] = (),
) -> keras.utils.Progbar:
    """A bar in one line of the terminal.

    Args:
        total: What is done at its end.
        unit: What is counted. Defaults to `"step"`.
        verbose: 0 draws nothing. Defaults to `1`.
        logs: Names of values that are shown as they are, not averaged.
            Defaults to `()`.

    Returns:
        `keras.utils.Progbar`, with `update(current, values)`.

    Example:

    >>> from keras_creative.progress_bar import progress_bar
    >>> bar = progress_bar(64, unit="sample", verbose=0)
    >>> bar.update(10)
    """
    return keras.utils.Progbar(
        total,
        width=WIDTH,
        verbose=verbose,
        unit_name=unit,
        stateful_metrics=list(logs),
    )
