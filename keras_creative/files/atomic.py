"""Files that are either complete or absent."""

import contextlib
import os
import re
import secrets
from pathlib import Path

_TEMPORARY = re.compile(r"\..{1,64}-[0-9a-f]{8}(\.[^.]*)?", re.DOTALL)


@contextlib.contextmanager
def atomic_path(path):
    """Give a temporary file to write to, and rename it to `path` at the end.

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


def stale_temp_files(folder):
    """Temporary files of `atomic_path()` that a killed process left.

    Args:
        folder: The folder, without its sub-folders; it may be missing.

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


def remove_stale_temp_files(folder):
    """Remove the `stale_temp_files()` of a folder with no other writer.

    Args:
        folder: The folder, without its sub-folders; it may be missing.

    Example:

    ```python
    remove_stale_temp_files("runs/mine/checkpoints")
    ```
    """
    for path in stale_temp_files(folder):
        path.unlink(missing_ok=True)
