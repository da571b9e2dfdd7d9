"""Provenance of a run: the machine and the commit of the code."""

import os
import platform
import subprocess
import time
from pathlib import Path

_GIT = ("git", "--no-optional-locks", "rev-parse", "--verify", "HEAD")


def machine():
    """Describe the machine.

    Returns:
        Dict with `processor`, its name; `cores`, their number; and
        `memory_gb`, in units of 10^9 bytes, or `None` if it is unknown.

    Example:

    >>> keras_creative.runs.provenance.machine()["cores"] >= 1
    True
    """
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": _memory(),
    }


def check_clock():
    """Check that the clock shows a time that zip archives can store.

    Raises:
        ValueError: If the year is not between 1980 and 2107.
    """
    now = time.localtime()
    if not 1980 <= now.tm_year <= 2107:
        raise ValueError(
            "The clock must show a year from 1980 to 2107, because zip "
            "archives, such as checkpoints, cannot store others. "
            f"Received: {time.strftime('%Y-%m-%d', now)}"
        )


def git_commit(folder="."):
    """Commit that is checked out in a folder.

    Args:
        folder: A folder in a repository. Defaults to `"."`.

    Returns:
        Its hash, at least 40 hexadecimal digits; `None` without a repository,
        a commit or git.

    Example:

    >>> keras_creative.runs.provenance.git_commit("/") is None
    True
    """
    try:
        answer = subprocess.run(
            _GIT, cwd=folder, capture_output=True, text=True, timeout=5
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip() or None


def _processor():
    """Name of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = (line.partition(":") for line in lines)
    names = (value for key, _, value in names if key.strip() == "model name")
    name = next(names, "") or platform.processor() or platform.machine()
    return " ".join(name.split())


def _memory():
    try:
        pages = os.sysconf("SC_PHYS_PAGES")
        size = os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None
    return round(pages * size / 1e9, 1)
