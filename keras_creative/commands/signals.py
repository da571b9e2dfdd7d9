"""Signal handlers for Ctrl-C and SIGTERM."""

import contextlib
import signal
import threading


class Terminated(BaseException):
    """SIGTERM was received; `finally` clauses clean up."""


@contextlib.contextmanager
def raise_on_sigterm():
    """Raise `Terminated` in the code within on SIGTERM."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number, frame):
        raise Terminated

    previous = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


@contextlib.contextmanager
def stop_on_interrupt(model):
    """Stop a model's training after the current steps on Ctrl-C.

    A second Ctrl-C interrupts at once.

    Args:
        model: The Keras model in `fit()`.

    Yields:
        List that contains the signal after Ctrl-C was pressed.
    """
    received = []

    def stop(number, frame):
        received.append(number)
        model.stop_training = True
        signal.signal(signal.SIGINT, previous)

    previous = signal.signal(signal.SIGINT, stop)
    try:
        yield received
    finally:
        signal.signal(signal.SIGINT, previous)
