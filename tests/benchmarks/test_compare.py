import importlib
import json
import subprocess
from pathlib import Path

import pytest

from keras_creative import commands

FOLDER = Path(__file__).parents[2] / "benchmarks"
# A package whose rounds take the seconds that it contains.
PACKAGE = """
import time

clock, seconds = [0.0], iter({seconds})
time.perf_counter = lambda: clock[0]

def compete(benchmark, steps):
    def train(steps):
        clock[0] += next(seconds)
        return steps

    return {{"package": __file__}}, train
"""


def git(folder, *arguments):
    identity = "-c", "user.name=a", "-c", "user.email=a@example.org"
    command = ["git", "-C", folder, *identity, *arguments]
    return subprocess.run(
        command, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def compare(tmp_path, monkeypatch):
    """The script, in a repository whose commits are named by their speed."""
    root = tmp_path / "repository"
    package = root / "keras_creative" / "__init__.py"
    package.parent.mkdir(parents=True)
    git(root, "init", "--quiet")
    for name, seconds in (
        ("normal", [1.0, 1.0, 1.0]),
        ("slow", [1.25, 1.25, 1.05]),
        ("uneven", [1.25, 0.5, 1.25]),
        ("broken", None),
    ):
        text = PACKAGE.format(seconds=seconds)
        package.write_text(text if seconds else "raise OSError('no')\n")
        git(root, "add", ".")
        git(root, "commit", "--quiet", "-m", name)
        git(root, "tag", name)
    monkeypatch.syspath_prepend(FOLDER)
    script = importlib.import_module("compare")
    monkeypatch.setattr(script, "ROOT", root)
    monkeypatch.setattr(script, "TARGET", "keras_creative:compete")
    yield script
    assert len(git(root, "worktree", "list").splitlines()) == 1


def run(script, tmp_path, *argv):
    out = tmp_path / "compare.json"
    argv = ["--benchmarks=toy", "--rounds=3", f"--out={out}", *argv]
    code = commands.run("compare.py", script.main, argv)
    results = json.loads(out.read_text())["results"] if out.exists() else None
    return code, results


def test_a_slower_commit_fails(compare, tmp_path, capsys):
    code, (result,) = run(compare, tmp_path, "normal", "slow")
    assert code == 1
    assert result["ratios"] == pytest.approx([0.8, 0.8, 1 / 1.05])
    assert result["median"] == 0.8
    assert "| 0.80 to 0.95 | too slow" in capsys.readouterr().out


def test_a_faster_commit_and_a_lower_limit_pass(compare, tmp_path):
    code, (result,) = run(compare, tmp_path, "slow", "normal")
    assert (code, result["median"]) == (0, 1.25)
    code, _ = run(compare, tmp_path, "normal", "slow", "--fail-below", "0.7")
    assert code == 0


def test_rounds_that_disagree_are_noise(compare, tmp_path):
    code, (result,) = run(compare, tmp_path, "normal", "uneven")
    assert (code, result["verdict"]) == (0, "noisy")


def test_three_of_four_rounds_agree_on_a_slow_commit(compare):
    base, lowest = [1.0] * 5, 0.95
    for head, verdict in (
        ([2.0, 2.0, 2.0, 2.0, 0.5], "too slow"),
        ([2.0, 2.0, 2.0, 0.5, 0.5], "noisy"),
        ([1.05, 1.05, 1.05, 1.05, 1.05], "ok"),
    ):
        result = compare.judged("toy", 1, (base, head), lowest)
        assert result["verdict"] == verdict


def test_the_working_tree_is_compared(compare, tmp_path):
    package = compare.ROOT / "keras_creative" / "__init__.py"
    package.write_text(PACKAGE.format(seconds=[2.0, 2.0, 2.0]))
    code, (result,) = run(compare, tmp_path, "normal", ".")
    assert (code, result["median"]) == (1, 0.5)


@pytest.mark.parametrize(
    "name", ["nothing", "-x", "--detach", "a b", "normal:keras_creative", ""]
)
def test_bad_commits_are_one_line(compare, tmp_path, capsys, name):
    code, results = run(compare, tmp_path, "--", "normal", name)
    assert (code, results) == (2, None)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"compare.py: there is no commit {name!r}")


def test_a_commit_that_cannot_train_is_one_line(compare, tmp_path, capsys):
    code, results = run(compare, tmp_path, "normal", "broken")
    assert (code, results) == (2, None)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("OSError: no")


def test_an_interrupt_leaves_no_worktree(compare, tmp_path, monkeypatch):
    def interrupt(worker, steps):
        raise KeyboardInterrupt

    monkeypatch.setattr(compare.contestants.Worker, "train", interrupt)
    assert run(compare, tmp_path, "normal", "slow") == (130, None)
