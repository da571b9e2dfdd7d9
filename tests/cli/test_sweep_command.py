"""The command keras-creative sweep."""

import csv

import pytest

from keras_creative import cli

SWEEP = ["sweep", "r3gan-8gaussians"]


@pytest.mark.parametrize(
    "argv, message",
    [
        (["sweep", "nope", "--grid", "lr_g=1"], "no recipe 'nope'"),
        ([*SWEEP, "--grid", "lr_g"], "FLAG=VALUE"),
        ([*SWEEP, "--grid", "lr_g=1,"], "FLAG=VALUE"),
        ([*SWEEP, "--grid", "lr_g=1,1"], "different"),
        ([*SWEEP, "--grid", "lr_g=1", "lr_g=2"], "each flag once"),
        ([*SWEEP, "--grid", "lr_gg=1"], "--lr_gg"),
        ([*SWEEP, "--grid", "lr_g=x"], "--lr_g"),
        ([*SWEEP, "--grid", "seed=1"], "must not have seed"),
        ([*SWEEP], "--grid"),
    ],
)
def test_mistakes(argv, message, tmp_path, capsys):
    out = tmp_path / "sweep"
    assert cli.main([*argv, "--out", str(out)]) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1
    assert not out.exists()


@pytest.mark.slow
def test_trials_and_their_table(tmp_path, capsys):
    out = tmp_path / "sweep"
    argv = [*SWEEP, "--grid", "lr_g=1e-3,2e-3", "epochs=1", "--out", str(out)]
    assert cli.main(argv) == 0
    assert "[2/2]" in capsys.readouterr().out
    with open(out / "sweep.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["lr_g"] for row in rows] == ["1e-3", "2e-3"]
    assert rows[0]["g_loss"] != rows[1]["g_loss"]
    assert cli.main(argv) == 0
    with open(out / "sweep.csv", newline="") as file:
        assert list(csv.DictReader(file)) == rows
