"""Share of small mistakes in the mathematics that the tests do not notice.

    python benchmarks/mutation.py keras_creative/losses keras_creative/metrics

changes the source at one place at a time, see `mutants.py`, and runs the quick
tests that mirror the file, then those of its folder and of the documented
defaults: a mutant that passes all of them has survived. The mutants are a
random sample by `--seed`, as many as fit in `--minutes` of one core. Those that
no test could notice are argued one by one in `equivalent_mutants.txt`, and not
counted.

Every mutant runs in a fork of a process that has imported TensorFlow, so that
it takes a second or two. No file is changed. Ctrl-C ends with what is known so
far. Exit code 1 says that mutants survived.
"""

import argparse
import contextlib
import importlib
import importlib.machinery
import os
import random
import resource
import signal
import sys
import time
from pathlib import Path

from mutants import mutants_of

_ROOT = Path(__file__).resolve().parents[1]
_EQUIVALENT = Path(__file__).with_name("equivalent_mutants.txt")
# Tests of files that have none of their own name.
_ELSEWHERE = {
    "losses/criterion.py": "losses/test_adversarial.py",
    "losses/divergences.py": "losses/test_creativity.py",
    "metrics/copies.py": "metrics/test_held_out_scores.py",
    "metrics/held_out.py": "metrics/test_held_out_scores.py",
    "metrics/neighbors.py": "metrics/test_held_out_scores.py",
    "metrics/pixels.py": "metrics/test_measure.py",
    "models/conditional/conditioning.py": "models/conditional/test_cgan.py",
    "models/core/persistence.py": "models/core/test_adversarial_model.py",
    "models/core/step_context.py": "models/core/test_adversarial_model.py",
    "models/core/trained_model.py": "models/core/test_adversarial_model.py",
    "models/gan/game.py": "models/gan/test_gan.py",
    "models/gan/options.py": "models/gan/test_gan.py",
    "models/gan/terms.py": "models/gan/test_gan.py",
    "models/gan/ebgan.py": "models/gan/test_gan.py",
    "models/gan/r3gan.py": "models/gan/test_gan.py",
    "models/vae/conditional_vae.py": "models/vae/test_vae.py",
    "models/vae/likelihoods.py": "models/vae/test_vae.py",
}
# What is tried next: tests of the folder, of models the quicker ones.
_NEXT = {
    "models": tuple(
        f"tests/{name}.py"
        for name in (
            "models/gan/test_gan",
            "models/core/test_adversarial_model",
            "models/conditional/test_cgan",
            "models/vae/test_vae",
            "models/ensemble/test_stacking",
            "test_replicas",
            "models/test_variants",
        )
    )
}
# Seconds that a test may take at least, and times what it takes unchanged.
_SHORTEST, _TIMES = 20, 5
# Seconds on the clock for one of the processor, when others take their share.
_PATIENCE = 20
_PASSED = 0


def main():
    """Try a sample of mutants and list those that survive."""
    options = _options()
    mutants = [
        mutant
        for path in _python_files(options.paths)
        for mutant in mutants_of(path, (_ROOT / path).read_text())
    ]
    known = _equivalents(mutants)
    random.Random(options.seed).shuffle(mutants)
    chosen = [m for m in mutants if options.grep in f"{m.path}: {m.change}"]
    _import_libraries()
    times, survivors, equivalent, tried = {}, [], 0, 0
    with contextlib.suppress(KeyboardInterrupt):
        for mutant in chosen[: options.n]:
            if _seconds() > 60 * options.minutes:
                break
            if (mutant.path, mutant.text, mutant.change) in known:
                equivalent += 1
                continue
            survives = _survives(mutant, times)
            tried += 1
            if survives:
                survivors.append(mutant)
                place = f"{mutant.path}:{mutant.line}"
                print(f"{tried:4}  {place}: {mutant.change}", flush=True)
    print(
        f"{len(survivors)} of n={tried} mutants survived "
        f"({len(survivors) / max(tried, 1):.1%}), {equivalent} equivalent ones "
        f"not counted; seed {options.seed}, of {len(mutants)} in "
        f"{' '.join(options.paths)}; {_seconds() / 60:.0f} minutes"
    )
    return int(bool(survivors))


def _options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", nargs="+", help="files or folders to change")
    parser.add_argument("--n", type=int, help="maximum number of mutants")
    parser.add_argument(
        "--seed", type=int, default=0, help="random seed of the sample"
    )
    parser.add_argument(
        "--minutes",
        type=float,
        default=25,
        help="maximum processor time in minutes",
    )
    parser.add_argument(
        "--grep",
        default="",
        help="only mutants whose `file: change` contains this text",
    )
    return parser.parse_args()


def _python_files(paths):
    for path in paths:
        path = (Path.cwd() / path).resolve()
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        for file in files:
            if file.name != "__init__.py":
                yield str(file.relative_to(_ROOT))


def _equivalents(mutants):
    """The file, line and change of each entry that is argued there."""
    _, *entries = _EQUIVALENT.read_text().strip().split("\n\n")
    known = {tuple(entry.splitlines()[:3]) for entry in entries}
    files = {mutant.path for mutant in mutants}
    stale = known - {(m.path, m.text, m.change) for m in mutants}
    for path, *change in sorted(stale):
        if path in files:
            print(f"no longer a mutant of {path}: {' | '.join(change)}")
    return known


def _import_libraries():
    """What every fork needs and none may change."""
    os.chdir(_ROOT)
    sys.path.insert(0, str(_ROOT))
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    for name in ("TF_NUM_INTRAOP", "TF_NUM_INTEROP", "OMP_NUM", "OPENBLAS_NUM"):
        os.environ[f"{name}_THREADS"] = "1"
    for name in ("tensorflow", "keras", "pytest", "scipy.stats", "PIL.Image"):
        importlib.import_module(name)


def _survives(mutant, times):
    """Whether all tests pass; `times` remembers how long they take."""
    for tests in _tests_of(mutant.path):
        if tests not in times:
            start = _seconds()
            if _run(tests, None, 3600) != _PASSED:
                raise SystemExit(f"the tests fail unchanged: {tests}")
            times[tests] = _seconds() - start
        limit = max(_SHORTEST, int(_TIMES * times[tests]))
        if _run(tests, mutant, limit) != _PASSED:
            return False
    return True


def _seconds():
    """Processor time of all forks that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _tests_of(path):
    """Groups of tests, the quickest first: a mutant needs to fail one."""
    file = Path(*Path(path).parts[1:])
    mirror = file.with_name(f"test_{file.name}")
    own = f"tests/{_ELSEWHERE.get(file.as_posix(), mirror.as_posix())}"
    groups = [(own,)] if (_ROOT / own).exists() else []
    following = _NEXT.get(file.parts[0], (f"tests/{file.parent}",))
    return [*groups, ("tests/docs/test_defaults.py", *following)]


def _run(tests, mutant, limit):
    """Exit status of pytest in a fork that sees the mutant's source."""
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        with open(os.devnull, "r+b") as nowhere:
            for stream in (0, 1, 2):
                os.dup2(nowhere.fileno(), stream)
        os._exit(_test(tests, mutant))
    end = time.monotonic() + _PATIENCE * limit
    done, status = 0, None
    try:
        while not done and time.monotonic() < end:
            time.sleep(0.02)
            done, status = os.waitpid(child, os.WNOHANG)
    finally:
        if not done:
            os.setpgid(child, child)
            os.killpg(child, signal.SIGKILL)
            status = os.waitpid(child, 0)[1]
    return status


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
