"""Damages what the package reads, and counts what comes of it.

    python tests/fuzz/campaign.py --mutations 300 --seed 0 [--only NAME ...]

Every case is one damaged copy of a good file or run folder, read in a process
forked for some cases. Counted are

- traceback: an error that is no `ValueError` or `OSError`; of a command, any;
- hang: no answer within 10 s of work, or a minute in all;
- memory: more than 3 GB above what the process had;
- silent: other data than those of the good file without an error or a
  warning, where the format lets a reader notice;
- outside: a file written outside of the case's own folder, a process started
  or a connection made.

The last line is JSON: for each loader the cases, and these counts.
"""

import argparse
import collections
import contextlib
import json
import os
import pickle
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

FAULTS = ("traceback", "hang", "memory", "silent", "outside")
_SECONDS = 10
_WAITING = 60
_MOST_MEMORY = 3 << 20  # kB
_CASES_A_PROCESS = 40


class Hang(BaseException):
    """The time of a case is over."""


def count(loaders, mutations, seed, tell=print):
    """Run a campaign.

    Args:
        loaders: Dict from names to loaders, see `loaders.py`.
        mutations: Cases of a loader; slow ones have fewer.
        seed: Integer that fixes them.
        tell: Function of a line about each fault.

    Returns:
        Dict from names to dicts of counts.
    """
    counts = {}
    for name, loader in loaders.items():
        found = collections.Counter(dict.fromkeys(FAULTS, 0))
        cases = range(max(1, round(mutations * loader.share)))
        with tempfile.TemporaryDirectory() as folder:
            good = Path(folder, "good")
            good.mkdir()
            loader.build_apart(good)
            for case, damage, fault, detail in run_cases(
                loader, Path(folder), cases, seed
            ):
                found["cases"] += 1
                found["refused"] += detail == "refused"
                if fault:
                    found[fault] += 1
                    tell(f"{name} {case} ({damage}): {fault}: {detail}")
        counts[name] = dict(found)
        tell(f"{name}: {counts[name]}")
    return counts


def run_cases(loader, folder, cases, seed):
    """Judge cases in forked processes; one that dies is replaced."""
    left = list(cases)
    while left:
        batch, answered = left[:_CASES_A_PROCESS], 0
        for answer in _in_child(loader, folder, batch, seed):
            answered += 1
            yield answer
        left = left[answered:]
        if answered < len(batch):
            yield left.pop(0), "?", "hang", "the process gave no answer"


def _in_child(loader, folder, batch, seed):
    """Answers of a forked process, until it ends or does not answer."""
    readable, writable = os.pipe()
    child = os.fork()
    if not child:
        os.close(readable)
        try:
            _answer_all(loader, folder, batch, seed, writable)
        finally:
            os._exit(0)
    os.close(writable)
    buffer = b""
    try:
        with open(readable, "rb", buffering=0) as stream:
            for _ in batch:
                while b"\n" not in buffer:
                    # The first answer has TensorFlow begin.
                    ready, _, _ = select.select([stream], [], [], 3 * _WAITING)
                    more = stream.read(65536) if ready else b""
                    if not more:
                        return
                    buffer += more
                line, _, buffer = buffer.partition(b"\n")
                answer = pickle.loads(bytes.fromhex(line.decode()))
                if isinstance(answer, str):
                    raise RuntimeError(f"{loader.name} failed: {answer}")
                yield answer
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _answer_all(loader, folder, batch, seed, writable):
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    watch = Watch()
    for number in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(number, _hang)
    expected, _, _ = _read(loader, folder / "good", watch)
    for case in batch:
        try:
            answer = judge(loader, folder, case, seed, expected, watch)
        except Exception:  # of the campaign itself, not of a reader
            answer = traceback.format_exc()
        line = pickle.dumps(answer).hex() + "\n"
        os.write(writable, line.encode())


