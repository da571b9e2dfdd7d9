import pytest

from keras_creative import callbacks

WHOLE = "epoch,d_loss,fid\r\n1,1.5,\r\n2,1.25,41.5\r\n"
ROWS = [
    {"epoch": 1, "d_loss": 1.5},
    {"epoch": 2, "d_loss": 1.25, "fid": 41.5},
]


def read(path, text):
    path.write_bytes(text.encode())
    return callbacks.read_history(path)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE.replace("\r\n", "\n"),
        "\ufeff" + WHOLE,
        WHOLE.replace("\n1,", "\n1.0,"),
    ],
)
def test_whole_tables(tmp_path, text):
    assert read(tmp_path / "history.csv", text) == ROWS


@pytest.mark.parametrize(
    "text, reason",
    [
        ("", "line 1: its first line must contain epoch"),
        ("d_loss,fid\n1,2\n", "line 1: its first line must contain epoch"),
        ("epoch,fid,fid\n1,2,3\n", "line 1: its first line"),
        (WHOLE[:-2], "line 3: its last line is incomplete"),
        (WHOLE[:-8] + "\n", "line 3: 2 cells under 3 names"),
        (WHOLE + "3,1,2,9\r\n", "line 4: 4 cells under 3 names"),
        (WHOLE + "2,1,2\r\n", "line 4: the epochs must increase"),
        (WHOLE + "2.5,1,2\r\n", "line 4: 2.5 is not an epoch"),
        (WHOLE + ",1,2\r\n", "line 4: could not convert"),
        (WHOLE + "3,much,2\r\n", "line 4: could not convert"),
    ],
)
def test_damaged_tables(tmp_path, text, reason):
    with pytest.raises(ValueError, match=f"history.csv', {reason}"):
        read(tmp_path / "history.csv", text)


def test_lost_rows_are_warned_of(tmp_path):
    (tmp_path / "history.csv").write_text(WHOLE)
    table = callbacks.HistoryCSV(tmp_path / "history.csv")
    table.on_train_begin()
    with pytest.warns(UserWarning, match="lacks the rows of epoch 3 and 1"):
        table.on_epoch_begin(4)
    table.on_epoch_begin(5)


def test_no_row_is_lost(tmp_path, recwarn):
    (tmp_path / "history.csv").write_text(WHOLE)
    table = callbacks.HistoryCSV(tmp_path / "history.csv")
    table.on_train_begin()
    table.on_epoch_begin(2)
    assert not recwarn
