"""Versions, as files that a newer one wrote name them."""

import re

from keras_creative.version import __version__


def newer_version(record):
    """What to add to a message about a file of a newer version.

    Args:
        record: What the file holds; the version stands in
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
