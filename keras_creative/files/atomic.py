"""Files that are either whole or not there."""

import contextlib
import json
import math
import os
import re
import secrets
import stat
import typing
from pathlib import Path

_LARGEST_TEXT = 1 << 28
_DEEPEST_JSON = 32
_LARGEST_INTEGER = 1 << 63
_SYSTEM_FOLDERS = [("proc",), ("sys",)]
_TEMPORARY = re.compile(r"\..{1,64}-[0-9a-f]{8}(\.[^.]*)?", re.DOTALL)


@contextlib.contextmanager
def atomic_path(path):
    """Give a temporary name to write to, and rename it to `path` at the end.

    The temporary file lies in the same folder and has the same suffix, so that
    writers which look at the suffix work unchanged. When the block raises, the
    temporary file is removed and `path` is left as it was.

    Args:
        path: The file to write. Its folder is created when it is missing.

    Yields:
        `pathlib.Path` of the temporary file.

    Example:

    ```python
    with atomic_path("runs/history.csv") as temporary:
        temporary.write_text("epoch,d_loss\\n")
    ```
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    name = f".{path.stem[:64]}-{secrets.token_hex(4)}{path.suffix}"
    temporary = path.with_name(name)
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_json(path, record):
    """Write a record as JSON, whole or not at all.

    Args:
        path: The file to write.
        record: Dict of what `as_json()` takes.
    """
    with atomic_path(path) as temporary:
        text = json.dumps(as_json(record), indent=2)
        temporary.write_text(text + "\n")


def as_json(value):
    """The value in words of JSON.

    Args:
        value: Number, string or `None`, also of NumPy, or an array, tensor,
            list, tuple or dict of these.

    Returns:
        Plain numbers, strings, lists and dicts with strings for keys; a
        number that is not finite becomes `None`, for which JSON has a word.

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


def leftovers(folder):
    """Temporary files of `atomic_path()` that a killed process left behind.

    Args:
        folder: The folder to look in, not below; it may be missing.

    Returns:
        List of `pathlib.Path`.
    """
    folder = Path(folder)
    if not folder.is_dir():
        return []
    return [
        path
        for path in folder.iterdir()
        if _TEMPORARY.fullmatch(path.name)
        and path.is_file()
        and not path.is_symlink()
    ]


def remove_leftovers(folder):
    """Remove the `leftovers()` of a folder that nobody else writes to.

    Args:
        folder: The folder, without those below; it may be missing.

    Example:

    ```python
    remove_leftovers("runs/mine/checkpoints")
    ```
    """
    for path in leftovers(folder):
        path.unlink(missing_ok=True)


def check_regular_file(path):
    """Raise unless a path is an ordinary file, which can be read to its end.

    A pipe may never give a byte, a device may never stop, and what lies in
    `/proc` and `/sys` is made up while it is read.

    Args:
        path: The file.

    Raises:
        FileNotFoundError: If there is no such file.
        ValueError: If it is something else, such as a pipe.

    Example:

    >>> from keras_creative.files import check_regular_file
    >>> check_regular_file("/dev/zero")
    Traceback (most recent call last):
    ...
    ValueError: A file must be a regular one. Received: '/dev/zero'
    """
    path = Path(path)
    is_regular = stat.S_ISREG(path.stat().st_mode)
    if not is_regular or is_made_up(path):
        raise ValueError(
            f"A file must be a regular one. Received: {str(path)!r}"
        )


def is_made_up(path):
    """Whether what lies at a path is no file on a disk, but the system's own.

    Args:
        path: A file or folder; links are followed.

    Example:

    >>> from keras_creative.files import is_made_up
    >>> is_made_up("/proc/self")
    True
    """
    return Path(path).resolve().parts[1:2] in _SYSTEM_FOLDERS


def read_text(path):
    """Text of a UTF-8 file of at most 256 MiB.

    Args:
        path: The file.

    Raises:
        FileNotFoundError: If there is no such file.
        ValueError: If it is no regular file, too large or no UTF-8.
    """
    path = Path(path)
    check_regular_file(path)
    size = path.stat().st_size
    if size > _LARGEST_TEXT:
        raise ValueError(
            f"A text file must be at most {_LARGEST_TEXT} bytes long. "
            f"Received: {str(path)!r} of {size} bytes"
        )
    with open(path, encoding="utf-8-sig", newline="") as file:
        return file.read()


def parse_json(text):
    """Value of a JSON text that was not written to do harm.

    Args:
        text: String.

    Returns:
        The value. Its numbers are finite, integers fit into 64 bits, and
        objects and lists lie at most 32 deep in each other.

    Raises:
        ValueError: If the text is no JSON or does not keep to this.
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
        kinds: Dict from names to types, see `wrong_kinds()`. Defaults to
            `None`: any.

    Returns:
        The dict.

    Raises:
        ValueError: If the file is damaged, or is no dict with these keys and
            types. A file that a newer version of the package wrote is named
            as such.
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
    for name in wrong_kinds(record, kinds or {}):
        raise ValueError(
            f"The value of {name!r} in the file must be of another type. "
            f"Received: {name}={str(record[name])[:60]!r} in {str(path)!r}, "
            f"which is damaged{newer_version(record)}"
        )
    return record


def wrong_kinds(record, kinds):
    """Names of values that are of another type than they must be.

    Args:
        record: Dict.
        kinds: Dict from names to types or unions of types. An integer is also
            a float, but a boolean is no number.

    Returns:
        List of names.

    Example:

    >>> from keras_creative.files import wrong_kinds
    >>> wrong_kinds({"epoch": "3", "data": None}, {"epoch": int, "data": dict})
    ['epoch', 'data']
    """
    return [
        name
        for name, kind in kinds.items()
        if name in record and not _is_of_kind(record[name], kind)
    ]


def newer_version(record):
    """What to add to a message about a file of a newer version.

    Args:
        record: What the file holds; the version stands in
            `record["versions"]["keras_creative"]`.

    Returns:
        String, empty unless the version is newer than this one.
    """
    # Without it, this module stands alone.
    from keras_creative.version import __version__

    try:
        version = record["versions"]["keras_creative"]
        if version_key(version) <= version_key(__version__):
            return ""
    except (KeyError, TypeError, ValueError):
        return ""
    return (
        f"; keras_creative {version} wrote it, and this is keras_creative "
        f"{__version__}"
    )


def version_key(version):
    """A version as a tuple of numbers, for comparisons.

    Args:
        version: String such as `"3.15.1"`; what follows the numbers does not
            count.

    Raises:
        TypeError: If it is no string.
        ValueError: If it does not begin with a number.
    """
    match = re.match(r"\d{1,9}(\.\d{1,9})*", version)
    if not match:
        raise ValueError(f"A version must be numbers. Received: {version!r}")
    return tuple(map(int, match[0].split(".")))


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
