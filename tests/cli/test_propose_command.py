import numpy as np

from keras_creative import cli, runs
from keras_creative.proposals import Proposals


def test_propose_writes_a_picture(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "run"
    new = Proposals(np.zeros((3, 8, 8, 1)), np.ones(3), ["far"] * 3)
    none = Proposals(np.zeros((0, 2)), np.ones(0), [])
    folder.mkdir()
    out = tmp_path / "new.png"
    for proposals, words in ((none, "nothing"), (new, f"see {out}: nothing")):
        monkeypatch.setattr(
            runs, "propose", lambda *_, p=proposals: (p, "nothing")
        )
        argv = ["propose", str(folder), "-n", "3", "--out", str(out)]
        assert cli.main(argv) == 0
        assert capsys.readouterr().out == f"{words}\n"
        assert out.exists() == bool(len(proposals.samples))


def test_propose_by_a_method(tmp_path, monkeypatch, capsys):
    received = []
    none = Proposals(np.zeros((0, 2)), np.ones(0), [])
    monkeypatch.setattr(
        runs, "propose", lambda *args: received.append(args) or (none, "")
    )
    argv = ["propose", str(tmp_path), "--method"]
    assert cli.main([*argv, "gap"]) == 0
    assert received[0][-1] == "gap"
    assert cli.main([*argv, "gaps"]) == 2
    assert "choose from" in capsys.readouterr().err


def test_propose_needs_a_run(tmp_path, capsys):
    assert cli.main(["propose", str(tmp_path / "none")]) == 2
    assert cli.main(["propose", str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
