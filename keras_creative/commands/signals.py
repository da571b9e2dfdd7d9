"""What Ctrl-C and SIGTERM do to a command."""

import contextlib
import signal
import threading


class Terminated(BaseException):
    """SIGTERM came; what is half done is cleared away on the way up."""


@contextlib.contextmanager
def raise_on_sigterm():
    """Let SIGTERM end the code within as an exception does."""
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
    """Let Ctrl-C end a model's training after the steps being made.

    A second Ctrl-C interrupts at once.

    Args:
        model: The Keras model in `fit()`.

    Yields:
        List that holds the signal once Ctrl-C was pressed.
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
