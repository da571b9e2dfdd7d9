import os
import subprocess
import sys

import pytest

from keras_creative.files import (
    atomic,
    atomic_path,
    remove_stale_temp_files,
    stale_temp_files,
)


def test_the_file_appears_when_it_is_complete(tmp_path):
    path = tmp_path / "new" / "folder" / "history.csv"
    with atomic_path(str(path)) as temporary:
        assert temporary.parent == path.parent
        assert temporary.suffix == path.suffix
        temporary.write_text("whole")
        assert not path.exists()
    assert path.read_text() == "whole"
    assert os.listdir(path.parent) == ["history.csv"]


def test_an_older_file_is_replaced(tmp_path):
    path = tmp_path / "history.csv"
    path.write_text("old")
    with atomic_path(path) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_leaves_everything_as_it_was(tmp_path, error):
    path = tmp_path / "history.csv"
    path.write_text("old")
    with pytest.raises(error), atomic_path(path) as temporary:
        temporary.write_text("half")
        raise error
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["history.csv"]


@pytest.mark.parametrize("umask, mode", [(0o022, 0o644), (0o077, 0o600)])
def test_permissions_are_those_of_any_new_file(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        with atomic_path(tmp_path / "history.csv"):
            pass
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    assert (tmp_path / "history.csv").stat().st_mode & 0o777 == mode


def test_a_killed_writer_leaves_the_old_file(tmp_path):
    path = tmp_path / "history.csv"
    path.write_text("old")
    code = (
        "import runpy, sys, time\n"
        "atomic_path = runpy.run_path(sys.argv[1])['atomic_path']\n"
        "with atomic_path(sys.argv[2]) as temporary:\n"
        "    temporary.write_text('half')\n"
        "    print('writing', flush=True)\n"
        "    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, atomic.__file__, path]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline() == b"writing\n"
        writer.kill()
    (temporary,) = stale_temp_files(tmp_path)
    assert path.read_text() == "old" and temporary.read_text() == "half"
    remove_stale_temp_files(tmp_path)
    assert os.listdir(tmp_path) == ["history.csv"]


@pytest.mark.parametrize("name", ["a.csv", "a", ".a", "a.tar.gz", "a" * 90])
def test_temporary_files_are_found_under_every_name(tmp_path, name):
    with atomic_path(tmp_path / name) as temporary:
        assert stale_temp_files(tmp_path) == [temporary]


def test_other_files_are_not_removed(tmp_path):
    for name in (
        "history-0123abcd.csv",
        ".history-0123abc.csv",
        ".history-0123ABCD.csv",
        ".history-0123abcde.csv",
        ".history-0123abcd.csv.part",
        ".-0123abcd.csv",
        ".history.csv",
    ):
        (tmp_path / name).touch()
    (tmp_path / ".folder-0123abcd").mkdir()
    (tmp_path / ".link-0123abcd").symlink_to(tmp_path / ".history.csv")
    before = sorted(os.listdir(tmp_path))
    remove_stale_temp_files(tmp_path)
    assert sorted(os.listdir(tmp_path)) == before
    remove_stale_temp_files(tmp_path / "none")
