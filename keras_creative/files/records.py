"""JSON records: how they are written, and checked when they are read."""

import json
import math
import typing

from keras_creative.files.atomic import atomic_path
from keras_creative.files.reading import read_text
from keras_creative.files.versions import newer_version

_DEEPEST_JSON = 32
_LARGEST_INTEGER = 1 << 63


def write_json(path, record):
    """Write a record as JSON, atomically.

    Args:
        path: The file to write.
        record: Dict of values that `as_json()` takes.
    """
    with atomic_path(path) as temporary:
        text = json.dumps(as_json(record), indent=2)
        temporary.write_text(text + "\n")


def as_json(value):
    """Convert a value to a JSON-serializable one.

    Args:
        value: Number, string or `None`, also of NumPy, or an array, tensor,
            list, tuple or dict of these.

    Returns:
        Python numbers, strings, lists and dicts with string keys; a number
        that is not finite becomes `None`, as JSON has no such numbers.

    Example:

    >>> from keras_creative.files import as_json
    >>> as_json({1: np.float32([0.5, np.inf])})
    {'1': [0.5, None]}
    """
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    for convert in ("numpy", "tolist"):
        if hasattr(value, convert):
            value = getattr(value, convert)()
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def parse_json(text):
    """Parse JSON from an untrusted source.

    Args:
        text: String.

    Returns:
        The value. Its numbers are finite, integers fit into 64 bits, and
        objects and lists are nested at most 32 deep.

    Raises:
        ValueError: If the text is not JSON or exceeds these limits.
    """
    try:
        value = json.loads(text, parse_constant=float)
    except RecursionError:
        raise ValueError("JSON must not be nested so deep") from None
    _check_json(value)
    return value


def read_record(path, keys, kinds=None):
    """Dict of a JSON file that must hold certain keys.

    Args:
        path: The file.
        keys: Names that the dict must have.
        kinds: Dict from names to types, see `wrong_types()`. Defaults to
            `None`: any.

    Returns:
        The dict.

    Raises:
        ValueError: If the file is damaged, or is not a dict with these keys
            and types. The message says so if a newer version of the package
            wrote the file.
    """
    try:
        record = parse_json(read_text(path))
    except ValueError:
        record = None
    if not isinstance(record, dict) or not set(keys) <= set(record):
        raise ValueError(
            f"The file must be a JSON object with the keys {list(keys)}. "
            f"Received: {str(path)!r}, which is damaged"
            f"{newer_version(record)}"
        )
    for name in wrong_types(record, kinds or {}):
        raise ValueError(
            f"The value of {name!r} in the file must be of another type. "
            f"Received: {name}={str(record[name])[:60]!r} in {str(path)!r}, "
            f"which is damaged{newer_version(record)}"
        )
    return record


def wrong_types(record, kinds):
    """Names of the values that have a wrong type.

    Args:
        record: Dict.
        kinds: Dict from names to types or unions of types. An integer is also
            a float, but a boolean is no number.

    Returns:
        List of names.

    Example:

    >>> from keras_creative.files import wrong_types
    >>> wrong_types({"epoch": "3", "data": None}, {"epoch": int, "data": dict})
    ['epoch', 'data']
    """
    return [
        name
        for name, kind in kinds.items()
        if name in record and not _is_of_kind(record[name], kind)
    ]


def _is_of_kind(value, kind):
    kinds = typing.get_args(kind) or (kind,)
    if isinstance(value, bool):
        return bool in kinds
    return isinstance(value, kinds) or (
        isinstance(value, int) and float in kinds
    )


def _check_json(value, depth=0):
    if depth > _DEEPEST_JSON:
        raise ValueError("JSON must not be nested so deep")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"A number of JSON must be finite. Received: {value}")
    if isinstance(value, int) and abs(value) >= _LARGEST_INTEGER:
        raise ValueError("An integer of JSON must fit into 64 bits")
    items = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for item in items:
            _check_json(item, depth + 1)
