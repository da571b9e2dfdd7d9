"""Whole boards of few steps, whose jobs are processes."""

import dataclasses
import json
import os
import pickle
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from keras_creative.board import SUITES, run_board
from keras_creative.board.job import run_job, specification
from keras_creative.board.training_file import write_training
from keras_creative.datasets import load_toy

pytestmark = pytest.mark.slow


def without_seconds(board):
    if isinstance(board, dict):
        kept = board.items()
        return {k: without_seconds(v) for k, v in kept if k != "seconds"}
    return board


def test_two_runs_give_the_same_board_with_other_workers(suite, tmp_path):
    suite = dataclasses.replace(suite, settings=suite.settings[:1])
    boards = [
        run_board(suite, tmp_path / str(workers), workers, lambda line: None)
        for workers in (1, 2)
    ]
    assert without_seconds(boards[0]) == without_seconds(boards[1])
    texts = [(tmp_path / n / "board.md").read_text() for n in "12"]
    assert texts[0] == texts[1]
    names = {"board.csv", "board.html", "board.json", "board.md"}
    names |= {"config.json", "jobs", "pictures", "shown"}
    assert {p.name for p in (tmp_path / "1").iterdir()} == names
    assert set(boards[0]["rows"]) == {
        "real-data",
        "training-copy",
        "gan",
        "cgan",
    }


def test_a_killed_board_resumes(suite, tmp_path):
    code = (
        "import sys, pickle\n"
        "from keras_creative.board import SUITES, run_board\n"
        "suite = pickle.load(open(sys.argv[1], 'rb'))\n"
        "run_board(suite, sys.argv[2])\n"
    )
    suite = dataclasses.replace(suite, settings=suite.settings[:1])
    (tmp_path / "suite").write_bytes(pickle.dumps(suite))
    folder = tmp_path / "board"
    argv = [sys.executable, "-c", code, tmp_path / "suite", folder]
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL)
    done = folder / "jobs" / "mode-1--gan.npz"
    while not done.exists():
        assert process.poll() is None
        time.sleep(0.1)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    made = done.stat().st_mtime
    assert not (folder / "board.json").exists()
    lines = []
    board = run_board(suite, folder, tell=lines.append)
    assert done.stat().st_mtime == made
    assert lines[0] == "1 of 2 jobs are done already"
    assert set(board["rows"]) >= {"gan", "cgan"}
    assert json.loads((folder / "board.json").read_text())["seeds"] == [0, 1]


@pytest.mark.parametrize("index", [0, 1])
def test_seeds_have_samples_of_their_own(suite, tmp_path, index):
    write_training(tmp_path / "shown.npz", load_toy("8Gaussians", holdout=[1]))
    out = tmp_path / "out.npz"
    entry = suite.entries[index]
    run_job(
        specification(suite, entry, tmp_path / "shown.npz", (0,), (1,), out)
    )
    with np.load(out) as file:
        assert file["samples"].shape == (2, 50, 2)
        assert not np.array_equal(*file["samples"])
        assert ("requested" in file) == entry.asked


@pytest.mark.parametrize(
    "name", ["grid", "fonts", "letters", "fashion", "textures"]
)
def test_reduced_suites(name, tmp_path):
    """The smallest part of each suite, on the data of the suite."""
    if name != "grid" and not os.environ.get("KERAS_CREATIVE_DATA"):
        pytest.skip("KERAS_CREATIVE_DATA is not set")
    suite = SUITES[name].small().choose(("gan", "cgan"), (0,))
    suite = dataclasses.replace(suite, settings=suite.settings[:1], steps=20)
    board = run_board(suite, tmp_path, 2, lambda line: None)
    real, copy = (board["rows"][n] for n in ("real-data", "training-copy"))
    assert real["recovery"] > 0.8 > 0.3 > copy["recovery"]
    assert copy["novelty"] == 0 and real["quality"] > 0.7
    assert board["rows"]["cgan"]["told"] == "labels"
    assert (tmp_path / "pictures" / "cgan.png").exists()
