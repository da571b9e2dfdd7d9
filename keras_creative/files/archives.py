"""Zip archives from untrusted sources."""

import zipfile
from pathlib import Path

from keras_creative.files import check_regular_file

_MOST_EXPANSION = 200
_SMALL = 1 << 24


def check_archive(path, members=()):
    """Raise unless a file is a complete zip archive of a plausible size.

    The sizes that the archive declares are compared with the size of the file
    before anything is unpacked. Then every member is read and its checksum
    verified.

    Args:
        path: The file.
        members: Names that the archive must hold. Defaults to `()`.

    Raises:
        FileNotFoundError: If there is no such file.
        ValueError: If it is no regular file, no archive with these members,
            declares more than 200 times what is stored, or is damaged.

    Example:

    ```python
    np.savez("squares.npz", x=np.zeros(8))
    check_archive("squares.npz", ["x.npy"])
    ```
    """
    path = Path(path)
    check_regular_file(path)
    try:
        with zipfile.ZipFile(path) as archive:
            problem = _problem(archive, members)
    except Exception as error:  # damaged bytes make zipfile raise many kinds
        raise ValueError(_message(path, "damaged")) from error
    if problem:
        raise ValueError(_message(path, problem))


def _problem(archive, members):
    """What is wrong with an archive, or `None`."""
    names = archive.namelist()
    if missing := sorted(set(members) - set(names)):
        return f"without {missing}"
    if len(set(names)) < len(names):
        return "with members of the same name"
    for info in archive.infolist():
        if info.file_size > _SMALL + _MOST_EXPANSION * info.compress_size:
            return (
                f"with {info.compress_size} bytes that declare to become "
                f"{info.file_size}"
            )
    return "damaged" if archive.testzip() is not None else None


def _message(path, problem):
    return f"A zip archive must be whole. Received: {str(path)!r}, {problem}"
