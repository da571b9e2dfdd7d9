"""Files that are either whole or not there."""

import contextlib
import json
import math
import os
import re
import secrets
from pathlib import Path

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


def read_record(path, keys):
    """Dict of a JSON file that must hold certain keys.

    Args:
        path: The file.
        keys: Names that the dict must have.

    Returns:
        The dict.

    Raises:
        ValueError: If the file is damaged, or is no dict with these keys.
    """
    try:
        record = json.loads(Path(path).read_text())
    except ValueError:
        record = None
    if not isinstance(record, dict) or not set(keys) <= set(record):
        raise ValueError(
            f"The file must be a JSON object with the keys {list(keys)}. "
            f"Received: {str(path)!r}, which is damaged"
        )
    return record
