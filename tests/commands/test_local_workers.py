"""Commands as several workers of one machine."""

import json
import sys
import time

from keras_creative.commands.local_workers import configurations, run_workers

_INDEX = "import json, os; i = json.loads(os.environ['TF_CONFIG'])['task']"
_INDEX += "['index']\n"


def run(code, count=2, **kwargs):
    """Exit code and lines of a program that knows its index `i`."""
    lines = []
    command = [sys.executable, "-c", _INDEX + code]
    return run_workers(command, count, lines.append, **kwargs), lines


def test_configurations_name_all_workers():
    configs = [json.loads(text) for text in configurations(3)]
    places = configs[0]["cluster"]["worker"]
    assert len(set(places)) == 3
    assert all(config["cluster"] == configs[0]["cluster"] for config in configs)
    assert [config["task"]["index"] for config in configs] == [0, 1, 2]


def test_lines_have_the_index_of_their_worker():
    code, lines = run("print('a'); print('b', i)", 3)
    assert code == 0
    assert sorted(lines) == sorted(
        f"[{i}] {text}" for i in range(3) for text in ("a", f"b {i}")
    )


def test_the_others_of_a_failed_worker_are_ended():
    code = "import sys, time; sys.exit(3) if i == 1 else time.sleep(60)"
    begin = time.monotonic()
    assert run(code, grace=0.2)[0] == 3
    assert time.monotonic() - begin < 30


def test_others_may_end_by_themselves():
    code = "import sys, time\nif i == 1: sys.exit(3)\n"
    code += "time.sleep(0.5); print('ended')"
    assert run(code, grace=30.0) == (3, ["[0] ended"])


def test_a_killed_worker_is_a_failure():
    code = "import signal\nif i == 0: os.kill(os.getpid(), signal.SIGKILL)"
    assert run(code)[0] == 137
