"""Manners that all command lines of the package share.

A mistake of the user is one line on stderr and exit code 2, a run that broke
down exit code 1, Ctrl-C exit code 130, SIGTERM exit code 143. Nothing here
imports TensorFlow unasked.
"""

import argparse
import contextlib
import errno
import importlib.util
import logging
import math
import os
import re
import signal
import sys
import tempfile
import threading
import warnings
from pathlib import Path

import absl.logging

from keras_creative.commands.streams import flush_stdout, prepare_streams

_FULL_OR_BROKEN = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
_DISK_ERRORS = (
    *(*_FULL_OR_BROKEN, errno.EROFS, errno.EACCES),
    errno.ESTALE,  # a run folder that was moved away
)
OK, FAILED, USER_ERROR = 0, 1, 2
INTERRUPTED, TERMINATED = 130, 143
_LONGEST_NAME = 200


class UserError(Exception):
    """A mistake of the user, told in one line."""


class _Formatter(argparse.ArgumentDefaultsHelpFormatter):
    """Help with defaults, where they are plain numbers or words.

    Text of several lines, such as examples, keeps them.
    """

    def _fill_text(self, text, width, indent):
        return text if "\n" in text else super()._fill_text(text, width, indent)

    def _get_help_string(self, action):
        plain = isinstance(action.default, int | float | str | Path)
        if not plain or isinstance(action.default, bool):
            return action.help
        return super()._get_help_string(action)


class Parser(argparse.ArgumentParser):
    """Argument parser that reports a mistake in one line."""

    def __init__(self, **kwargs):
        super().__init__(
            formatter_class=_Formatter,
            allow_abbrev=False,
            **kwargs,
        )

    def error(self, message):
        """Raise the message as a `UserError`."""
        raise UserError(message)


def run(program, main, argv=None):
    """Run a command and turn its end into an exit code.

    Args:
        program: Name that error lines begin with.
        main: Function of the list of arguments that returns an exit code.
        argv: List of arguments. Defaults to `None`: the process' own.

    Returns:
        Exit code.
    """
    prepare_streams()
    argv = sys.argv[1:] if argv is None else list(argv)
    return outcome(program, lambda: main(argv))


