"""Commands in processes of their own."""

import sys
import time

from keras_creative.commands.process_pool import Work, run_pool


def work(folder, name, code):
    command = [sys.executable, "-c", code]
    return Work(name, command, folder / "logs" / f"{name}.log")


def test_exit_codes_and_logs(tmp_path):
    works = [
        work(tmp_path, "good", "print('text')"),
        work(tmp_path, "bad", "import sys; sys.exit(3)"),
    ]
    lines = []
    assert run_pool(works, 2, lines.append) == {"good": 0, "bad": 3}
    assert (tmp_path / "logs" / "good.log").read_text() == "text\n"
    assert any(line.endswith("] bad: exit code 3") for line in lines)


def test_a_killed_process_is_started_again(tmp_path):
    """The first time, it kills itself."""
    code = (
        "import os, pathlib, signal\n"
        f"mark = pathlib.Path({str(tmp_path / 'mark')!r})\n"
        "if not mark.exists():\n"
        "    mark.write_text('')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    lines = []
    found = run_pool([work(tmp_path, "a", code)], 1, lines.append)
    assert found == {"a": 0}
    assert lines == ["a: killed, and started again", "[1/1] a: done"]


def test_one_that_is_always_killed_is_a_failure(tmp_path):
    code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    found = run_pool([work(tmp_path, "a", code)], 1, str)
    assert found == {"a": -9}


def test_some_at_a_time(tmp_path):
    """Two at a time: each sees at most one other (n = 4)."""
    code = (
        "import os, pathlib, time\n"
        f"folder = pathlib.Path({str(tmp_path)!r})\n"
        "mine = folder / f'{os.getpid()}.running'\n"
        "mine.write_text('')\n"
        "print(len(list(folder.glob('*.running'))))\n"
        "time.sleep(0.3)\n"
        "mine.unlink()\n"
    )
    works = [work(tmp_path, str(i), code) for i in range(4)]
    begin = time.monotonic()
    run_pool(works, 2, str)
    assert time.monotonic() - begin > 0.6
    assert all(int(each.log.read_text()) <= 2 for each in works)
