"""A board: its jobs, scores and files."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from keras_creative.board.cases import REFERENCES, Case, open_case
from keras_creative.board.columns import summarize
from keras_creative.board.config import check_config, read_config
from keras_creative.board.job import specification
from keras_creative.board.jobs import Job, job_path, run_jobs
from keras_creative.board.pages import write_pages
from keras_creative.board.suite import Suite
from keras_creative.board.training_file import digest, write_training
from keras_creative.files import remove_stale_temp_files, write_json
from keras_creative.files.locks import FolderLock
from keras_creative.typing import PathLike


def run_board(
    suite: Suite,
    folder: PathLike,
    workers: int = 1,
    tell: Callable[[str], Any] = print,
) -> dict[str, Any]:
    """Run a suite and write its board, resuming what the folder holds.

    Finished jobs are kept; a job that was interrupted starts again. Two runs
    give the same board, except for the seconds.

    Args:
        suite: The suite, see `keras_creative.board.SUITES`.
        folder: Folder of the board.
        workers: Jobs at a time, each a process with one thread. Defaults to
            `1`.
        tell: Function that prints a line of progress. Defaults to `print`.

    Returns:
        The content of `board.json`: `suite`, `line`, `rows` by entry, each a
        dict of its columns, and `settings`, by setting and entry.

    Raises:
        ValueError: If the folder holds a board of other settings, or another
            process runs one there.
        FileNotFoundError: If the data of the suite are not found.
        JobFailed: If a job fails.
    """
    folder = Path(folder)
    cases = {s.name: open_case(s) for s in suite.settings}
    folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder)
    if not lock.acquire():
        raise ValueError(
            "`folder` must not be in use by another process. "
            f"Received: folder={str(folder)!r}"
        )
    try:
        jobs = prepare(suite, folder, cases)
        run_jobs(jobs, workers, tell)
        tell("scoring")
        return score_board(folder, cases)
    finally:
        lock.release()


def prepare(suite: Suite, folder: Path, cases: dict[str, Case]) -> list[Job]:
    """Check and record the settings, write what is shown, and plan the jobs.

    Args:
        suite: The suite.
        folder: Folder of the board.
        cases: Dict from names of settings to opened settings.

    Returns:
        The jobs, entry by entry.
    """
    digests = {name: digest(case.training) for name, case in cases.items()}
    check_config(folder, suite, digests)
    for place in (folder, folder / "jobs", folder / "shown"):
        remove_stale_temp_files(place)
    shown = {name: folder / "shown" / f"{name}.npz" for name in cases}
    for name, case in cases.items():
        if not shown[name].exists():
            write_training(shown[name], case.training)
    jobs = []
    for entry in suite.entries:
        for name, case in cases.items():
            out = job_path(folder, name, entry.name)
            labels = case.shown, case.requested
            job = specification(suite, entry, shown[name], *labels, out)
            jobs.append(Job(f"{entry.name}, {name}", job))
    return jobs


def score_board(folder: Path, cases: dict[str, Case]) -> dict[str, Any]:
    """Score all finished jobs of a folder and write the files of the board.

    Args:
        folder: Folder of the board.
        cases: Dict from names of settings to opened settings.

    Returns:
        The content of `board.json`.
    """
    config = read_config(folder)
    rows, by_setting = {}, {name: {} for name in cases}
    for entry in (*REFERENCES, *config["entries"]):
        found = {}
        for setting, case in cases.items():
            job = job_path(folder, setting, entry)
            if entry in REFERENCES or job.exists():
                found[setting] = _read_samples(case, entry, job, config)
        if len(found) < len(cases):
            continue
        runs = {name: _score(cases[name], *found[name]) for name in cases}
        rows[entry] = _told(entry, config) | summarize(chain(*runs.values()))
        for name in cases:
            by_setting[name][entry] = summarize(runs[name])
        _draw(folder / "pictures" / f"{entry}.png", cases, found)
    kept = ("suite", "line", "kind", "steps", "samples", "seeds")
    board = {name: config[name] for name in kept}
    board |= {"rows": rows, "settings": by_setting}
    write_json(folder / "board.json", board)
    write_pages(folder, board)
    return board


def _told(entry, config):
    if entry in REFERENCES:
        return {"told": "everything", "line": REFERENCES[entry]}
    return {name: config["entries"][entry][name] for name in ("told", "line")}


def _read_samples(case, entry, job, config):
    """Lists of samples, requested samples and seconds, one for each seed."""
    seeds, n = config["seeds"], config["samples"]
    if entry in REFERENCES:
        made = [case.scorer.reference(entry, n, seed) for seed in seeds]
        return *zip(*made, strict=True), None
    with np.load(job, allow_pickle=False) as file:
        requested = list(file.get("requested", [None] * len(seeds)))
        for i, count in enumerate(file.get("proposed", ())):
            requested[i] = requested[i][:count]
        return file["samples"], requested, float(file["seconds"])


def _score(case, samples, requested, seconds):
    """Measures of every seed's run."""
    runs = []
    for made, asked in zip(samples, requested, strict=True):
        run = case.scorer.score(made, asked)
        if seconds is not None:
            # A proposal that is missing is a miss.
            run |= {"seconds": seconds, "asked": len(made)}
        runs.append(run)
    return runs


def _draw(path, cases, found):
    """Draw the samples of the first seed on the first settings."""
    panels = [
        (name, cases[name].scorer, samples[0], requested[0])
        for name, (samples, requested, _) in found.items()
    ]
    cases[panels[0][0]].scorer.draw(path, panels)
