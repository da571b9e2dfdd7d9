"""Locks on folders, so that one process at a time writes to them."""

import contextlib
import errno
import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

_TAKEN = (errno.EAGAIN, errno.EACCES)


class FolderLock:
    """A lock on a folder, which ends with the process at the latest.

    The folder itself is locked, not a file in it, so that a killed process
    leaves nothing behind. Several locks of one process do not block each
    other. Where the operating or file system does not support such locks,
    every process gets one.

    Args:
        path: The folder, which must exist.

    Example:

    ```python
    os.makedirs("runs/mine", exist_ok=True)
    lock = FolderLock("runs/mine")
    if not lock.acquire():
        print("another process writes there")
    lock.release()
    ```
    """

    _held = {}

    def __init__(self, path):
        self.path = Path(path)
        self._place = _place(self.path)

    @property
    def in_place(self):
        """Whether the path still leads to the folder that was locked."""
        try:
            return _place(self.path) == self._place
        except OSError:
            return False

    def acquire(self, shared=False):
        """Acquire the lock, unless another process holds it.

        Args:
            shared: Whether other processes may hold a shared lock as well.
                Defaults to `False`.

        Returns:
            Whether this process holds the lock now.
        """
        if fcntl is None:
            return True
        held = self._held.get(self._place)
        place = os.open(self.path, os.O_RDONLY) if held is None else held
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(place, kind | fcntl.LOCK_NB)
        except OSError as error:
            if held is None:
                os.close(place)
            return error.errno not in _TAKEN
        self._held[self._place] = place
        return True

    def release(self):
        """Release the lock, if this process holds it."""
        place = self._held.pop(self._place, None)
        if place is not None:
            os.close(place)


@contextlib.contextmanager
def locked(file):
    """Lock a file against other processes that use this function.

    Args:
        file: The open file.
    """
    if fcntl is not None:
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if fcntl is not None:
            with contextlib.suppress(OSError):
                file.flush()
                fcntl.flock(file, fcntl.LOCK_UN)


def _place(path):
    status = path.stat()
    return status.st_dev, status.st_ino
