"""Boards: every model under the same measures of creativity.

A suite declares data of which parts are hidden, entries, seeds and a budget.
Importing the declarations imports neither TensorFlow nor Keras.
"""

from keras_creative.board.jobs import JobFailed
from keras_creative.board.suite import TOLD, Entry, Setting, Suite
from keras_creative.board.suites import SUITES

__all__ = [
    "SUITES",
    "TOLD",
    "Entry",
    "JobFailed",
    "Setting",
    "Suite",
    "run_board",
]


def __getattr__(name):
    if name == "run_board":
        from keras_creative.board.board import run_board

        return run_board
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
