"""Files that are either whole or not there."""

import contextlib
import os
import secrets
from pathlib import Path


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
