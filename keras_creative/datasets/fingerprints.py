"""Digests of the content of files."""

import functools
import hashlib
import json
import os

# Of 5,000 files of 1.24 GB in memory, this takes 0.35 s, all bytes 0.94 s.
_WHOLE = 2**16
_PIECE = 2**14


@functools.lru_cache(maxsize=2**17)
def _digest(path, size, changed):
    digest = hashlib.blake2b(size.to_bytes(8, "little"), digest_size=16)
    with open(path, "rb") as file:
        if size <= _WHOLE:
            digest.update(file.read(_WHOLE))
        else:
            for begin in (0, (size - _PIECE) // 2, size - _PIECE):
                file.seek(begin)
                digest.update(file.read(_PIECE))
    return digest.digest()


def content_digest(paths):
    """Hash of the sizes and the contents of files, in their order.

    Files of up to 64 KiB are read whole, larger ones at the beginning, in the
    middle and at the end, 16 KiB each.

    Args:
        paths: Iterable of the files. One that can't be read counts as empty.

    Returns:
        String of 16 hexadecimal digits.
    """
    digest = hashlib.blake2b(digest_size=8)
    for path in paths:
        try:
            status = os.stat(path)
            known = _digest(path, status.st_size, status.st_mtime_ns)
        except OSError:
            known = bytes(16)
        digest.update(known)
    return digest.hexdigest()


def json_digest(value):
    """Hash of a value that JSON can hold.

    Args:
        value: Lists, dicts, strings and numbers.

    Returns:
        String of 16 hexadecimal digits.
    """
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]
