import errno
import time

import keras
import pytest

from keras_creative import cli, experiments
from keras_creative.runs import provenance

RING = experiments.PointGAN(num_layers=2, units=4, batch_size=8, epochs=3)


def save_epochs(run, epochs):
    """A run as if it had been trained."""
    session = RING.begin(run)
    session.folder.release()
    rows = "".join(f"{epoch},0.5\n" for epoch in range(1, epochs + 1))
    session.folder.history.write_text(f"epoch,g_loss\n{rows}")
    session.folder.checkpoints.mkdir()
    session.model.save(run / "checkpoints" / f"epoch_{epochs:04d}.keras")


def test_folder_that_is_moved_away_ends_the_run(tmp_path):
    session = RING.begin(tmp_path / "run")
    guard = session.callbacks[0]
    guard.on_epoch_end(0)
    (tmp_path / "run").rename(tmp_path / "elsewhere")
    for hook in (guard.on_train_batch_end, guard.on_epoch_end):
        with pytest.raises(OSError, match="was moved or removed"):
            hook(0)
    session.folder.release()


@pytest.mark.slow
def test_folder_that_is_moved_away_is_not_made_anew(tmp_path):
    run = tmp_path / "run"
    session = RING.begin(run)

    def move(epoch, logs):
        if epoch == 1:
            run.rename(tmp_path / "elsewhere")

    session.callbacks.insert(0, keras.callbacks.LambdaCallback(None, move))
    with pytest.raises(OSError, match="was moved or removed") as error:
        session.train(verbose=0)
    assert error.value.errno == errno.ESTALE
    assert not run.exists()
    assert (
        tmp_path / "elsewhere" / "checkpoints" / "epoch_0001.keras"
    ).exists()


def test_folder_is_for_one_process_at_a_time(tmp_path, hold_lock, capsys):
    """What the first process has not finished writing stays, too."""
    run = tmp_path / "run"
    RING.begin(run).folder.release()
    with hold_lock(run):
        (run / ".history-0123abcd.csv").touch()
        with pytest.raises(ValueError, match="where another process trains"):
            RING.begin(run)
        argv = ["train", "cgan-8gaussians", "--out", str(run), "--override"]
        assert cli.main(argv) == 2
        assert capsys.readouterr().err.count("\n") == 1
        assert (run / ".history-0123abcd.csv").exists()
    RING.begin(run).folder.release()
    assert not (run / ".history-0123abcd.csv").exists()


def test_run_can_be_resumed_in_the_same_process(tmp_path):
    save_epochs(tmp_path / "run", 1)
    session = RING.begin(tmp_path / "run", epochs=2)
    assert session.epochs_made == 1
    assert RING.begin(tmp_path / "run", epochs=2).epochs_made == 1
    session.folder.release()


def test_history_that_lost_rows_raises_before_training(tmp_path):
    save_epochs(tmp_path / "run", 2)
    history = tmp_path / "run" / "history.csv"
    lines = history.read_text().splitlines(keepends=True)
    history.write_text("".join(lines[:-1]))
    with pytest.raises(ValueError, match="lacks the rows of epoch 2"):
        RING.begin(tmp_path / "run")
    with pytest.warns(UserWarning, match="lacks the rows of epoch 2"):
        RING.begin(tmp_path / "run", override=True).folder.release()


@pytest.mark.parametrize("year", [1970, 2110])
def test_clock_that_zip_archives_do_not_know(tmp_path, monkeypatch, year):
    now = time.struct_time((year, 1, 1, 0, 0, 0, 0, 1, 0))
    monkeypatch.setattr(provenance.time, "localtime", lambda: now)
    with pytest.raises(ValueError, match=f"Received: {year}-01-01"):
        RING.begin(tmp_path / "run")
    assert not (tmp_path / "run").exists()
