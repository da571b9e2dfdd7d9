"""A file of measurements, one line of JSON each."""

import json
import os
import warnings

from keras_creative.files import as_json, parse_json, read_text, wrong_types
from keras_creative.files.locks import locked

_KINDS = {"epoch": int | None, "measures": dict, "protocol": str}


def append_record(path, record):
    """Append a record as one line of JSON, and flush it to disk.

    An incomplete line of a killed process is removed first.

    Args:
        path: `pathlib.Path` of the file, which is created if missing.
        record: Dict; NumPy numbers become plain ones, and numbers that are
            not finite become `null`.
    """
    line = json.dumps(as_json(record)) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+b") as file, locked(file):
        _remove_torn_line(file)
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())


def read_records(path):
    """Read the records of a file, except for an incomplete last line.

    A warning is issued for such a line.

    Args:
        path: `pathlib.Path` of the file, which may be missing.

    Returns:
        List of dicts with `epoch`, `measures` and `protocol`.

    Raises:
        ValueError: If a complete line is not a record.
    """
    if not os.path.lexists(path):
        return []
    *lines, torn = read_text(path).split("\n")
    if torn or not lines:
        problem = (
            "ends in an incomplete line, which is skipped"
            if torn
            else "is empty"
        )
        warnings.warn(f"{str(path)!r} {problem}.", stacklevel=3)
    return [_read(path, number, line) for number, line in enumerate(lines, 1)]


def _read(path, number, line):
    try:
        record = parse_json(line)
    except ValueError:
        record = None
    is_whole = isinstance(record, dict) and set(record) >= set(_KINDS)
    if not is_whole or wrong_types(record, _KINDS):
        raise ValueError(
            "A line of measures must be a JSON object with the keys "
            f"{sorted(_KINDS)}, an integer, an object and a string. "
            f"Received: {line[:60]!r}, line {number} of {str(path)!r}"
        )
    return record


def _remove_torn_line(file):
    file.seek(0)
    whole = file.read().rfind(b"\n") + 1
    file.truncate(whole)