def judge(loader, folder, case, seed, expected, watch):
    """Damage a copy, read it, and name the fault, if there is one."""
    import numpy as np

    rng = np.random.default_rng([seed, case, *loader.name.encode()])
    trial = folder / f"case_{os.getpid()}"
    shutil.copytree(folder / "good", trial)
    os.environ["TMPDIR"] = str(trial)
    tempfile.tempdir = str(trial)
    try:
        damage, must_tell = loader.damage(rng, trial)
        watch.outside.clear()
        _reset_peak()
        before = _memory()
        value, error, told = _read(loader, trial, watch)
        grown = _memory("VmHWM") - before
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    allowed = (trial, Path("/dev/null"), Path("/dev/tty"))
    outside = [
        what
        for what in watch.outside
        if not any(Path(what).is_relative_to(place) for place in allowed)
    ]
    if isinstance(error, Hang):
        fault, detail = "hang", f"over {_SECONDS} s of work"
    elif error is not None and not isinstance(error, ValueError | OSError):
        lines = traceback.format_exception(error)
        fault, detail = "traceback", "".join(lines)[-1500:]
    elif grown > _MOST_MEMORY:
        fault, detail = "memory", f"{grown >> 10} MB"
    elif outside:
        fault, detail = "outside", str(outside)
    elif must_tell and error is None and not told and value != expected:
        fault, detail = "silent", f"{value} for {expected}"
    else:
        fault, detail = None, "refused" if error is not None else "read"
    return case, damage, fault, detail


def _read(loader, folder, watch):
    """Value, error, and whether a warning was given."""
    value = error = None
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        signal.setitimer(signal.ITIMER_PROF, _SECONDS)
        signal.setitimer(signal.ITIMER_REAL, _WAITING)
        watch.active = True
        try:
            value = loader.read(folder)
        except (Exception, Hang, SystemExit) as caught:
            error = caught
        finally:
            watch.active = False
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
    told = [w for w in told if issubclass(w.category, UserWarning)]
    return value, error, told


def _hang(number, frame):
    raise Hang


class Watch:
    """Notes what a reader does besides reading; it cannot be taken off.

    Attributes:
        outside: What it wrote, started or connected to.
    """

    def __init__(self):
        self.outside = []
        self.active = False
        sys.addaudithook(self._note)

    def _note(self, event, args):
        if not self.active:
            return
        if event == "open" and isinstance(args[0], str | bytes):
            mode, flags = args[1], args[2] or 0
            writes = mode and set(mode) & set("wax+")
            if writes or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self._add(args[0])
        elif event in ("os.rename", "os.link", "os.symlink"):
            self._add(args[1], *args[3:4])
        elif event in ("os.mkdir", "os.remove", "os.rmdir", "os.truncate"):
            self._add(args[0], *args[-1:])
        elif event in ("subprocess.Popen", "os.system", "os.exec"):
            if "git" not in str(args[:2]):
                self.outside.append(f"{event} {args[:2]}")
        elif event == "socket.connect":
            self.outside.append(f"{event} {args[1:]}")

    def _add(self, path, descriptor=-1):
        folder = os.getcwd()
        if isinstance(descriptor, int) and descriptor >= 0:
            with contextlib.suppress(OSError):
                folder = os.readlink(f"/proc/self/fd/{descriptor}")
        self.outside.append(os.path.join(folder, os.fsdecode(path)))


def _memory(name="VmRSS"):
    """Kilobytes of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0


def _reset_peak():
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def main():
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--mutations", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+")
    args = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.dont_write_bytecode = True
    from loaders import LOADERS

    loaders = {
        name: loader
        for name, loader in LOADERS.items()
        if not args.only or name in args.only
    }
    begin = time.perf_counter()
    counts = count(
        loaders,
        args.mutations,
        args.seed,
        lambda line: print(line, file=sys.stderr, flush=True),
    )
    print(f"{time.perf_counter() - begin:.0f} s", file=sys.stderr)
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
