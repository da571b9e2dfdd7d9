"""Standard streams that a shell may have closed."""

import contextlib
import io
import os
import sys

_STREAMS = {"stdin": "r", "stdout": "w", "stderr": "w"}


class _Writer(io.FileIO):
    """A file that takes what nobody reads, as of `... | head -1`."""

    def write(self, data):
        try:
            return super().write(data)
        except BrokenPipeError:
            to_nowhere(self.fileno())
            return len(data)


def prepare_streams():
    """Make this process' standard streams safe to write to.

    A stream that is closed leads nowhere from now on, so that no file that is
    opened later takes its place. A reader of stdout or stderr that has gone,
    such as `head`, ends nothing. What the terminal's encoding lacks is
    escaped. Streams that the program has replaced, as notebooks do, are left.
    """
    for number, (name, mode) in enumerate(_STREAMS.items()):
        if not _is_open(number):
            to_nowhere(number)
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is getattr(sys, f"__{name}__") and not _is_prepared(stream):
            stream.flush()
            setattr(sys, name, _escaping(stream))
            setattr(sys, f"__{name}__", getattr(sys, name))


def flush_stdout():
    """Write what is left for stdout.

    Raises:
        OSError: If that cannot be done, as on a full disk; it is not tried
            again when the process ends.
    """
    try:
        sys.stdout.flush()
    except OSError:
        with contextlib.suppress(OSError, AttributeError):
            to_nowhere(sys.stdout.fileno())
        raise


def to_nowhere(number):
    """Let a file descriptor lead to the null device.

    Args:
        number: The descriptor, open or not.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != number:
        os.dup2(nowhere, number)
        os.close(nowhere)


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
