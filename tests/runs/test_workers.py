"""The cluster of a run on several workers, and its folder."""

import json

import pytest
import tensorflow as tf

from keras_creative import runs
from keras_creative.runs import workers

PLACES = ["127.0.0.1:1", "127.0.0.1:2"]


def configure(monkeypatch, cluster, kind="worker", index=0):
    task = {"type": kind, "index": index}
    text = json.dumps({"cluster": cluster, "task": task})
    monkeypatch.setenv("TF_CONFIG", text)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"cluster": 3, "task": {}}', "null"]
)
def test_no_cluster(text, monkeypatch):
    monkeypatch.setenv("TF_CONFIG", text)
    with pytest.raises(ValueError, match="TF_CONFIG must be.*Received"):
        runs.worker_strategy()


@pytest.mark.parametrize(
    "cluster, kind, index, message",
    [
        ({"worker": PLACES, "ps": PLACES}, "worker", 0, "types.*'ps'"),
        ({"worker": PLACES}, "evaluator", 0, "types.*'evaluator'"),
        ({"chief": PLACES}, "chief", 0, "at most one chief"),
        ({"worker": PLACES}, "worker", 2, "one of its cluster.*index=2"),
        ({"worker": PLACES}, "chief", 0, "one of its cluster"),
    ],
)
def test_bad_clusters(cluster, kind, index, message, monkeypatch):
    configure(monkeypatch, cluster, kind, index)
    with pytest.raises(ValueError, match=message):
        workers.read_cluster()


def test_the_chief_comes_first(monkeypatch):
    configure(monkeypatch, {"worker": PLACES, "chief": ["a:3"]}, index=1)
    assert workers.read_cluster() == (["a:3", *PLACES], PLACES[1])


def test_a_copy_has_what_a_session_resumes_from(tmp_path):
    folder = tmp_path / "run"
    (folder / "checkpoints").mkdir(parents=True)
    (folder / "checkpoints" / "epoch_0001.keras").write_text("model")
    (folder / "losses.png").write_text("picture")
    (folder / "config.json").write_text("{}")
    copy = workers._copied(folder, tmp_path / "copy")
    names = sorted(path.name for path in copy.rglob("*"))
    assert names == ["checkpoints", "config.json", "epoch_0001.keras"]
    assert not workers._copied(tmp_path / "none", tmp_path / "other").exists()


def test_one_worker_agrees_with_itself(monkeypatch):
    monkeypatch.delenv("TF_CONFIG", raising=False)
    strategy = tf.distribute.MultiWorkerMirroredStrategy()
    runs.check_agreement(strategy, {"settings": {"a": 1}, "epochs": 2})
    assert runs.is_chief(strategy)


def test_digests_tell_values_apart():
    values = [{"a": 1}, {"a": 2}, [1], 1, None, "1"]
    assert len({workers._digest(value) for value in values}) == len(values)
    assert workers._digest({"a": 1, "b": 2}) == workers._digest(
        {"b": 2, "a": 1}
    )
