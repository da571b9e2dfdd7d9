import json
import types

from keras_creative.runs import session_records


def test_times_of_epochs_are_kept_over_sessions(tmp_path, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(session_records.time, "monotonic", lambda: now[0])
    for first, seconds in ((0, 2.0), (1, 3.5)):
        times = session_records.EpochTimes(tmp_path / "times.csv")
        times.set_params({"steps": 30})
        times.on_train_begin()
        times.on_epoch_begin(first)
        now[0] += seconds
        times.on_epoch_end(first, {"loss": 1.0})
    text = (tmp_path / "times.csv").read_text()
    assert text.split() == ["epoch,seconds,steps", "1,2.0,30.0", "2,3.5,30.0"]


def test_skipped_files_are_kept(tmp_path):
    data, path = types.SimpleNamespace(problems={}), tmp_path / "skipped.json"
    skipped = session_records.SkippedFiles(data, path)
    skipped.on_epoch_end(0)
    assert not path.exists()
    data.problems = {"a.png": "it is damaged"}
    skipped.on_epoch_end(1)
    assert json.loads(path.read_text()) == {"a.png": "it is damaged"}
    path.unlink()
    skipped.on_epoch_end(2)
    assert not path.exists()
