"""Workers on this machine: processes with `TF_CONFIG` on free ports."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

_HOST = "127.0.0.1"
# Seconds that workers have to end by themselves after one has failed.
GRACE = 60.0
_POLL = 0.1


def free_places(count: int) -> list[str]:
    """Different addresses of this machine, on ports that were free.

    Args:
        count: Number of addresses.

    Returns:
        List of `"host:port"`.
    """
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((_HOST, 0))
        return [f"{_HOST}:{each.getsockname()[1]}" for each in sockets]


def configurations(count: int) -> list[str]:
    """Values of `TF_CONFIG` for workers on this machine.

    Args:
        count: Number of workers.

    Returns:
        List of JSON objects.
    """
    places = free_places(count)
    return [
        json.dumps(
            {
                "cluster": {"worker": places},
                "task": {"type": "worker", "index": index},
            }
        )
        for index in range(count)
    ]


def run_workers(
    command: Sequence[str],
    count: int,
    write: Callable[[str], None] = print,
    grace: float = GRACE,
) -> int:
    """Run a command as several workers, until all have ended.

    Their lines of output are prefixed with the index of the worker. If one
    fails, the others have a time to end by themselves, and are killed after
    it. Ctrl-C is passed on to all.

    Args:
        command: The command and its arguments.
        count: Number of workers.
        write: Function of a line. Defaults to `print`.
        grace: Seconds to wait for the others. Defaults to `60`.

    Returns:
        Exit code: that of the first worker that failed, or 0.
    """
    cores = os.cpu_count() or 1
    limits = {
        "TF_NUM_INTRAOP_THREADS": str(max(1, cores // count)),
        "PYTHONUNBUFFERED": "1",
    }
    processes = []
    try:
        for config in configurations(count):
            environment = {**limits, **os.environ, "TF_CONFIG": config}
            process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,
            )
            processes.append(process)
        readers = [
            _copy_lines(f"[{index}] ", process.stdout, write)
            for index, process in enumerate(processes)
        ]
        code = _wait(processes, grace)
        _kill(processes)
        for reader in readers:
            reader.join()
        return code
    finally:
        _kill(processes)


def _copy_lines(prefix, stream, write):
    """Write the lines of a stream, in a thread of its own."""

    def copy():
        for line in stream:
            write(f"{prefix}{line.rstrip()}")

    thread = threading.Thread(target=copy, daemon=True)
    thread.start()
    return thread


def _wait(processes, grace):
    """Exit code of the first that fails; the others end within the time."""
    code, deadline = 0, None
    while any(process.poll() is None for process in processes):
        try:
            time.sleep(_POLL)
        except KeyboardInterrupt:
            for process in processes:
                _signal(process, signal.SIGINT)
            code, deadline = 130, time.monotonic() + grace
        failed = [p.returncode for p in processes if p.poll()]
        if failed and deadline is None:
            code, deadline = _exit_code(failed[0]), time.monotonic() + grace
        if deadline is not None and time.monotonic() > deadline:
            return code
    failed = [p.returncode for p in processes if p.returncode]
    return code or (_exit_code(failed[0]) if failed else 0)


def _exit_code(returncode):
    """The shell's exit code of a process that a signal has ended."""
    return returncode if returncode > 0 else 128 - returncode


def _kill(processes):
    for process in processes:
        if process.poll() is None:
            _signal(process, signal.SIGKILL)
            process.wait()


def _signal(process, number):
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, number)
