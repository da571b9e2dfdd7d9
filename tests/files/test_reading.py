import os

import pytest

from keras_creative.files import (
    check_regular_file,
    is_system_path,
    read_record,
    read_text,
)


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


def test_large_text_is_refused(tmp_path):
    path = tmp_path / "history.csv"
    path.touch()
    os.truncate(path, 1 << 40)
    with pytest.raises(ValueError, match="at most 268435456 bytes"):
        read_text(path)


@pytest.mark.parametrize("path, expected", [("/proc/self", True), (".", False)])
def test_folders_of_the_system(path, expected):
    if not os.path.exists(path):
        pytest.skip(f"{path} is missing")
    assert is_system_path(path) == expected
