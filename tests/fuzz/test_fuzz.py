"""Damaged files of every kind; `--mutations N` for more cases."""

import json
import os
import subprocess
import sys
from pathlib import Path

import campaign
import mutations
import numpy as np
import pytest

CAMPAIGN = Path(__file__).with_name("campaign.py")
# Named here, for the loaders themselves import TensorFlow and run apart.
LOADERS = (
    *("config", "measures", "history", "checkpoint", "best", "backup"),
    *(
        "referee",
        "latent",
        "npz",
        "idx",
        "folder",
        "resume",
        "evaluate",
        "report",
    ),
    *("sample", "interpolate", "export", "evaluate-vae", "report-vae"),
    "interpolate-picture",
)


@pytest.fixture(scope="module")
def counts(request):
    """Counts of a campaign, in a process in which TensorFlow has not run."""
    number = str(request.config.getoption("mutations"))
    result = subprocess.run(
        [sys.executable, CAMPAIGN, "--mutations", number, "--seed", "0"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert result.returncode == 0, result.stderr
    print(result.stderr)
    return json.loads(result.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.parametrize("name", LOADERS)
def test_no_damage_is_a_fault(counts, name):
    faults = {fault: counts[name][fault] for fault in campaign.FAULTS}
    assert not any(faults.values()), faults


@pytest.mark.slow
def test_every_loader_is_judged(counts):
    assert set(counts) == set(LOADERS)
    assert all(count["cases"] for count in counts.values())


class Stub:
    """A reader with one fault."""

    name = "stub"
    share = 1

    def __init__(self, read):
        self._read = read

    def build_apart(self, folder):
        (folder / "file").write_text("good")

    def damage(self, rng, folder):
        (folder / "file").write_text("damaged")
        return "damage", True

    def read(self, folder):
        text = (folder / "file").read_text()
        return text if text == "good" else self._read(folder)


def fail(folder):
    raise TypeError


def refuse(folder):
    raise ValueError


def hang(folder):
    while True:
        pass


def wait(folder):
    os.mkfifo(folder / "pipe")
    return (folder / "pipe").read_text()


def fill(folder):
    return bool(np.ones(1 << 25).any())


def write(folder):
    (folder.parent / "elsewhere").touch()
    raise ValueError


def change(folder):
    return "other"


@pytest.mark.parametrize(
    "read, fault",
    [
        (fail, "traceback"),
        (hang, "hang"),
        (wait, "hang"),
        (fill, "memory"),
        (write, "outside"),
        (change, "silent"),
        (refuse, None),
    ],
)
def test_every_fault_is_seen(monkeypatch, read, fault):
    monkeypatch.setattr(campaign, "_MOST_MEMORY", 100 << 10)
    if fault == "hang":
        monkeypatch.setattr(campaign, "_SECONDS", 0.2)
        monkeypatch.setattr(campaign, "_WAITING", 0.5)
    found = campaign.count({"stub": Stub(read)}, 1, 0, lambda line: None)
    faults = {name for name in campaign.FAULTS if found["stub"][name]}
    assert faults == ({fault} if fault else set())


def test_a_process_that_dies_is_a_hang():
    def die(folder):
        os._exit(1)

    found = campaign.count({"stub": Stub(die)}, 2, 0, lambda line: None)
    assert found["stub"]["hang"] == found["stub"]["cases"] == 2


def test_a_fault_of_the_campaign_is_none_of_the_reader():
    class Broken(Stub):
        def damage(self, rng, folder):
            raise KeyError("no such file")

    with pytest.raises(RuntimeError, match="KeyError: 'no such file'"):
        campaign.count({"stub": Broken(refuse)}, 1, 0, lambda line: None)


def test_same_seed_same_damage():
    rngs = [np.random.default_rng(3) for _ in range(2)]
    data = bytes(range(200))
    for _ in range(50):
        first, second = (mutations.damage_bytes(rng, data) for rng in rngs)
        assert first == second
