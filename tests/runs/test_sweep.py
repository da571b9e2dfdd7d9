"""Trials of a sweep, and the table of their results."""

import csv

import pytest

from keras_creative import runs

GRID = {"lr": ["1", "2"], "lambda_g": ["0", "0.5", "1"], "epochs": ["3"]}


def test_a_trial_for_each_combination(tmp_path):
    trials = runs.make_trials(GRID, [0, 1], tmp_path)
    assert len(trials) == len({trial.name for trial in trials}) == 12
    assert trials[1].name == "lr=1,lambda_g=0,seed=1"
    assert trials[1].flags == (
        ["--lr", "1", "--lambda_g", "0", "--epochs", "3", "--seed", "1"]
        + ["--out", str(tmp_path / trials[1].name)]
    )


def test_names_are_those_of_files(tmp_path):
    (trial, _) = runs.make_trials({"data": ["../a/b", "c"]}, [0], tmp_path)
    assert trial.folder.parent == tmp_path and "/" not in trial.name


@pytest.mark.parametrize(
    "grid, seeds, message",
    [
        ({"lr": ["1", "1"]}, [0], "different.*lr="),
        ({"lr": []}, [0], "different.*lr="),
        ({"lr": ["1"]}, [2, 2], "different.*seed="),
        ({"seed": ["1"]}, [0], "must not have seed"),
    ],
)
def test_bad_grids(grid, seeds, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        runs.make_trials(grid, seeds, tmp_path)


def test_the_table_has_last_logs_and_measures(tmp_path):
    trials = runs.make_trials({"lr": ["1", "2"]}, [0], tmp_path)
    trials[0].folder.mkdir()
    folder = runs.RunFolder(trials[0].folder)
    folder.history.write_text("epoch,g_loss\n1,0.5\n2,0.25\n")
    measures = {"ring": {"modes": 7}, "note": "text"}
    folder.add_measures(2, measures, "8 samples")
    path = runs.write_table(runs.sweep_results(trials), tmp_path)
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["lr"] for row in rows] == ["1", "2"]
    assert [row["g_loss"] for row in rows] == ["0.25", ""]
    assert [row["modes"] for row in rows] == ["7", ""]
    assert "note" not in rows[0]
