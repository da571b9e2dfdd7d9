import errno
import json
import os
import shutil
import types
import zipfile

import keras
import numpy as np
import pytest

from keras_creative import callbacks


def save_text(text):
    """A stand-in for `model.save`: a file with the members Keras writes."""

    def save(path):
        with zipfile.ZipFile(path, "w") as archive:
            for name in ("config.json", "metadata.json", "model.weights.h5"):
                archive.writestr(name, text)

    return save


def make_epochs(callback, values, first=0):
    """Sessions of epochs whose log `fid` has these values, and saved text."""
    callback.on_train_begin()
    for epoch, value in enumerate(values, start=first):
        callback.set_model(types.SimpleNamespace(save=save_text(f"{value}")))
        callback.on_epoch_end(epoch, {} if value is None else {"fid": value})


def best(folder):
    with zipfile.ZipFile(folder / "best.keras") as archive:
        text = archive.read("config.json").decode()
    return json.loads((folder / "best.json").read_text()), text


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def truncate(path):
    path.write_bytes(path.read_bytes()[:-30])


def flip_a_byte(path):
    data = bytearray(path.read_bytes())
    data[data.index(b"config.json") + len(b"config.json")] ^= 1
    path.write_bytes(data)


def test_the_newest_are_kept(model, tmp_path):
    callback = callbacks.Checkpoints(tmp_path, keep=2)
    callback.set_model(model)
    for epoch in range(3):
        callback.on_epoch_end(epoch)
    assert names(tmp_path) == ["epoch_0002.keras", "epoch_0003.keras"]
    assert callbacks.latest_checkpoint(tmp_path) == (
        tmp_path / "epoch_0003.keras",
        3,
    )
    restored, epoch = callbacks.load_latest(tmp_path)
    assert epoch == 3
    np.testing.assert_array_equal(
        restored.sample(2, seed=0), model.sample(2, seed=0)
    )


def test_epochs_made_again_are_not_the_first_to_go(tmp_path):
    make_epochs(callbacks.Checkpoints(tmp_path), [1.0, 2.0, 3.0, 4.0])
    make_epochs(callbacks.Checkpoints(tmp_path, keep=1), [5.0], first=2)
    assert names(tmp_path) == ["epoch_0003.keras", "epoch_0004.keras"]


@pytest.mark.parametrize(
    "mode, values, epoch",
    [
        ("min", [3.0, 1.0, 1.0, np.nan, 2.0], 2),
        ("max", [np.nan, 1.0, 2.0, 2.0, None], 3),
    ],
)
def test_best_epoch(tmp_path, mode, values, epoch):
    make_epochs(callbacks.Checkpoints(tmp_path, 1, "fid", mode), values)
    value = values[epoch - 1]
    record = {"epoch": epoch, "monitor": "fid", "mode": mode, "value": value}
    assert best(tmp_path) == (record, str(value))
    assert names(tmp_path) == ["best.json", "best.keras", "epoch_0005.keras"]


def test_best_is_no_second_copy(tmp_path):
    make_epochs(callbacks.Checkpoints(tmp_path, monitor="fid"), [1.0])
    newest = tmp_path / "epoch_0001.keras"
    assert newest.samefile(tmp_path / "best.keras")


def test_best_is_copied_where_links_are_not_to_be_had(tmp_path, monkeypatch):
    def link(source, path):
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", link)
    make_epochs(callbacks.Checkpoints(tmp_path, 1, "fid"), [1.0, 2.0])
    assert best(tmp_path)[1] == "1.0"


def test_best_is_known_after_a_resume(tmp_path):
    make_epochs(callbacks.Checkpoints(tmp_path, 1, "fid"), [3.0, 1.0])
    resumed = callbacks.Checkpoints(tmp_path, 1, "fid")
    make_epochs(resumed, [2.0], first=2)
    assert resumed.best["epoch"] == 2 and best(tmp_path)[1] == "1.0"
    make_epochs(callbacks.Checkpoints(tmp_path, 1, "fid"), [0.5], first=3)
    assert best(tmp_path)[0]["epoch"] == 4 and best(tmp_path)[1] == "0.5"


def test_another_mode_begins_anew(tmp_path):
    make_epochs(callbacks.Checkpoints(tmp_path, 1, "fid", "min"), [1.0])
    make_epochs(callbacks.Checkpoints(tmp_path, 1, "fid", "max"), [0.5], 1)
    assert best(tmp_path)[0]["mode"] == "max" and best(tmp_path)[1] == "0.5"


def test_record_without_its_file_is_no_best(tmp_path):
    make_epochs(callbacks.Checkpoints(tmp_path, 1, "fid"), [1.0])
    (tmp_path / "best.keras").unlink()
    make_epochs(callbacks.Checkpoints(tmp_path, 1, "fid"), [2.0], first=1)
    assert best(tmp_path)[0]["epoch"] == 2 and best(tmp_path)[1] == "2.0"


def test_damaged_record_of_the_best(tmp_path):
    make_epochs(callbacks.Checkpoints(tmp_path, monitor="fid"), [1.0])
    (tmp_path / "best.json").write_text("{")
    with pytest.raises(ValueError, match="best.json', which is damaged"):
        make_epochs(callbacks.Checkpoints(tmp_path, monitor="fid"), [1.0])