def outcome(program, task):
    """Do a part of a command, or tell in one line why it ended.

    Args:
        program: Name that error lines begin with.
        task: Function without arguments. A `KeyboardInterrupt` that it raises
            itself may say more than that.

    Returns:
        What the task returned, or an exit code.
    """
    try:
        with _raise_on_sigterm():
            result = task()
            flush_stdout()
            return result
    except UserError as error:
        return _tell(program, error, USER_ERROR)
    except (FloatingPointError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in _DISK_ERRORS:
            raise
        return _tell(program, error, FAILED)
    except Exception as error:
        if not _is_out_of_memory(error):
            raise
        return _tell(program, "there is not enough memory for this", FAILED)
    except KeyboardInterrupt as interrupt:
        print(file=sys.stderr)
        return _tell(program, str(interrupt) or "interrupted", INTERRUPTED)
    except _Terminated:
        return _tell(program, "terminated", TERMINATED)


def _is_out_of_memory(error):
    """Whether Python, NumPy or TensorFlow, which is not imported, says so."""
    is_tensorflow = type(error).__name__ == "ResourceExhaustedError"
    return isinstance(error, MemoryError) or is_tensorflow


def _tell(program, error, code):
    message = " ".join(str(error).split())
    if isinstance(error, OSError) and error.strerror:
        place = f": {str(error.filename)!r}" if error.filename else ""
        message = f"{error.strerror}{place}"
    print(f"{program}: {message}", file=sys.stderr)
    return code


class _Terminated(BaseException):
    """SIGTERM came; what is half done is cleared away on the way up."""


@contextlib.contextmanager
def _raise_on_sigterm():
    """Let SIGTERM end the code within as an exception does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number, frame):
        raise _Terminated

    previous = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


@contextlib.contextmanager
def user_errors(flags=(), aliases=None):
    """Report the package's complaints about settings and files as the user's.

    For the part of a command that prepares: later errors are the program's own
    and keep their traceback. A disk that is full or broken is no mistake.

    Args:
        flags: Names of arguments that are flags of the command: a message
            calls `size` `--size`. Defaults to `()`.
        aliases: Dict from names of arguments to flags of another name:
            `{"image_shape": "size"}`. Defaults to none.
    """
    names = {**{flag: flag for flag in flags}, **(aliases or {})}

    def flag(match):
        name = names.get(match[1])
        return f"--{name}" if name else match[0]

    def received(match):
        return f"{match[1]}{names.get(match[2], match[2])}="

    try:
        yield
    except (ValueError, OSError) as error:
        if getattr(error, "errno", None) in _FULL_OR_BROKEN:
            raise
        message = re.sub(r"`(\w+)`", flag, str(error))
        message = re.sub(r"(Received: )(\w+)=", received, message)
        raise UserError(message) from error


@contextlib.contextmanager
def plain_warnings(program):
    """Show each warning as a line on stderr, without its place in the source.

    Those of deprecated functions are for developers, and left out. What is
    logged as a warning is shown alike.

    Args:
        program: Name that the lines begin with.
    """

    def show(message, *place, **more):
        print(f"\n{program}: warning: {message}", file=sys.stderr)

    handler = absl.logging.get_absl_handler()
    usual = handler.python_handler.formatter
    handler.setFormatter(logging.Formatter(f"{program}: %(message)s"))
    try:
        with warnings.catch_warnings():
            warnings.showwarning = show
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        handler.setFormatter(usual)


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


def check_writable(folder):
    """Make a folder and see that files can be written there.

    Args:
        folder: `pathlib.Path`; folders above it are made, too.

    Raises:
        UserError: If that fails. What was made on the way is removed.
    """
    folder = Path(folder)
    missing = [p for p in (folder, *folder.parents) if not os.path.lexists(p)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        for made in missing:
            with contextlib.suppress(OSError):
                made.rmdir()
        raise UserError(
            f"cannot write to the folder {str(folder)!r}: {error.strerror}"
        ) from error


def check_exists(path):
    """See that a file or folder is there.

    Args:
        path: `pathlib.Path`.

    Raises:
        UserError: If it is not.
    """
    if not path.exists():
        raise UserError(f"there is no {str(path)!r}")


def check_extra(extra, what, *modules):
    """Raise if libraries of an extra are missing, without importing them.

    Args:
        extra: Name of the extra.
        what: What needs it, such as `"An MP4 file"`.
        *modules: Names of modules that must be there.

    Raises:
        UserError: If one is missing.

    Example:

    >>> keras_creative.commands.check_extra("video", "A film", "json")
    """
    missing = [name for name in modules if not _is_installed(name)]
    if missing:
        raise UserError(
            f"{what} needs {' and '.join(missing)}: "
            f'pip install "keras-creative[{extra}]"'
        )


def _is_installed(module):
    try:
        return importlib.util.find_spec(module) is not None
    except ValueError:  # a module without a specification
        return True


def import_tensorflow_quietly():
    """Import TensorFlow without its start-up messages on the terminal.

    They are written before any log level is read, so stderr is put aside
    meanwhile; when the import fails, it is shown after all.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if os.path.expanduser("~") == "~":  # Keras would make a folder ~ here
        place = os.path.join(tempfile.gettempdir(), ".keras")
        os.environ.setdefault("KERAS_HOME", place)
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as messages:
        os.dup2(messages.fileno(), 2)
        try:
            importlib.import_module("tensorflow")
            importlib.import_module("keras")
        except Exception:
            messages.seek(0)
            os.write(kept, messages.read())
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def positive_int(text):
    """Argparse type: an integer of at least 1."""
    value = _number(text, int, "a whole number")
    if value < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, not {text}")
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
            f"must be a number that is not negative, not {text}"
        )
    return value


def decay(text):
    """Argparse type: a number in [0, 1)."""
    value = _number(text, float, "a number")
    if not 0 <= value < 1:
        raise argparse.ArgumentTypeError(f"must be in [0, 1), not {text}")
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
