import json
import re

import pytest

from keras_creative import models
from keras_creative.legacy import cgan, mixture_games

SMALL = ["--notebook", "--nlayers", "2", "--nhidden", "4", "--niters", "4"]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(mixture_games, "INTERVAL", 2)

    def run(*flags):
        code = cgan.main([*SMALL, "--outdir", str(tmp_path), *flags])
        return code, tmp_path / "figs"

    return run


@pytest.mark.slow
def test_files_and_record(run, capsys):
    code, figs = run("--label", "--missing_mixt", "4", "--fig_name", "first")
    assert code == 0
    names = {path.name for path in figs.iterdir()}
    assert {"first.png", "first-metrics.png", "first.keras"} <= names
    record = json.loads((figs / "first.json").read_text())
    assert record["settings"]["holdout"] == [4]
    assert list(record["measures"]["holdout"]) == ["4"]
    assert "missing mode 4 hit by" in capsys.readouterr().out


@pytest.mark.slow
def test_the_game_is_conditional(monkeypatch, run):
    made = []
    init = models.CGAN.__init__
    monkeypatch.setattr(
        models.CGAN,
        "__init__",
        lambda self, *a, **k: (made.append(self), init(self, *a, **k))[1],
    )
    run("--missing_mixt", "none")
    assert made[0].num_classes == 8 and made[0].attributes_length == 8


@pytest.mark.slow
def test_labels_are_taken_without_the_flag(run, capsys):
    assert run()[0] == 0
    assert "takes labels" in capsys.readouterr().err


@pytest.mark.parametrize(
    "flags, message",
    [
        (["--lambda_g", "0.5"], "unrecognized arguments: --lambda_g"),
        (
            ["--missing_mixt", "8"],
            "--missing_mixt must.*Received: missing_mixt=\\(8,\\)",
        ),
        (["--missing_mixt", *"01234567"], "at least one label to show"),
    ],
)
def test_mistakes_are_one_line(run, capsys, flags, message):
    code, figs = run("--label", *flags)
    lines = capsys.readouterr().err.splitlines()
    assert code == 2 and len(lines) == 1
    assert re.search(message, lines[0])
    assert not figs.exists()


def test_default_number_of_steps():
    assert cgan.make_parser().parse_args([]).niters == 2500
