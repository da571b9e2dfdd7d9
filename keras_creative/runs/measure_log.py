"""A file of measurements, to which a line is added for each."""

import json
import os
import warnings

from keras_creative.files import as_json, parse_json, read_text, wrong_types
from keras_creative.files.locks import locked

_KINDS = {"epoch": int | None, "measures": dict, "protocol": str}


def append_record(path, record):
    """Add a record as one line of JSON, and see that it is on disk.

    What a killed process left of a line is removed first.

    Args:
        path: `pathlib.Path` of the file; made when missing.
        record: Dict; numbers of NumPy become plain ones, and those that are
            not finite `null`, for which JSON has a word.
    """
    line = json.dumps(as_json(record)) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+b") as file, locked(file):
        _remove_torn_line(file)
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())


def read_records(path):
    """Records of a file, without one that was not written to its end.

    Of such a one a warning tells.

    Args:
        path: `pathlib.Path` of the file; it may be missing.

    Returns:
        List of dicts with `epoch`, `measures` and `protocol`.

    Raises:
        ValueError: If a whole line holds something else.
    """
    if not os.path.lexists(path):
        return []
    *lines, torn = read_text(path).split("\n")
    if torn or not lines:
        problem = "ends in a torn line, left out" if torn else "is empty"
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
