"""Jobs: one process for each entry and setting, resumable."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

_PACKAGE = Path(__file__).parents[1]
_MODULE = "keras_creative.board.job"
_POLL = 0.05
_QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "OMP_NUM_THREADS": "1"}


class JobFailed(RuntimeError):
    """A training of a board that failed."""


class Job(NamedTuple):
    """One entry on one setting, with all seeds.

    Attributes:
        name: Its name.
        specification: See `keras_creative.board.job.specification()`.
    """

    name: str
    specification: dict[str, Any]

    @property
    def out(self) -> Path:
        """The file of its samples; the job is done if it exists."""
        return Path(self.specification["out"])

    @property
    def log(self) -> Path:
        """The file of what it prints, which is kept if it fails."""
        return self.out.with_suffix(".log")


def job_path(folder: Path, setting: str, entry: str) -> Path:
    """File of the samples of an entry on a setting.

    Args:
        folder: Folder of the board.
        setting: Name of the setting.
        entry: Name of the entry.
    """
    return folder / "jobs" / f"{setting}--{entry}.npz"


def run_jobs(
    jobs: Sequence[Job],
    workers: int = 1,
    tell: Callable[[str], Any] = print,
) -> None:
    """Run the jobs that are not done, some at a time.

    Args:
        jobs: The jobs.
        workers: Processes at a time. Defaults to `1`.
        tell: Function that prints a line of progress. Defaults to `print`.

    Raises:
        JobFailed: If a job fails; those that are done are kept.
    """
    waiting = [job for job in jobs if not job.out.exists()]
    if len(waiting) < len(jobs):
        tell(f"{len(jobs) - len(waiting)} of {len(jobs)} jobs are done already")
    progress = _Progress(len(waiting), tell)
    running = []
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                running.append(_Process(waiting.pop(0)))
            time.sleep(_POLL)
            for process in [p for p in running if p.poll() is not None]:
                running.remove(process)
                process.finish()
                progress.add(process)
    finally:
        for process in running:
            process.kill()


class _Progress:
    """Counts jobs and estimates the time that is left."""

    def __init__(self, total, tell):
        self.total, self.tell = total, tell
        self.done, self.begin = 0, time.monotonic()

    def add(self, process):
        from keras_creative.runs.progress import duration

        self.done += 1
        now = time.monotonic()
        left = (now - self.begin) / self.done * (self.total - self.done)
        end = f"; about {duration(left)} left" if left else ""
        line = f"{process.job.name}: {now - process.begin:.0f} s{end}"
        self.tell(f"[{self.done}/{self.total}] {line}")


class _Process:
    """The process of a job; it ends when its standard input is closed."""

    def __init__(self, job):
        self.job, self.begin = job, time.monotonic()
        job.out.parent.mkdir(parents=True, exist_ok=True)
        paths = [str(_PACKAGE.parent), os.environ.get("PYTHONPATH")]
        path = os.pathsep.join(filter(None, paths))
        with open(job.log, "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", _MODULE, json.dumps(job.specification)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env={**os.environ, **_QUIET, "PYTHONPATH": path},
                start_new_session=True,
            )
        self.poll = self.process.poll

    def kill(self):
        """End it before it is done."""
        self.process.kill()
        self.process.communicate()

    def finish(self):
        """Raise if it failed; otherwise remove what it printed."""
        self.process.stdin.close()
        job, code = self.job, self.process.returncode
        if code or not job.out.exists():
            text = job.log.read_text(errors="replace").strip()
            reason = text.splitlines()[-1] if text else "it printed nothing"
            raise JobFailed(
                f"The job {job.name!r} failed with exit code {code}, see "
                f"{str(job.log)!r}: {reason}"
            )
        job.log.unlink(missing_ok=True)
