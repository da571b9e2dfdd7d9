"""The command keras-creative launch, and training on several workers."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from keras_creative import cli

LAUNCH = [sys.executable, "-m", "keras_creative", "launch", "--workers", "2"]
TRAIN = ["train", "r3gan-8gaussians", "--strategy", "multiworker"]
# With another seed on every worker.
UNLIKE = """
import json, os, sys
from keras_creative import cli
index = json.loads(os.environ["TF_CONFIG"])["task"]["index"]
sys.exit(cli.main([*sys.argv[1:], "--seed", str(index)]))
"""


def launch(*words):
    return subprocess.run(
        [*LAUNCH, "--", *words], capture_output=True, text=True
    )


def history(run):
    with open(run / "history.csv", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], np.array(rows[1:], float)


@pytest.mark.parametrize(
    "words, message",
    [
        ([], "which command?"),
        (["--"], "which command?"),
        (["--", "no-such-program"], "no program 'no-such-program'"),
        (["--workers", "0", "--", "list"], "--workers"),
        (["--workers", "1000", "--", "list"], "at most 64"),
    ],
)
def test_mistakes(words, message, capsys):
    assert cli.main(["launch", *words]) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1


def test_no_cluster_is_one_line(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("TF_CONFIG", "{")
    assert cli.main([*TRAIN, "--out", str(tmp_path / "run")]) == 2
    error = capsys.readouterr().err
    assert "TF_CONFIG must be a JSON object" in error
    assert error.count("\n") == 1 and not (tmp_path / "run").exists()


@pytest.fixture(scope="module")
def command():
    """A run of 10 epochs; its schedules depend on their number."""
    return [*TRAIN, "--epochs", "10", "--out"]


@pytest.fixture(scope="module")
def unbroken(command, tmp_path_factory):
    run = tmp_path_factory.mktemp("unbroken") / "run"
    found = launch(*command, str(run))
    assert found.returncode == 0, found.stdout
    return history(run)


@pytest.mark.slow
@pytest.mark.parametrize("victim", [0, 1], ids=["chief", "worker"])
def test_a_run_survives_a_killed_worker(victim, command, unbroken, tmp_path):
    """Killed in an epoch, it goes on like an unbroken run (to 1e-6)."""
    run = tmp_path / "run"
    broken = subprocess.Popen(
        [*LAUNCH, "--", *command, str(run)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    while not (run / "checkpoints" / "epoch_0002.keras").exists():
        assert broken.poll() is None
        time.sleep(0.1)
    os.kill(children(broken.pid)[victim], signal.SIGKILL)
    begin = time.monotonic()
    output, _ = broken.communicate()
    assert time.monotonic() - begin < 60
    assert broken.returncode == 137
    assert output.count("another worker has ended; epoch") == 1
    assert "Traceback" not in output
    resumed = launch(*command, str(run))
    assert resumed.returncode == 0 and "resumes after epoch" in resumed.stdout
    names, rows = history(run)
    assert names == unbroken[0]
    np.testing.assert_allclose(rows, unbroken[1], rtol=1e-6)


def children(pid):
    """Processes that a process has started, in their order."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return sorted(int(word) for word in path.read_text().split())


@pytest.mark.slow
def test_workers_with_other_settings_are_refused(tmp_path):
    run = tmp_path / "run"
    found = launch(sys.executable, "-c", UNLIKE, *TRAIN, "--out", str(run))
    assert found.returncode == 2
    assert "must have the same settings. Received here" in found.stdout
    assert "Traceback" not in found.stdout and not run.exists()


def test_arguments_reach_the_program_as_they_are(capsys):
    show = "import sys; print(sys.argv[1:])"
    words = ["--", sys.executable, "-c", show, "--", "x"]
    assert cli.main(["launch", "--workers", "1", *words]) == 0
    assert capsys.readouterr().out == "[0] ['--', 'x']\n"
