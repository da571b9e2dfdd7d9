"""The parent and the workers of the step benchmarks, with fake contestants."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
SCRIPTS = (
    "dcgan_images.py",
    "penalty_images.py",
    "toy_steps.py",
    "vae_steps.py",
)
FAKE = """\
import sys


def compete(speed):
    print("this is not for the parent")

    def train(steps):
        print("nor is this")
        return speed * steps

    return {"speed": speed}, train


def fail():
    raise ValueError("no such layer")


def end_in_training():
    def train(steps):
        print("the kernel is missing", file=sys.stderr)
        sys.exit(3)

    return {}, train
"""


@pytest.fixture
def contestants(tmp_path, monkeypatch):
    """The module, with a module of fake contestants for its workers."""
    (tmp_path / "fake.py").write_text(FAKE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(FOLDER)
    import contestants

    monkeypatch.setattr(contestants, "PAUSE", 0.0)
    return contestants


@pytest.fixture
def common(monkeypatch):
    monkeypatch.syspath_prepend(FOLDER)
    import common

    return common


def test_contestants_train_in_turn(contestants):
    fakes = {
        name: contestants.Contestant("fake:compete", {"speed": speed})
        for name, speed in (("slow", 1), ("fast", 10))
    }
    with contestants.started(fakes) as workers:
        replies = contestants.alternate(workers, rounds=2, steps=3)
        assert workers["fast"].facts == {"speed": 10}
    work = {
        name: [reply["work"] for reply in replies[name]] for name in replies
    }
    assert work == {"slow": [3, 3], "fast": [30, 30]}
    assert all(r["seconds"] > 0 and r["peak_mb"] > 1 for r in replies["slow"])


def test_a_contestant_that_dies_is_reported(contestants):
    fake = contestants.Contestant("fake:end_in_training", {})
    message = "^last ended with exit code 3: the kernel is missing$"
    with contestants.started({"last": fake}) as workers:
        with pytest.raises(contestants.Died, match=message):
            workers["last"].train(1)
        with pytest.raises(contestants.Died, match=message):
            workers["last"].train(1)


def test_only_optional_contestants_may_fail(contestants):
    fakes = {
        "compiled": contestants.Contestant("fake:fail", {}, optional=True),
        "eager": contestants.Contestant("fake:compete", {"speed": 1}),
    }
    rates, failures = contestants.first_round(fakes, steps=2)
    assert rates["eager"] > 0 and list(rates) == ["eager"]
    assert failures == {
        "compiled": "compiled ended with exit code 1: ValueError: no such layer"
    }
    fakes["eager"] = contestants.Contestant("fake:fail", {})
    with pytest.raises(contestants.Died, match="eager .* no such layer"):
        contestants.first_round({"eager": fakes["eager"]}, steps=2)


def test_best_rows_of_each_kind(contestants):
    rates = {"a 1": 3.0, "b 1": 9.0, "a 2": 5.0, "a 3": 4.0}
    best = contestants.best_rows(rates, ["a", "b", "c"], 2)
    assert best == ["a 2", "a 3", "b 1"]


def test_finalists(common):
    claims = [common.Claim("ours", "a", 1.2), common.Claim("other", "a", None)]
    first = {"a 1": 3.0, "b 1": 9.0, "a 2": 5.0, "a 3": 4.0}
    assert common.finalists("best", first, claims) == ["a 2", "a 3"]
    assert common.finalists("all", first, claims) == list(first)
    assert common.finalists("none", {}, claims) == []


def test_ratios_by_hand(common):
    rates = {
        "ours, one": [2.0, 9.0, 6.0],
        "ours, two": [1.0, 1.0, 1.0],
        "theirs": [4.0, 3.0, 3.0],
    }
    claims = [
        common.Claim("ours", "theirs", 1.5),
        common.Claim("ours", "others", 1.0),
    ]
    (ratio,) = common.ratios(rates, claims)
    assert ratio == {
        "ratio": "ours, one / theirs",
        "target": 1.5,
        "of_medians": 2.0,
        "rounds": [0.5, 3.0, 2.0],
        "min": 0.5,
        "median": 2.0,
        "max": 3.0,
        "min_after_the_first": 2.0,
    }


def test_rows_of_torch(common, monkeypatch):
    monkeypatch.setattr(common.os, "cpu_count", lambda: 2)
    rows = common.torch_rows(
        "PyTorch", "module:function", {"seed": 0}, ["channels_last"]
    )
    assert list(rows) == [
        "PyTorch eager, channels last, 1 thread",
        "PyTorch eager, channels last, 2 threads",
        "PyTorch compiled, channels last, 2 threads",
    ]
    last = rows["PyTorch compiled, channels last, 2 threads"]
    assert last.optional
    assert last.settings == {
        "seed": 0,
        "threads": 2,
        "compiled": True,
        "memory_format": "channels_last",
    }


@pytest.mark.parametrize("script", SCRIPTS)
def test_without_torch_it_is_one_line(script):
    path = str(FOLDER / script)
    program = (
        "import runpy, sys\n"
        f"sys.modules['torch'] = None; sys.argv = [{path!r}]\n"
        f"sys.path.insert(0, {str(FOLDER)!r})\n"
        f"runpy.run_path({path!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(FOLDER.parent)},
    )
    assert done.returncode == 2
    assert done.stderr == (
        f"{script}: The comparison needs torch: "
        'pip install "keras-creative[benchmarks]"\n'
    )


def test_a_whole_comparison(contestants, common, monkeypatch, capsys):
    """The slower rival and the one that fails are not in the last table."""
    monkeypatch.setattr(common, "check_torch", lambda: None)
    monkeypatch.setattr(common, "FINALISTS", 1)
    records = []
    monkeypatch.setattr(common, "write_record", lambda *a: records.append(a))

    def row(speed):
        return contestants.Contestant("fake:compete", {"speed": speed})

    rivals = {
        "theirs, slow": row(1),
        "theirs, fast": row(1000),
        "theirs, compiled": contestants.Contestant(
            "fake:fail", {}, optional=True
        ),
    }
    args = common.make_parser("test", "A test.", 2, 5).parse_args([])
    claims = [common.Claim("ours", "theirs", 1.2)]
    common.compete(args, "Claim.", "units", {"ours": row(9)}, rivals, claims)
    ((path, record),) = records
    assert path == args.out
    assert list(record["rows"]) == ["ours", "theirs, fast"]
    assert len(record["rows"]["ours"]["rounds"]) == record["n"] == 2
    assert list(record["first_round"]) == ["theirs, slow", "theirs, fast"]
    assert record["ratios"][0]["ratio"] == "ours / theirs, fast"
    printed = capsys.readouterr().out
    assert "native bfloat16" in printed and "no such layer" in printed
    args = common.make_parser("test", "A test.", 1, 5).parse_args(
        ["--rivals", "none"]
    )
    common.compete(args, "Claim.", "units", {"ours": row(9)}, rivals, claims)
    assert list(records[1][1]["rows"]) == ["ours"]
