"""Training loops in processes of their own, which train in turn.

Two libraries in one process disturb each other's thread pools, and so do two
numbers of threads of one library. Here every loop, a contestant, has its own
process. The parent lets one train at a time; the others wait for a line.

This file is also the program of such a process:

    python benchmarks/contestants.py MODULE:FUNCTION SETTINGS

It calls the function with the settings, a JSON object. The function returns a
dict of facts and a function that trains for a number of steps and returns the
work done. The process writes a line of JSON with the facts when it is ready,
and one with the work and the seconds for every line `go STEPS` that it reads.
"""

import contextlib
import dataclasses
import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

# Threads of OpenMP wait for further work for a moment before they sleep.
PAUSE = 0.2
PATIENCE = 5


class Died(Exception):
    """A contestant's process ended early."""


@dataclasses.dataclass(frozen=True)
class Contestant:
    """A training loop to be started.

    Args:
        target: `"module:function"`, see above.
        settings: Dict of the function's arguments, of JSON's types.
        optional: Whether the others are compared without it if it fails.
            Defaults to `False`.
        path: Folder whose modules are imported first. Defaults to `None`.
    """

    target: str
    settings: dict
    optional: bool = False
    path: str | None = None


class Worker:
    """The process of a contestant, ready to train.

    Args:
        name: Name of the contestant.
        contestant: `Contestant`.

    Raises:
        Died: If it fails, with the last line of its stderr.
    """

    def __init__(self, name, contestant):
        self.name = name
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        settings = json.dumps(contestant.settings)
        path = {"PYTHONPATH": contestant.path} if contestant.path else {}
        self._process = subprocess.Popen(
            [sys.executable, __file__, contestant.target, settings],
            env={**os.environ, **path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        try:
            self.facts = self._read_reply()["ready"]
        except BaseException:
            self.stop()
            raise

    def train(self, steps):
        """Train for some steps.

        Args:
            steps: Number of steps.

        Returns:
            Dict with `work`, `seconds` and `peak_mb`.

        Raises:
            Died: If the process has ended.
        """
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(f"go {steps}\n")
            self._process.stdin.flush()
        return self._read_reply()

    def stop(self):
        """End the process."""
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._errors.close()

    def _read_reply(self):
        line = self._process.stdout.readline()
        if line:
            return json.loads(line)
        code = self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").split("\n")
        last = next((line for line in reversed(lines) if line.strip()), "")
        raise Died(f"{self.name} ended with exit code {code}: {last.strip()}")


@contextlib.contextmanager
def started(contestants):
    """Context in which contestants are ready; they are started one by one.

    Args:
        contestants: Dict from a name to a `Contestant`.

    Yields:
        Dict from each name to its `Worker`.
    """
    with contextlib.ExitStack() as stack:
        workers = {}
        for name, contestant in contestants.items():
            workers[name] = Worker(name, contestant)
            stack.callback(workers[name].stop)
        yield workers


def alternate(workers, rounds, steps):
    """Let contestants train in turn for several rounds.

    Args:
        workers: Dict from a name to a `Worker`.
        rounds: Number of rounds.
        steps: Number of steps of a round.

    Returns:
        Dict from each name to the list of its replies, see `Worker.train()`.
    """
    replies = {name: [] for name in workers}
    for _ in range(rounds):
        for name, worker in workers.items():
            time.sleep(PAUSE)
            replies[name].append(worker.train(steps))
    return replies


def first_round(contestants, steps):
    """One round of each contestant, each started and ended on its own.

    Args:
        contestants: Dict from a name to a `Contestant`.
        steps: Number of steps of the round.

    Returns:
        Dict from each name to its rate per second, and a dict from the names
        of optional contestants that failed to the reason.

    Raises:
        Died: If one fails that is not optional.
    """
    rates, failures = {}, {}
    for name, contestant in contestants.items():
        try:
            with started({name: contestant}) as workers:
                (reply,) = alternate(workers, 1, steps)[name]
        except Died as error:
            if not contestant.optional:
                raise
            failures[name] = str(error)
        else:
            rates[name] = rate(reply)
    return rates, failures


def best_rows(rates, beginnings, count):
    """Names of the fastest rows of each kind.

    Args:
        rates: Dict from a name to its rate.
        beginnings: What the names of each kind begin with.
        count: Number of rows of a kind.

    Returns:
        List of names; the fastest of each kind come first.
    """
    return [
        name
        for beginning in beginnings
        for name in sorted(
            (name for name in rates if name.startswith(beginning)),
            key=rates.get,
            reverse=True,
        )[:count]
    ]


def rate(reply):
    """Work per second of a reply of `Worker.train()`."""
    return reply["work"] / reply["seconds"]


def serve(target, settings):
    """Be a contestant: call the function and answer on stdout.

    Whatever else is printed goes to stderr.

    Args:
        target: `"module:function"`.
        settings: Dict of the function's arguments.
    """
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    module, _, function = target.partition(":")
    facts, train = getattr(importlib.import_module(module), function)(
        **settings
    )
    print(json.dumps({"ready": facts}), file=answers)
    for line in sys.stdin:
        steps = int(line.split()[1])
        start = time.perf_counter()
        work = train(steps)
        seconds = time.perf_counter() - start
        answer = {"work": work, "seconds": seconds, "peak_mb": _peak_memory()}
        print(json.dumps(answer), file=answers)


def _peak_memory():
    """Largest resident size of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    serve(sys.argv[1], json.loads(sys.argv[2]))
