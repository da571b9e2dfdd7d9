"""Flags, first round, ratios and report of the step benchmarks."""

import dataclasses
import itertools
import os
import statistics
import sys
import tempfile
from pathlib import Path

import contestants
from reporting import machine, print_table, write_record

from keras_creative import commands

# Rival rows of each kind that go on, and a round's length in first rounds.
FINALISTS = 2
SHORT = 4


@dataclasses.dataclass(frozen=True)
class Claim:
    """A required ratio of the fastest row of each side.

    Args:
        ours: What the names of the package's rows begin with.
        theirs: What the names of the rival's rows begin with.
        target: Required ratio of the medians, or `None`.
    """

    ours: str
    theirs: str
    target: float | None


def run(program, main):
    """Run a benchmark and exit; errors are one line on stderr.

    Args:
        program: Name of the script, without its suffix.
        main: Function of the list of arguments that returns an exit code.
    """

    def reported(argv):
        try:
            return main(argv)
        except contestants.Died as error:
            print(f"{program}.py: {error}", file=sys.stderr)
            return commands.FAILED

    sys.exit(commands.run(f"{program}.py", reported))


def make_parser(program, description, rounds, steps):
    """Parser of the common flags.

    Args:
        program: Name of the script, without its suffix.
        description: Purpose of the script in one line.
        rounds: Default number of rounds.
        steps: Default number of steps per round.
    """
    parser = commands.Parser(prog=f"{program}.py", description=description)
    number = commands.positive_int
    parser.add_argument(
        "--rounds", type=number, default=rounds, help="rounds per row"
    )
    parser.add_argument(
        "--steps", type=number, default=steps, help="steps per round"
    )
    parser.add_argument("--seed", type=int, default=0, help="random seed")
    parser.add_argument(
        "--rivals",
        choices=("best", "all", "none"),
        default="best",
        help="rows of PyTorch after the first round: the fastest of each "
        "kind, or all; none measures the package alone",
    )
    add_out(parser, program)
    return parser


def add_out(parser, program):
    """Add the flag of the JSON file.

    Args:
        parser: The parser.
        program: Name of the script, without its suffix.
    """
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("runs", "benchmarks", f"{program}.json"),
        help="JSON file of the results",
    )


def check_torch():
    """Raise a `UserError` with the command that installs PyTorch, if needed."""
    commands.check_extra("benchmarks", "The comparison", "torch")


def torch_rows(name, target, settings, formats=(None,), compiled_on=None):
    """Rows of PyTorch: memory formats, numbers of threads, and torch.compile.

    Args:
        name: What their names begin with, such as `"PyTorch float32"`.
        target: Target of the contestants.
        settings: Their common settings.
        formats: Names of the memory formats. Defaults to none.
        compiled_on: Numbers of threads of the compiled rows, which may fail.
            Defaults to `None`: all cores.

    Returns:
        Dict from a name to a `Contestant`.
    """
    cores = os.cpu_count()
    kinds = {
        "eager": sorted({1, min(2, cores), cores}),
        "compiled": compiled_on or [cores],
    }
    rows = {}
    for kind, counts in kinds.items():
        for memory_format, count in itertools.product(formats, counts):
            chosen = {"threads": count, "compiled": kind == "compiled"}
            words = [f"{name} {kind}"]
            if memory_format:
                chosen["memory_format"] = memory_format
                words.append(memory_format.replace("_", " "))
            words.append(f"{count} thread{'s' if count > 1 else ''}")
            rows[", ".join(words)] = contestants.Contestant(
                target, settings | chosen, optional=kind == "compiled"
            )
    return rows


def compete(args, claim, unit, ours, rivals, claims, **details):
    """Let the rows train in turn, print the tables and write the JSON file.

    All rivals train for one short round; the fastest of those that a claim
    compares with go on, or all with `--rivals all`.

    Args:
        args: Parsed arguments.
        claim: Claim of the benchmark in one line.
        unit: Unit of the rates.
        ours: Dict from a name to a `Contestant`.
        rivals: The same for the rival's rows.
        claims: List of `Claim`s.
        **details: Further entries of the file.
    """
    if args.rivals != "none":
        check_torch()
    with contestants.started(ours) as workers:
        first, failures = {}, {}
        if args.rivals != "none":
            steps = -(-args.steps // SHORT)
            first, failures = contestants.first_round(rivals, steps)
        chosen = finalists(args.rivals, first, claims)
        with contestants.started({n: rivals[n] for n in chosen}) as others:
            workers |= others
            facts = {name: worker.facts for name, worker in workers.items()}
            replies = contestants.alternate(workers, args.rounds, args.steps)
    rates = {
        name: [contestants.rate(reply) for reply in replies[name]]
        for name in replies
    }
    details |= {
        "first_round": first,
        "failures": failures,
        "facts": facts,
        "peak_mb": {name: replies[name][-1]["peak_mb"] for name in replies},
    }
    report(args, claim, unit, rates, ratios(rates, claims), details)


def compete_with_xla(args, claim, ours, theirs, target):
    """Compare a model, with XLA and as a graph, with PyTorch.

    Args:
        args: Parsed arguments.
        claim: Claim of the benchmark in one line.
        ours: Module of the package's side, whose `compete()` takes
            `jit_compile` and the `path` to write for PyTorch.
        theirs: Module of PyTorch's side.
        target: Required ratio to eager PyTorch.
    """
    name, rival = "keras_creative", "PyTorch float32"

    def row(**settings):
        return contestants.Contestant(
            f"{ours}:compete", {"seed": args.seed, **settings}
        )

    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "float32.npz"))
        compete(
            args,
            claim,
            "steps per second",
            {
                f"{name}, XLA": row(jit_compile=True, path=path),
                f"{name}, graph": row(),
            },
            torch_rows(
                rival,
                f"{theirs}:compete",
                {"seed": args.seed, "path": path},
                compiled_on=sorted({1, os.cpu_count()}),
            ),
            [
                Claim(name, f"{rival} eager", target),
                Claim(name, f"{rival} compiled", None),
                Claim(f"{name}, graph", f"{rival} eager", None),
            ],
        )


