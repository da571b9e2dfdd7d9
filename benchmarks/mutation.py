"""Share of small mistakes in the mathematics that the tests do not notice.

    python benchmarks/mutation.py keras_creative/losses keras_creative/metrics

changes the source at one place at a time, see `mutants.py`, and runs the quick
tests that mirror the file: a mutant that fails none of them has survived. The
mutants are a random sample by `--seed`, as many as fit in `--minutes` of one
core. Those that no test could notice are argued one by one in
`equivalent_mutants.txt`, and not counted.

Every mutant runs in a fork of a process that has imported TensorFlow, so that
it takes seconds. No file is changed. Exit code 1 says that mutants survived.
"""

import argparse
import importlib.machinery
import os
import random
import signal
import sys
import time
from pathlib import Path

from mutants import mutants_of

_ROOT = Path(__file__).resolve().parents[1]
_EQUIVALENT = Path(__file__).with_name("equivalent_mutants.txt")
_SHORTEST = 20
# Further tests of a folder's files, where the folder's own are not enough.
_FURTHER = {
    "losses": ["models/test_gan.py", "models/test_design_gan.py"],
}
_PASSED = 0


def main():
    """Try a sample of mutants and list those that survive."""
    options = _options()
    known = _equivalents()
    mutants = [
        mutant
        for path in _python_files(options.paths)
        for mutant in mutants_of(path, (_ROOT / path).read_text())
    ]
    random.Random(options.seed).shuffle(mutants)
    chosen = [m for m in mutants if options.grep in f"{m.path} {m.change}"]
    _import_libraries()
    end = time.monotonic() + 60 * options.minutes
    clean, survivors, equivalent, tried = {}, [], 0, 0
    for mutant in chosen[: options.n]:
        if time.monotonic() > end:
            break
        if (mutant.path, mutant.change) in known:
            equivalent += 1
            continue
        tried += 1
        if _survives(mutant, clean):
            survivors.append(mutant)
            print(f"{mutant.path}:{mutant.line}: {mutant.change}", flush=True)
    share = len(survivors) / max(tried, 1)
    print(
        f"{len(survivors)} of n={tried} mutants survived ({share:.1%}); seed "
        f"{options.seed}, drawn from {len(mutants)} of {len(options.paths)} "
        f"paths; {equivalent} equivalent ones not counted"
    )
    return int(bool(survivors))


def _options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", nargs="+", help="files or folders to change")
    parser.add_argument("--n", type=int, help="mutants at most")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--minutes", type=float, default=25, help="at most")
    parser.add_argument(
        "--grep", default="", help="only mutants whose file and change hold it"
    )
    return parser.parse_args()


def _python_files(paths):
    for path in paths:
        path = (Path.cwd() / path).resolve()
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        for file in files:
            if file.name != "__init__.py":
                yield str(file.relative_to(_ROOT))


def _equivalents():
    """Pairs of a file and a change, from lines `file: change  # reason`."""
    lines = _EQUIVALENT.read_text().splitlines()
    entries = [line.split("  # ")[0] for line in lines if "  # " in line]
    return {tuple(entry.split(": ", 1)) for entry in entries}


def _import_libraries():
    """What every fork needs and none may change."""
    os.chdir(_ROOT)
    sys.path.insert(0, str(_ROOT))
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["TF_NUM_INTRAOP_THREADS"] = "1"
    os.environ["TF_NUM_INTEROP_THREADS"] = "1"
    os.environ["OMP_NUM_THREADS"] = "1"
    for name in ("tensorflow", "keras", "pytest", "scipy.stats"):
        importlib.import_module(name)


def _survives(mutant, clean):
    """Whether all tests pass; `clean` remembers how long they take."""
    for tests in _tests_of(mutant.path):
        if tests not in clean:
            start = time.monotonic()
            if _run(tests, None, 3600) != _PASSED:
                raise SystemExit(f"the tests fail unchanged: {tests}")
            clean[tests] = time.monotonic() - start
        limit = max(_SHORTEST, 5 * clean[tests])
        if _run(tests, mutant, limit) != _PASSED:
            return False
    return True


def _tests_of(path):
    """Groups of tests, the quickest first: a mutant needs to fail one."""
    folder, file = Path(path).parts[-2:]
    own = _ROOT / "tests" / folder
    groups = []
    if (own / f"test_{file}").exists():
        groups.append((f"tests/{folder}/test_{file}",))
    groups.append((f"tests/{folder}",))
    further = tuple(f"tests/{name}" for name in _FURTHER.get(folder, ()))
    return [*groups, further] if further else groups


def _run(tests, mutant, limit):
    """Exit code of pytest in a fork that sees the mutant's source."""
    child = os.fork()
    if not child:
        os.setsid()
        with open(os.devnull, "r+b") as nowhere:
            for stream in (0, 1, 2):
                os.dup2(nowhere.fileno(), stream)
        os._exit(_test(tests, mutant))
    end = time.monotonic() + limit
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _test(tests, mutant):
    import pytest

    if mutant is not None:
        _replace(_ROOT / mutant.path, mutant.source)
    try:
        arguments = ["-x", "-q", "-p", "no:cacheprovider", "-n", "0", *tests]
        return int(pytest.main(arguments))
    except BaseException:
        return 1


def _replace(path, source):
    """Let Python import other source than the file's."""
    loader = importlib.machinery.SourceFileLoader
    get_code = loader.get_code

    def get_changed(self, name):
        if self.path == str(path):
            return compile(source, str(path), "exec")
        return get_code(self, name)

    loader.get_code = get_changed


if __name__ == "__main__":
    sys.exit(main())
