"""Devices and workers that `keras-creative train` trains on."""

import contextlib
import dataclasses

from keras_creative import commands
from keras_creative.versions import versions

NAMES = ("one", "mirrored", "multiworker")


def make(name):
    """The strategy of `tf.distribute`, or `None` for one device.

    Args:
        name: One of `NAMES`.

    Raises:
        ValueError: If several workers are asked for, and `TF_CONFIG` describes
            none.
    """
    if name == "one":
        return None
    import tensorflow as tf

    from keras_creative import runs

    if name == "mirrored":
        return tf.distribute.MirroredStrategy()
    return runs.worker_strategy()


def scope(strategy):
    """Context in which models are created."""
    return contextlib.nullcontext() if strategy is None else strategy.scope()


def is_leading(strategy):
    """Whether this process writes the run and reports on it."""
    from keras_creative import runs

    return not _has_workers(strategy) or runs.is_chief(strategy)


@contextlib.contextmanager
def folder_of(strategy, out, recipe):
    """The folder to train in, which on all workers but one is temporary.

    Args:
        strategy: Strategy returned by `make()`.
        out: The run folder.
        recipe: The recipe with the values of the flags.

    Yields:
        `pathlib.Path`.

    Raises:
        ValueError: If workers differ in what they are to train.
    """
    if not _has_workers(strategy):
        yield out
        return
    from keras_creative import runs

    with runs.worker_folder(strategy, out) as folder:
        facts = {
            "versions": versions(),
            "settings": dataclasses.asdict(recipe),
            "epochs made": runs.RunFolder(folder).epochs_made,
        }
        runs.check_agreement(strategy, facts)
        yield folder


def check_data(strategy, data):
    """Raise if workers have other data.

    Args:
        strategy: Strategy returned by `make()`.
        data: The data of this worker.

    Raises:
        ValueError: If fingerprints differ.
    """
    if _has_workers(strategy):
        from keras_creative import runs

        runs.check_agreement(strategy, {"data": data.fingerprint})


@contextlib.contextmanager
def lost_workers(strategy, out):
    """Report in one line that another worker has ended.

    Args:
        strategy: Strategy returned by `make()`.
        out: The run folder.

    Raises:
        RunFailed: In place of an error of the connection.
    """
    if not _has_workers(strategy):
        yield
        return
    import tensorflow as tf

    from keras_creative import runs

    lost = (
        tf.errors.UnavailableError,
        tf.errors.AbortedError,
        tf.errors.CancelledError,
        tf.errors.DeadlineExceededError,
        tf.errors.InternalError,
    )
    try:
        yield
    except lost as error:
        made = runs.RunFolder(out).epochs_made
        raise commands.RunFailed(
            f"another worker has ended; epoch {made} is saved, and the same "
            "command on all workers resumes there"
        ) from error


def _has_workers(strategy):
    from keras_creative.models.core.workers import has_workers

    return strategy is not None and has_workers(strategy)
