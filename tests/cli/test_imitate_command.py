import numpy as np

from keras_creative import cli, runs


def test_imitate_writes_a_picture(tmp_path, monkeypatch, capsys):
    received = []

    def imitate(*args):
        received.append(args)
        return np.zeros((3, 8, 8, 1)), ["a.png: inverted"]

    monkeypatch.setattr(runs, "imitate", imitate)
    shots = [tmp_path / name for name in ("a.png", "b.png")]
    for path in shots:
        path.touch()
    out = tmp_path / "more.png"
    argv = ["imitate", str(tmp_path), "--shots", *map(str, shots)]
    assert cli.main([*argv, "-n", "3", "--seed", "5", "--out", str(out)]) == 0
    assert received == [(tmp_path, shots, 3, 5)] and out.exists()
    assert capsys.readouterr().out == f"a.png: inverted\nsee {out}\n"


def test_imitate_needs_files_that_exist(tmp_path, capsys):
    there = tmp_path / "a.png"
    there.touch()
    for argv in (
        [str(tmp_path / "none"), "--shots", str(there)],
        [str(tmp_path), "--shots", str(tmp_path / "none.png")],
        [str(tmp_path), "--shots", str(there)],
        [str(tmp_path)],
    ):
        assert cli.main(["imitate", *argv]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 4
