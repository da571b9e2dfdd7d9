"""Step time of two commits, measured in turn.

    python benchmarks/compare.py main . --fail-below 0.95
    python benchmarks/compare.py HEAD~3 HEAD --benchmarks toy vae --rounds 9

Each commit is checked out into a temporary git worktree, which is removed at
the end; `.` is the working tree. Every benchmark has two processes, one with
the package of each commit, that train in turn in the order A B B A, so that a
drift of the machine's speed cancels. The ratio of a pair of rounds is the speed
of HEAD relative to BASE: above 1, HEAD is faster.

A benchmark is too slow, with exit code 1, if the median of its ratios is below
`--fail-below` and three of four ratios are below 1. If only the median is, the
machine was not quiet enough to tell, and the table says "noisy".
"""

import contextlib
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import keras_creative_command  # noqa: F401  comes first: no TensorFlow here

# isort: split
import contestants
from reporting import print_table, write_record

from keras_creative import commands

PROGRAM = "compare"
ROOT = Path(__file__).parents[1]
TARGET = "steps_worker:compete"
# Steps of a round, which takes about three seconds on two cores.
STEPS = {"dcgan": 20, "toy": 1500, "vae": 2000, "penalty": 60}
WORKING_TREE = "."
_AGREEING = 0.75


def commit_hash(name):
    """Hash of a commit, or `.` for the working tree.

    Raises:
        UserError: If there is no such commit.
    """
    if name == WORKING_TREE:
        return name
    ask = ("rev-parse", "--verify", "--quiet", "--end-of-options")
    result = _git(*ask, f"{name}^{{commit}}")
    if result.returncode:
        raise commands.UserError(f"there is no commit {name!r} in {ROOT}")
    return result.stdout.strip()


@contextlib.contextmanager
def checked_out(commit):
    """Context with the folder of a commit's files.

    Args:
        commit: Hash, or `.`.

    Yields:
        `pathlib.Path`.
    """
    if commit == WORKING_TREE:
        yield ROOT
        return
    with tempfile.TemporaryDirectory(prefix="compare-") as folder:
        tree = Path(folder, commit[:12])
        try:
            result = _git("worktree", "add", "--detach", tree, commit)
            if result.returncode:
                raise commands.UserError(result.stderr)
            yield tree
        finally:
            _git("worktree", "remove", "--force", tree)


def measure(trees, benchmark, rounds, steps):
    """Seconds of the rounds of two commits.

    Args:
        trees: Folders of the files of BASE and HEAD.
        benchmark: Name of the benchmark.
        rounds: Number of rounds.
        steps: Steps of a round.

    Returns:
        Two lists of seconds.

    Raises:
        UserError: If a commit cannot train, or the package of another place
            was imported.
    """
    sides = {
        f"the benchmark of {tree}": contestants.Contestant(
            TARGET, {"benchmark": benchmark, "steps": steps}, path=str(tree)
        )
        for tree in trees
    }
    seconds = [], []
    try:
        with contestants.started(sides) as started:
            workers = list(started.values())
            for tree, worker in zip(trees, workers, strict=True):
                _check_package(worker, tree)
            for number in range(rounds):
                for side in (1, 0) if number % 2 else (0, 1):
                    reply = workers[side].train(steps)
                    seconds[side].append(reply["seconds"])
    except contestants.Died as error:
        raise commands.UserError(str(error)) from error
    return seconds


def _check_package(worker, tree):
    package = Path(worker.facts["package"])
    if not package.resolve().is_relative_to(tree.resolve()):
        raise commands.UserError(
            f"the benchmark must train with the package in {tree}, "
            f"not with {package}"
        )


def judged(benchmark, steps, seconds, lowest):
    """Record of a benchmark: the ratios of the pairs, and step times.

    Args:
        benchmark: Name of the benchmark.
        steps: Steps of a round.
        seconds: Two lists returned by `measure()`.
        lowest: Lowest median ratio that is not too slow.
    """
    ratios = [base / head for base, head in zip(*seconds, strict=True)]
    base, head = (1000 * statistics.median(s) / steps for s in seconds)
    median = statistics.median(ratios)
    verdict = "ok"
    if median < lowest:
        slower = sum(ratio < 1 for ratio in ratios) / len(ratios)
        verdict = "too slow" if slower >= _AGREEING else "noisy"
    return {
        "benchmark": benchmark,
        "verdict": verdict,
        "steps": steps,
        "median": median,
        "min": min(ratios),
        "max": max(ratios),
        "ratios": ratios,
        "base_ms": base,
        "head_ms": head,
    }


def make_parser():
    """The parser of the flags."""
    parser = commands.Parser(
        prog=f"{PROGRAM}.py", description=__doc__.splitlines()[0]
    )
    add, number = parser.add_argument, commands.positive_int
    add("base", metavar="BASE", help="commit to compare with")
    add("head", metavar="HEAD", help="commit to judge; . is the working tree")
    add(
        "--benchmarks",
        nargs="+",
        choices=STEPS,
        default=list(STEPS),
        help="all when not given",
    )
    add("--rounds", type=number, default=5, help="pairs of rounds")
    add("--steps", type=number, help="steps of a round of every benchmark")
    add(
        "--fail-below",
        type=commands.positive_float,
        default=0.95,
        metavar="RATIO",
        help="lowest median ratio that gives exit code 0",
    )
    add("--out", type=Path, default=Path("runs/benchmarks/compare.json"))
    return parser


def main(argv):
    """Measure, print and write; 1 if a benchmark is too slow."""
    args = make_parser().parse_args(argv)
    commits = commit_hash(args.base), commit_hash(args.head)
    results = []
    with checked_out(commits[0]) as base, checked_out(commits[1]) as head:
        for name in dict.fromkeys(args.benchmarks):
            steps = args.steps or STEPS[name]
            seconds = measure((base, head), name, args.rounds, steps)
            results.append(judged(name, steps, seconds, args.fail_below))
    commands.import_tensorflow_quietly()  # for its version in the record
    print(f"speed of {args.head} relative to {args.base}\n")
    print_table([_row(result) for result in results])
    write_record(
        args.out,
        {
            "commits": dict(zip(("base", "head"), commits, strict=True)),
            "n": args.rounds,
            "fail_below": args.fail_below,
            "results": results,
        },
    )
    too_slow = any(result["verdict"] == "too slow" for result in results)
    return commands.FAILED if too_slow else commands.OK


def _row(result):
    return {
        "benchmark": result["benchmark"],
        "BASE ms a step": f"{result['base_ms']:.2f}",
        "HEAD ms a step": f"{result['head_ms']:.2f}",
        "ratio": f"{result['median']:.2f}",
        "spread": f"{result['min']:.2f} to {result['max']:.2f}",
        "verdict": result["verdict"],
    }


def _git(*arguments):
    command = ["git", "-C", ROOT, *arguments]
    try:
        return subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise commands.UserError("git is not installed") from error


if __name__ == "__main__":
    sys.exit(commands.run(f"{PROGRAM}.py", main))
