"""Runs that are killed at random moments and resumed.

    python benchmarks/kill_resume.py --kills 10 --seed 0 [--workers 2]

Each time a new run is killed by SIGKILL at a moment drawn uniformly from the
duration of an uninterrupted run (runs that finish earlier are not counted), and
resumed. Its history and its last samples must equal those of the uninterrupted
run. With several workers, one of them is drawn and killed.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from reporting import print_table, write_record

from keras_creative import callbacks, experiments

EPOCHS = 6
PICTURES = 96
TOLERANCE = 1e-6


def command(folder, run, workers):
    """The command line of the run."""
    train = [
        *("train", "dcgan-mnist", "--data", str(folder / "pictures.npz")),
        *("--batch_size", "16", "--epochs", str(EPOCHS), "--out", str(run)),
    ]
    if workers > 1:
        train += ["--strategy", "multiworker"]
        train = ["launch", "--workers", str(workers), "--", *train]
    return [sys.executable, "-m", "keras_creative", *train]


def train(arguments):
    """Train to the end and return the seconds."""
    begin = time.perf_counter()
    subprocess.run(arguments, check=True, capture_output=True)
    return time.perf_counter() - begin


def kill_after(arguments, seconds, draw):
    """Start a run and kill it, or one of its workers.

    Args:
        arguments: The command.
        seconds: When to kill it.
        draw: `random.Random` that draws the worker.

    Returns:
        Whether it was still running.
    """
    process = subprocess.Popen(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(seconds)
        return False
    except subprocess.TimeoutExpired:
        victims = children(process.pid) or [process.pid]
        os.kill(draw.choice(victims), signal.SIGKILL)
        process.wait()
        return True


def children(pid):
    """Processes that a process has started (Linux)."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in path.read_text().split()]


def largest_difference(run, uninterrupted):
    """Largest relative difference of two runs' histories and samples."""
    rows, expected = (
        callbacks.read_history(path / "history.csv")
        for path in (run, uninterrupted)
    )
    tables = [
        [[row[name] for name in sorted(row)] for row in table]
        for table in (rows, expected)
    ]
    samples = [
        experiments.load_sampler(path).sample(16, seed=0)
        for path in (run, uninterrupted)
    ]
    return max(
        float(np.max(np.abs(a - b) / np.maximum(np.abs(b), 1)))
        for a, b in (map(np.asarray, tables), samples)
    )


def measure(folder, kills, seed, workers):
    """One row per kill."""
    rng = np.random.default_rng(0)
    np.savez(
        folder / "pictures.npz",
        x=rng.integers(0, 256, (PICTURES, 28, 28), dtype="uint8"),
    )
    seconds = train(command(folder, folder / "uninterrupted", workers))
    draw = random.Random(seed)
    rows = []
    while len(rows) < kills:
        run = Path(tempfile.mkdtemp(dir=folder))
        moment = draw.uniform(0, seconds)
        if not kill_after(command(folder, run, workers), moment, draw):
            continue
        epochs = len(callbacks.read_history(run / "history.csv"))
        train(command(folder, run, workers))
        difference = largest_difference(run, folder / "uninterrupted")
        rows.append(
            {
                "killed after (s)": round(moment, 1),
                "epochs made": epochs,
                "largest difference": difference,
            }
        )
    return seconds, rows


def main():
    """Kill and compare; print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", default="runs/benchmarks/kill_resume.json")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seconds, rows = measure(
            Path(folder), args.kills, args.seed, args.workers
        )
    print_table(rows)
    equal = sum(row["largest difference"] <= TOLERANCE for row in rows)
    print(f"{equal} of {len(rows)} histories equal to {TOLERANCE}")
    write_record(
        args.out,
        {
            "n": args.kills,
            "seeds": [args.seed],
            "workers": args.workers,
            "uninterrupted_seconds": seconds,
            "equal": equal,
            "rows": rows,
        },
    )


if __name__ == "__main__":
    main()