def test_unknown_monitor_names_the_logs(model, tmp_path):
    callback = callbacks.Checkpoints(tmp_path, monitor="fid")
    callback.set_model(model)
    with pytest.raises(ValueError, match=r"\['d_loss', 'g_loss'\].*'fid'"):
        callback.on_epoch_end(0, {"g_loss": 1.0, "d_loss": 1.0})
    assert not names(tmp_path)


def test_full_disk_leaves_earlier_checkpoints(model, tmp_path, monkeypatch):
    make_epochs(callbacks.Checkpoints(tmp_path, 1, "fid"), [2.0])
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def save(path):
        path.write_bytes(b"half of it")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(model, "save", save)
    callback = callbacks.Checkpoints(tmp_path, 1, "fid")
    callback.on_train_begin()
    callback.set_model(model)
    with pytest.raises(OSError, match="No space left"):
        callback.on_epoch_end(1, {"fid": 1.0})
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_disk_that_fills_up_before_the_best_is_noted(tmp_path, monkeypatch):
    make_epochs(callbacks.Checkpoints(tmp_path, 1, "fid"), [2.0])
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def write_text(path, text):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pathlib.Path.write_text", write_text)
    with pytest.raises(OSError, match="No space left"):
        make_epochs(callbacks.Checkpoints(tmp_path, 1, "fid"), [1.0], first=1)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


@pytest.mark.parametrize("damage", [truncate, flip_a_byte, os.truncate])
def test_damaged_newest_is_skipped(model, tmp_path, damage):
    callback = callbacks.Checkpoints(tmp_path)
    callback.set_model(model)
    callback.on_epoch_end(0)
    callback.on_epoch_end(1)
    newest = tmp_path / "epoch_0002.keras"
    damage(*(newest, 0) if damage is os.truncate else (newest,))
    with pytest.warns(UserWarning, match="epoch_0002.keras' is damaged"):
        restored, epoch = callbacks.load_latest(tmp_path)
    assert epoch == 1
    np.testing.assert_array_equal(
        restored.sample(2, seed=0), model.sample(2, seed=0)
    )


def test_file_without_weights_is_damaged(tmp_path):
    make_epochs(callbacks.Checkpoints(tmp_path), [1.0])
    with zipfile.ZipFile(tmp_path / "epoch_0002.keras", "w") as archive:
        archive.writestr("config.json", "{}")
    with pytest.warns(UserWarning, match="epoch_0002"):
        path, epoch = callbacks.latest_checkpoint(tmp_path)
    assert (path.name, epoch) == ("epoch_0001.keras", 1)


def test_renamed_file_is_skipped(model, tmp_path):
    callback = callbacks.Checkpoints(tmp_path, keep=3)
    callback.set_model(model)
    for epoch in range(3):
        callback.on_epoch_end(epoch)
    shutil.copy(tmp_path / "epoch_0002.keras", tmp_path / "epoch_0005.keras")
    with pytest.warns(UserWarning, match="epoch_0005.keras' is of epoch 2"):
        assert callbacks.load_latest(tmp_path)[1] == 3


def test_file_of_an_earlier_version_is_known_by_its_name(model, tmp_path):
    model.save(tmp_path / "epoch_0004.keras")
    assert callbacks.load_latest(tmp_path)[1] == 4


@pytest.mark.filterwarnings("ignore:The checkpoint")
def test_all_are_damaged(tmp_path):
    for epoch in (1, 2):
        (tmp_path / f"epoch_{epoch:04d}.keras").write_text("nonsense")
    with pytest.raises(ValueError, match="all are damaged. Received: .*0001"):
        callbacks.load_latest(tmp_path)


def test_what_a_killed_save_left_behind_goes(tmp_path):
    (tmp_path / ".epoch_0002-0123abcd.keras").touch()
    make_epochs(callbacks.Checkpoints(tmp_path), [1.0])
    assert names(tmp_path) == ["epoch_0001.keras"]


def test_another_kind_of_model(tmp_path):
    keras.Sequential([keras.Input((2,))]).save(tmp_path / "epoch_0001.keras")
    with pytest.raises(ValueError, match="holds a Sequential with compiled"):
        callbacks.load_latest(tmp_path)


def test_no_checkpoint_yet(tmp_path):
    assert callbacks.latest_checkpoint(tmp_path / "none") == (None, 0)
    (tmp_path / ".epoch_0001-x.keras").touch()
    assert callbacks.latest_checkpoint(tmp_path) == (None, 0)
    assert callbacks.load_latest(tmp_path) == (None, 0)


@pytest.mark.parametrize(
    "argument, message",
    [
        ({"keep": 0}, "keep=0"),
        ({"keep": 1.5}, "keep=1.5"),
        ({"mode": "up"}, "mode='up'"),
    ],
)
def test_bad_arguments(tmp_path, argument, message):
    with pytest.raises(ValueError, match=message):
        callbacks.Checkpoints(tmp_path, **argument)