def finalists(rivals, first, claims):
    """Names of the rival's rows after the first round.

    Args:
        rivals: Value of the flag `--rivals`.
        first: Dict from a name to its rate in the first round.
        claims: List of `Claim`s.
    """
    if rivals == "all":
        return list(first)
    beginnings = dict.fromkeys(claim.theirs for claim in claims)
    best = contestants.best_rows(first, beginnings, FINALISTS)
    return list(dict.fromkeys(best))


def ratios(rates, claims):
    """Ratios of the fastest row of each side.

    Args:
        rates: Dict from a name to its rates by round.
        claims: List of `Claim`s; those without rows are omitted.

    Returns:
        List of dicts: the names, the target, the ratio of the medians, the
        ratios by round with their smallest, median and largest, and the
        smallest of the rounds after the first.
    """
    found = []
    for claim in claims:
        ours = fastest(rates, claim.ours)
        theirs = fastest(rates, claim.theirs)
        if ours is None or theirs is None:
            continue
        by_round = [
            a / b for a, b in zip(rates[ours], rates[theirs], strict=True)
        ]
        found.append(
            {
                "ratio": f"{ours} / {theirs}",
                "target": claim.target,
                "of_medians": statistics.median(rates[ours])
                / statistics.median(rates[theirs]),
                "rounds": by_round,
                "min": min(by_round),
                "median": statistics.median(by_round),
                "max": max(by_round),
                "min_after_the_first": min(by_round[1:] or by_round),
            }
        )
    return found


def fastest(rates, beginning):
    """Name of the row with the highest median among those with a prefix.

    Args:
        rates: Dict from a name to its rates by round.
        beginning: What the names begin with.

    Returns:
        The name, or `None` if there is no such row.
    """
    names = [name for name in rates if name.startswith(beginning)]
    return max(
        names, key=lambda name: statistics.median(rates[name]), default=None
    )


def report(args, claim, unit, rates, ratios, details):
    """Print a benchmark's tables and write its JSON file.

    Args:
        args: Parsed arguments.
        claim: Claim of the benchmark in one line.
        unit: Unit of the rates.
        rates: Dict from a name to its rates by round.
        ratios: List of dicts returned by `ratios()`.
        details: Further entries of the file, of which `first_round`,
            `failures` and `peak_mb` are printed.
    """
    facts = machine()
    native = ", ".join(facts["native_bfloat16"]) or "none"
    print(f"{claim}\n")
    print(f"{facts['cpu']}, {facts['cores']} cores, native bfloat16: {native}")
    if details["first_round"] or details["failures"]:
        print(f"\n{unit}, first round\n")
        first = {k: f"{v:.1f}" for k, v in details["first_round"].items()}
        rows = first | details["failures"]
        print_table([{"row": name, "rate": rows[name]} for name in rows])
    print(f"\n{unit}, {args.rounds} rounds of {args.steps} steps\n")
    peaks = details["peak_mb"]
    print_table([_rate_row(name, rates[name], peaks[name]) for name in rates])
    if ratios:
        print()
        print_table([_ratio_row(ratio) for ratio in ratios])
    record = {
        "claim": claim,
        "n": args.rounds,
        "seeds": [args.seed],
        "steps_per_round": args.steps,
        "unit": unit,
        "rows": {
            name: {"median": statistics.median(rates[name]), "rounds": rounds}
            for name, rounds in rates.items()
        },
        "ratios": ratios,
        **details,
    }
    write_record(args.out, record)


def _rate_row(name, rounds, peak):
    return {
        "row": name,
        "median": f"{statistics.median(rounds):.1f}",
        "rounds": " ".join(f"{rate:.1f}" for rate in rounds),
        "peak MB": f"{peak:.0f}",
    }


def _ratio_row(ratio):
    target = ratio["target"]
    return {
        "ratio": ratio["ratio"],
        "of medians": f"{ratio['of_medians']:.2f}",
        "rounds (min, median, max)": " ".join(
            f"{ratio[key]:.2f}" for key in ("min", "median", "max")
        ),
        "min after the first": f"{ratio['min_after_the_first']:.2f}",
        "target": "-" if target is None else str(target),
    }
