"""`keras-creative translate`."""

from keras_creative import cli, runs


def test_translate_passes_its_flags(tmp_path, monkeypatch, capsys):
    given = []

    def translate(*args):
        given.extend(args)
        return ["2 pictures"]

    monkeypatch.setattr(runs, "translate", translate)
    argv = ["translate", str(tmp_path), str(tmp_path), "--out", "made"]
    assert cli.main([*argv, "--back"]) == 0
    assert [str(x) for x in given] == [str(tmp_path)] * 2 + ["made", "True"]
    assert "2 pictures" in capsys.readouterr().out


def test_missing_pictures_are_named(tmp_path, capsys):
    argv = ["translate", str(tmp_path), str(tmp_path / "none"), "--out", "x"]
    assert cli.main(argv) == 2
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert "none" in error and error.startswith("keras-creative")
