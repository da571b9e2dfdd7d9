"""Jobs with a stub instead of a training."""

import os
import subprocess
import sys
import time

import pytest

from keras_creative.board import jobs
from keras_creative.board.jobs import Job, JobFailed, run_jobs

# Writes its file, unless its name says otherwise.
STUB = """
import json, pathlib, sys, time
job = json.loads(sys.argv[1])
out = pathlib.Path(job["out"])
if "fails" in out.name:
    sys.exit("there was an error")
if "hangs" in out.name:
    out.with_suffix(".started").touch()
    time.sleep(60)
out.write_text(str(time.time()))
"""


@pytest.fixture
def make_jobs(tmp_path, monkeypatch):
    (tmp_path / "board_stub.py").write_text(STUB)
    monkeypatch.setattr(jobs, "_MODULE", "board_stub")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def make(*names):
        return [
            Job(name, {"out": str(tmp_path / "jobs" / f"{name}.npz")})
            for name in names
        ]

    return make


def test_finished_jobs_are_kept(make_jobs):
    first, second = make_jobs("first", "second")
    run_jobs([first], tell=lambda line: None)
    made, lines = first.out.read_text(), []
    run_jobs([first, second], workers=2, tell=lines.append)
    assert first.out.read_text() == made and second.out.exists()
    assert lines[0] == "1 of 2 jobs are done already"
    assert lines[1].startswith("[1/1] second: ") and len(lines) == 2
    assert not first.log.exists()


def test_time_left_is_told(make_jobs):
    lines = []
    run_jobs(make_jobs("a", "b"), tell=lines.append)
    assert "; about " in lines[0] and lines[0].endswith(" left")
    assert "left" not in lines[1]


def test_failed_jobs_are_named_and_others_kept(make_jobs):
    done, failing, after = make_jobs("done", "fails", "after")
    match = "job 'fails' failed with exit code 1.*: there was an error"
    with pytest.raises(JobFailed, match=match):
        run_jobs([done, failing, after], tell=lambda line: None)
    assert done.out.exists() and failing.log.exists()
    assert not after.out.exists() and not failing.out.exists()


def test_interrupted_jobs_end_and_start_again(make_jobs, monkeypatch):
    done, hanging = make_jobs("done", "hangs")
    started = hanging.out.with_suffix(".started")
    sleep = time.sleep

    def interrupt(seconds):
        sleep(seconds)
        if started.exists():
            raise KeyboardInterrupt

    monkeypatch.setattr(jobs.time, "sleep", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run_jobs([done, hanging], workers=2, tell=lambda line: None)
    assert not hanging.out.exists()
    monkeypatch.setattr(jobs.time, "sleep", sleep)
    (again,) = make_jobs("again")
    run_jobs([again], tell=lambda line: None)
    assert again.out.exists()


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_job_ends_with_its_board():
    """Its standard input is closed, whatever ended the board."""
    code = (
        "import keras_creative_command\n"
        "from keras_creative.board.job import _end_with_parent\n"
        "import time\n"
        "_end_with_parent()\n"
        "time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE
    )
    assert process.poll() is None
    process.stdin.close()
    assert process.wait(30) == 1
