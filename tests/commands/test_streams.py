import os
import subprocess
import sys

import pytest

LIST = f"{sys.executable} -m keras_creative_command list"
PRINT = (
    "import sys\n"
    "import keras_creative_command\n"  # without TensorFlow
    "from keras_creative import commands\n"
    "def main(argv):\n"
    "    for _ in range(9999):\n"
    "        print('caf\\xe9 \\udcff', flush=True)\n"
    "    print('to the end', file=sys.stderr)\n"
    "    return 0\n"
    "sys.exit(commands.run('tool', main, []))\n"
)


def shell(command):
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("redirected", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_streams_that_are_closed(redirected):
    result = shell(f"{LIST} {redirected}")
    assert (result.returncode, result.stderr) == (0, "")
    assert bool(result.stdout) == (">&-" not in redirected.split())


@pytest.mark.parametrize("redirected", [">&-", "2>&-", ">&- 2>&-"])
def test_every_command_has_streams(tmp_path, redirected):
    """What draws bars asks for a terminal, what is noisy is put aside."""
    (tmp_path / "tool.py").write_text(
        "import os, sys\n"
        "import keras_creative_command\n"  # without TensorFlow
        "from keras_creative import commands\n"
        "def main(argv):\n"
        "    sys.stdout.isatty(), sys.stderr.flush()\n"
        "    os.close(os.dup(1)), os.close(os.dup(2))\n"
        "    return 0\n"
        "sys.exit(commands.run('tool', main, []))\n"
    )
    result = shell(f"{sys.executable} {tmp_path / 'tool.py'} {redirected}")
    assert (result.returncode, result.stderr) == (0, "")


def test_reader_that_wants_no_more():
    result = shell(f"{LIST} | head -1")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "recipes:\n"


def test_command_continues_when_nobody_reads(tmp_path):
    """A training must not end because its output is cut."""
    (tmp_path / "tool.py").write_text(PRINT)
    result = shell(f"{sys.executable} {tmp_path / 'tool.py'} | head -1")
    assert result.returncode == 0
    assert result.stderr == "to the end\n"


def test_letters_that_the_terminal_lacks(tmp_path):
    (tmp_path / "tool.py").write_text(PRINT)
    result = shell(
        f"PYTHONIOENCODING=ascii {sys.executable} {tmp_path / 'tool.py'}"
    )
    assert result.returncode == 0
    assert result.stdout.startswith("caf\\xe9 \\udcff\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_full_stdout_is_reported_in_one_line():
    result = shell(f"{LIST} > /dev/full")
    assert result.returncode == 1
    assert result.stderr == "keras-creative: No space left on device\n"
