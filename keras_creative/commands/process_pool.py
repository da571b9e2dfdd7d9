"""Commands in processes of their own, some at a time."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_POLL = 0.05
# One thread each: processes side by side share the cores.
_LIMITS = {
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


class Work(NamedTuple):
    """A command to run.

    Attributes:
        name: Its name.
        command: The program and its arguments.
        log: File of what it prints.
    """

    name: str
    command: Sequence[str]
    log: Path


def run_pool(
    works: Sequence[Work],
    jobs: int,
    tell: Callable[[str], object] = print,
    tries: int = 2,
) -> Mapping[str, int]:
    """Run commands, some at a time.

    A process that a signal has killed is started again.

    Args:
        works: The commands.
        jobs: Processes at a time.
        tell: Function of a line of progress. Defaults to `print`.
        tries: Times that a command is started at most. Defaults to `2`.

    Returns:
        Dict from the names to the exit codes, in the order of the commands.
    """
    waiting = [(work, tries) for work in works]
    running, codes = [], {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                running.append(_Running(*waiting.pop(0)))
            time.sleep(_POLL)
            for process in [p for p in running if p.code is not None]:
                running.remove(process)
                work, left = process.work, process.tries - 1
                if process.code < 0 and left:
                    tell(f"{work.name}: killed, and started again")
                    waiting.insert(0, (work, left))
                    continue
                codes[work.name] = process.code
                state = f"exit code {process.code}" if process.code else "done"
                tell(f"[{len(codes)}/{len(works)}] {work.name}: {state}")
    finally:
        for process in running:
            process.kill()
    return {work.name: codes[work.name] for work in works}


class _Running:
    """The process of a command."""

    def __init__(self, work, tries):
        self.work, self.tries = work, tries
        work.log.parent.mkdir(parents=True, exist_ok=True)
        with open(work.log, "wb") as log:
            self.process = subprocess.Popen(
                work.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**_LIMITS, **os.environ},
                start_new_session=True,
            )

    @property
    def code(self):
        """Exit code, negative after a signal, or `None` while it runs."""
        return self.process.poll()

    def kill(self):
        """End it."""
        self.process.kill()
        self.process.wait()
