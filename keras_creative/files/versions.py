"""Versions, as files that a newer one wrote name them."""

import re

from keras_creative.version import __version__


def newer_version(record):
    """Suffix of a message about a file that a newer version wrote.

    Args:
        record: Content of the file; the version is
            `record["versions"]["keras_creative"]`.

    Returns:
        String, empty unless the version is newer than this one.
    """
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
        version: String such as `"3.15.1"`; a suffix after the numbers is
            ignored.

    Raises:
        TypeError: If it is no string.
        ValueError: If it does not begin with a number.
    """
    match = re.match(r"\d{1,9}(\.\d{1,9})*", version)
    if not match:
        raise ValueError(f"A version must be numbers. Received: {version!r}")
    return tuple(map(int, match[0].split(".")))
