"""Standard streams, also if a shell has closed them."""

import contextlib
import io
import os
import sys

_STREAMS = {"stdin": "r", "stdout": "w", "stderr": "w"}


class _Writer(io.FileIO):
    """A file that ignores a closed pipe, as of `... | head -1`."""

    def write(self, data):
        try:
            return super().write(data)
        except BrokenPipeError:
            redirect_to_null(self.fileno())
            return len(data)


def prepare_streams():
    """Make the standard streams of this process safe to write to.

    A closed stream is redirected to the null device, so that no file that is
    opened later gets its descriptor. When a reader of stdout or stderr has
    exited, as `head` does, the process continues. Characters that the
    terminal's encoding lacks are escaped. Streams that the program has
    replaced, as notebooks do, stay as they are.
    """
    for number, (name, mode) in enumerate(_STREAMS.items()):
        if not _is_open(number):
            redirect_to_null(number)
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is getattr(sys, f"__{name}__") and not _is_prepared(stream):
            stream.flush()
            setattr(sys, name, _escaping(stream))
            setattr(sys, f"__{name}__", getattr(sys, name))


def flush_stdout():
    """Flush stdout.

    Raises:
        OSError: If that fails, as on a full disk; it is not tried again when
            the process exits.
    """
    try:
        sys.stdout.flush()
    except OSError:
        with contextlib.suppress(OSError, AttributeError):
            redirect_to_null(sys.stdout.fileno())
        raise


def redirect_to_null(number):
    """Redirect a file descriptor to the null device.

    Args:
        number: The descriptor, open or not.
    """
    null = os.open(os.devnull, os.O_RDWR)
    if null != number:
        os.dup2(null, number)
        os.close(null)


def _is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _is_prepared(stream):
    return isinstance(getattr(stream.buffer, "raw", None), _Writer)


def _escaping(stream):
    raw = _Writer(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=stream.line_buffering,
    )
