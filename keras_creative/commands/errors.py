"""Exit codes of commands, and errors as one line on stderr.

A mistake of the user gives exit code 2, a run that failed exit code 1, Ctrl-C
exit code 130 and SIGTERM exit code 143.
"""

import contextlib
import errno
import re
import sys

from keras_creative.commands.signals import Terminated, raise_on_sigterm
from keras_creative.commands.streams import flush_stdout, prepare_streams

_FULL_OR_BROKEN = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
_DISK_ERRORS = (
    *(*_FULL_OR_BROKEN, errno.EROFS, errno.EACCES),
    errno.ESTALE,  # a run folder that was moved away
)
OK, FAILED, USER_ERROR = 0, 1, 2
INTERRUPTED, TERMINATED = 130, 143


class UserError(Exception):
    """A mistake of the user, reported in one line."""


class RunFailed(Exception):
    """A run that failed, reported in one line."""


def run(program, main, argv=None):
    """Run a command and return its exit code.

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
    """Run a part of a command, and report an error in one line.

    Args:
        program: Name that error lines begin with.
        task: Function without arguments. The message of a `KeyboardInterrupt`
            that it raises is printed.

    Returns:
        Result of the task, or an exit code.
    """
    try:
        with raise_on_sigterm():
            result = task()
            flush_stdout()
            return result
    except UserError as error:
        return _report(program, error, USER_ERROR)
    except (FloatingPointError, OSError, RunFailed) as error:
        if isinstance(error, OSError) and error.errno not in _DISK_ERRORS:
            raise
        # What stdout still holds, if it is the full file, is not written.
        with contextlib.suppress(OSError):
            flush_stdout()
        return _report(program, error, FAILED)
    except Exception as error:
        if not _is_out_of_memory(error):
            raise
        return _report(program, "there is not enough memory for this", FAILED)
    except KeyboardInterrupt as interrupt:
        print(file=sys.stderr)
        return _report(program, str(interrupt) or "interrupted", INTERRUPTED)
    except Terminated:
        return _report(program, "terminated", TERMINATED)


@contextlib.contextmanager
def user_errors(flags=(), aliases=None):
    """Turn errors about settings and files into `UserError`s.

    For the part of a command that prepares: later errors are bugs and keep
    their traceback. A full or broken disk is not a mistake of the user.

    Args:
        flags: Names of arguments that are flags of the command: a message
            names `--size` instead of `size`. Defaults to `()`.
        aliases: Dict from names of arguments to flags of another name, such
            as `{"image_shape": "size"}`. Defaults to `None`.
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


def _is_out_of_memory(error):
    """Whether an error of Python, NumPy or TensorFlow means no memory."""
    is_tensorflow = type(error).__name__ == "ResourceExhaustedError"
    return isinstance(error, MemoryError) or is_tensorflow


def _report(program, error, code):
    message = " ".join(str(error).split())
    if isinstance(error, OSError) and error.strerror:
        place = f": {str(error.filename)!r}" if error.filename else ""
        message = f"{error.strerror}{place}"
    print(f"{program}: {message}", file=sys.stderr)
    return code
