import pytest

from keras_creative import board, cli
from keras_creative.board.cases import open_case
from keras_creative.board.config import check_config
from keras_creative.board.training_file import digest


def said(capsys):
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    return lines[0]


@pytest.mark.parametrize(
    "argv, reason",
    [
        (["rng"], "invalid choice: 'rng' (choose from ring"),
        (["ring", "--models", "ganz"], "did you mean gan?"),
        (["ring", "--jobs", "0"], "must be at least 1"),
        (["ring", "--seeds", "-1"], "--seeds must be different integers"),
        (["fonts"], "The fonts were not found"),
    ],
)
def test_mistakes(argv, reason, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KERAS_CREATIVE_DATA", raising=False)
    assert cli.main(["board", *argv]) == 2
    assert reason in said(capsys)
    assert list(tmp_path.iterdir()) == []


def test_a_job_that_fails_is_one_line(tmp_path, monkeypatch, capsys):
    def fail(*args):
        raise board.JobFailed("The job 'gan, mode-1' failed")

    monkeypatch.setattr(board, "run_board", fail, raising=False)
    assert cli.main(["board", "ring", "--out", str(tmp_path)]) == 1
    assert said(capsys).endswith("The job 'gan, mode-1' failed")


def test_nearest_suite_is_named(capsys):
    assert cli.main(["board", "rign"]) == 2
    assert "did you mean ring?" in said(capsys)


def test_changed_settings(tmp_path, capsys):
    suite = board.SUITES["ring"].small()
    digests = {
        setting.name: digest(open_case(setting).training)
        for setting in suite.settings
    }
    check_config(tmp_path, suite.choose(["gan"]), digests)
    before = sorted(tmp_path.iterdir())
    argv = ["board", "ring", "--small", "--out", str(tmp_path)]
    assert cli.main([*argv, "--seeds", "7"]) == 2
    assert "seeds: expected [0, 1], received [7]" in said(capsys)
    assert sorted(tmp_path.iterdir()) == before
