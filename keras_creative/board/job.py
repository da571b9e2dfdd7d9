"""The process of a job: train an entry on what is shown, write its samples.

    python -m keras_creative.board.job SPECIFICATION

The specification is a JSON object, see `specification()`. The samples of all
seeds are one .npz file, which is complete or absent. The process ends when its
standard input is closed, so that it does not outlive the board that runs it.
"""

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from keras_creative.board.suite import Entry, Suite
from keras_creative.files import atomic_path


def specification(
    suite: Suite,
    entry: Entry,
    training: Path,
    shown: tuple[int, ...],
    requested: tuple[int, ...],
    out: Path,
) -> dict[str, Any]:
    """What the process of a job is told.

    Args:
        suite: The suite, for its budget and seeds.
        entry: The entry.
        training: File of what is shown.
        shown: Labels of what is shown, and
        requested: labels of what is hidden; only an entry that is asked for
            these is told both.
        out: The .npz file of the samples.

    Returns:
        JSON-serializable dict.
    """
    return {
        "training": str(training),
        "family": entry.family,
        "options": dict(entry.options),
        "seeds": list(suite.seeds),
        "steps": max(1, round(suite.steps * entry.effort)),
        "samples": suite.samples,
        "shown": list(shown) if entry.asked else None,
        "requested": list(requested) if entry.asked else None,
        "out": str(out),
    }


def run_job(job: dict[str, Any]) -> None:
    """Train and write the samples.

    Args:
        job: Result of `specification()`.
    """
    from keras_creative.board.families import FAMILIES
    from keras_creative.board.training_file import read_training
    from keras_creative.proposals import Proposer

    data = read_training(job["training"])
    begin = time.perf_counter()
    trained = FAMILIES[job["family"]](
        data, tuple(job["seeds"]), job["steps"], **job["options"]
    )
    seconds = (time.perf_counter() - begin) / len(trained)
    arrays = {"samples": _samples(trained, job, job["shown"])}
    if job["requested"] is not None:
        arrays["requested"] = _samples(trained, job, job["requested"])
    elif all(isinstance(model, Proposer) for model in trained):
        arrays |= _proposals(trained, job)
    out = Path(job["out"])
    with atomic_path(out) as temporary:
        np.savez_compressed(temporary, seconds=seconds, **arrays)


def _samples(trained, job, labels):
    """Samples of every seed, for some labels in turn."""
    conditions = {}
    if labels is not None:
        conditions["labels"] = np.resize(labels, job["samples"])
    made = [
        model.sample(job["samples"], seed=seed, **conditions)
        for model, seed in zip(trained, job["seeds"], strict=True)
    ]
    return as_stored(np.stack(made))


def _proposals(proposers, job):
    """Proposals of every seed, filled up with zeros, and their numbers."""
    n, made, counts = job["samples"], [], []
    for proposer, seed in zip(proposers, job["seeds"], strict=True):
        found = proposer.propose(n, seed).samples
        missing = np.zeros((n - len(found), *found.shape[1:]))
        made.append(np.concatenate([found, missing]))
        counts.append(len(found))
    return {"requested": as_stored(np.stack(made)), "proposed": counts}


def as_stored(samples):
    """Samples as they are stored and scored: images have 256 values.

    Args:
        samples: Array `(seeds, n, ...)`; images are in [-1, 1].

    Returns:
        float32 points, or uint8 images.
    """
    if samples.ndim < 4:
        return np.asarray(samples, "float32")
    scaled = (np.nan_to_num(samples) + 1) * 127.5
    return np.clip(np.round(scaled), 0, 255).astype("uint8")


def _end_with_parent():
    """End the process once its standard input is closed."""

    def wait():
        os.read(0, 1)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    _end_with_parent()
    from keras_creative.board.families import single_threaded

    single_threaded()
    run_job(json.loads(sys.argv[1]))
