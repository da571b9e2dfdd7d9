import os
import subprocess
import sys

import pytest

from keras_creative import files
from keras_creative.files import (
    atomic_path,
    check_regular_file,
    is_made_up,
    leftovers,
    newer_version,
    parse_json,
    read_record,
    read_text,
    remove_leftovers,
)


def test_the_file_appears_when_it_is_whole(tmp_path):
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
    command = [sys.executable, "-c", code, files.__file__, path]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline() == b"writing\n"
        writer.kill()
    (temporary,) = leftovers(tmp_path)
    assert path.read_text() == "old" and temporary.read_text() == "half"
    remove_leftovers(tmp_path)
    assert os.listdir(tmp_path) == ["history.csv"]


@pytest.mark.parametrize("name", ["a.csv", "a", ".a", "a.tar.gz", "a" * 90])
def test_every_temporary_name_is_a_leftover(tmp_path, name):
    with atomic_path(tmp_path / name) as temporary:
        assert leftovers(tmp_path) == [temporary]


def test_other_files_are_no_leftovers(tmp_path):
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
    remove_leftovers(tmp_path)
    assert sorted(os.listdir(tmp_path)) == before
    remove_leftovers(tmp_path / "none")


def test_record(tmp_path):
    path = tmp_path / "best.json"
    path.write_text('{"epoch": 1, "value": 0.5}')
    assert read_record(path, ["epoch"]) == {"epoch": 1, "value": 0.5}
    with pytest.raises(ValueError, match=r"\['name'\]. Received: .*best.json"):
        read_record(path, ["name"])
    path.write_bytes(b"\xff")
    with pytest.raises(ValueError, match="damaged"):
        read_record(path, [])


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "[" * 40 + "]" * 40, "1e999", "NaN", "1" * 25, "{"],
)
def test_json_that_does_harm(text):
    with pytest.raises(ValueError):
        parse_json(text)


def test_types_of_a_record(tmp_path):
    path = tmp_path / "best.json"
    path.write_text('{"epoch": true, "value": 1, "name": null}')
    read_record(path, [], {"value": float, "name": str | None})
    with pytest.raises(ValueError, match="'epoch' in the file .*epoch='True'"):
        read_record(path, [], {"epoch": int})


def test_file_of_a_newer_version_names_both(tmp_path):
    path = tmp_path / "config.json"
    path.write_text('{"versions": {"keras_creative": "99.1"}}')
    with pytest.raises(ValueError, match="keras_creative 99.1 wrote it, and"):
        read_record(path, ["settings"])


@pytest.mark.parametrize("version", ["0.0.1", "?", None, [1]])
def test_other_versions_are_not_named(version):
    assert newer_version({"versions": {"keras_creative": version}}) == ""


@pytest.mark.parametrize("path", ["/dev/zero", "/proc/kmsg", "/"])
def test_files_without_an_end(path):
    if not os.path.exists(path):
        pytest.skip(f"{path} is missing")
    with pytest.raises(ValueError, match="must be a regular one. Received"):
        check_regular_file(path)


def test_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "config.json")
    with pytest.raises(ValueError, match="damaged"):
        read_record(tmp_path / "config.json", [])


def test_text_of_an_honest_size(tmp_path):
    path = tmp_path / "history.csv"
    path.touch()
    os.truncate(path, 1 << 40)
    with pytest.raises(ValueError, match="at most 268435456 bytes"):
        read_text(path)


@pytest.mark.parametrize("path, expected", [("/proc/self", True), (".", False)])
def test_folders_of_the_system(path, expected):
    if not os.path.exists(path):
        pytest.skip(f"{path} is missing")
    assert is_made_up(path) == expected
