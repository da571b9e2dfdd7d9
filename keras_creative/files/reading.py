"""Which files may be read, and the text of those."""

import stat
from pathlib import Path

_LARGEST_TEXT = 1 << 28
_SYSTEM_FOLDERS = [("proc",), ("sys",)]


def check_regular_file(path):
    """Raise unless a path is a regular file, which can be read to its end.

    A pipe may never yield a byte, a device may never end, and files in `/proc`
    and `/sys` are generated while they are read.

    Args:
        path: The file.

    Raises:
        FileNotFoundError: If there is no such file.
        ValueError: If it is not a regular file, such as a pipe.

    Example:

    >>> from keras_creative.files import check_regular_file
    >>> check_regular_file("/dev/zero")
    Traceback (most recent call last):
    ...
    ValueError: A file must be a regular one. Received: '/dev/zero'
    """
    path = Path(path)
    is_regular = stat.S_ISREG(path.stat().st_mode)
    if not is_regular or is_system_path(path):
        raise ValueError(
            f"A file must be a regular one. Received: {str(path)!r}"
        )


def is_system_path(path):
    """Whether a path lies in the virtual file systems `/proc` and `/sys`.

    Args:
        path: A file or folder; links are followed.

    Example:

    >>> from keras_creative.files import is_system_path
    >>> is_system_path("/proc/self")
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
