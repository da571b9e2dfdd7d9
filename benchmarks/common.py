"""Alternating rounds of contestants, common flags and reports."""

import os
import statistics
import time
from pathlib import Path

from reporting import machine, print_table, write_record

from keras_creative import commands

try:
    import torch
except ImportError as error:
    raise ImportError(
        "The benchmarks compare with PyTorch. Install it with "
        "`pip install keras-creative[benchmarks]`."
    ) from error


def alternate(contestants, rounds):
    """Let contestants train in turn for several rounds.

    Args:
        contestants: Dict from a name to a function without arguments that
            trains and returns the amount of work done.
        rounds: Number of rounds.

    Returns:
        Dict from each name to the list of rates per second.
    """
    rates = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, train in contestants.items():
            start = time.perf_counter()
            done = train()
            rates[name].append(done / (time.perf_counter() - start))
    return rates


def torch_rows(name, train):
    """Contestants for each of PyTorch's thread counts: 1, 2 and all cores.

    Args:
        name: Prefix of their names.
        train: Function without arguments, as for `alternate()`.

    Returns:
        Dict as for `alternate()`.
    """
    cores = os.cpu_count()
    counts = sorted({1, min(2, cores), cores})
    return {
        f"{name}, {count} thread{'s' if count > 1 else ''}": _with_threads(
            count, train
        )
        for count in counts
    }


def _with_threads(count, train):
    def run():
        torch.set_num_threads(count)
        return train()

    return run


def fastest(rates, beginning):
    """Name of the row with the highest median among those with a prefix."""
    names = [name for name in rates if name.startswith(beginning)]
    return max(names, key=lambda name: statistics.median(rates[name]))


def compare(rates, ours, theirs, target):
    """Ratio of the rates of two contestants.

    Args:
        rates: Rates returned by `alternate()`.
        ours: Name of the first contestant.
        theirs: Name of the second contestant.
        target: Required ratio of the medians, or `None`.

    Returns:
        Dict of the ratio of the medians, and of the ratios round by round
        with their smallest, median and largest.
    """
    ratios = [a / b for a, b in zip(rates[ours], rates[theirs], strict=True)]
    of_medians = statistics.median(rates[ours]) / statistics.median(
        rates[theirs]
    )
    return {
        "ratio": f"{ours} / {theirs}",
        "target": target,
        "of_medians": of_medians,
        "rounds": ratios,
        "min": min(ratios),
        "median": statistics.median(ratios),
        "max": max(ratios),
    }


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
        choices=("all", "none"),
        default="all",
        help="rows of PyTorch; none measures the package alone",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("runs", "benchmarks", f"{program}.json"),
        help="JSON file of the results",
    )
    return parser


def report(args, claim, unit, rates, ratios, **details):
    """Print a benchmark's tables and write its JSON file.

    Args:
        args: Parsed arguments.
        claim: Claim of the benchmark in one line.
        unit: Unit of the rates.
        rates: Rates returned by `alternate()`.
        ratios: List of dicts returned by `compare()`.
        **details: Further entries of the file.
    """
    medians = {name: statistics.median(rates[name]) for name in rates}
    facts = machine()
    native = ", ".join(facts["native_bfloat16"]) or "none"
    print(f"{claim}\n")
    print(f"{facts['cpu']}, {facts['cores']} cores, native bfloat16: {native}")
    print(f"{unit}, {args.rounds} rounds of {args.steps} steps\n")
    print_table([_rate_row(name, rates[name]) for name in rates])
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
            name: {"median": medians[name], "rounds": rates[name]}
            for name in rates
        },
        "ratios": ratios,
        "torch": torch.__version__,
        **details,
    }
    write_record(args.out, record)


def _rate_row(name, rounds):
    return {
        "row": name,
        "median": f"{statistics.median(rounds):.1f}",
        "rounds": " ".join(f"{rate:.1f}" for rate in rounds),
    }


def _ratio_row(ratio):
    target = ratio["target"]
    return {
        "ratio": ratio["ratio"],
        "of medians": f"{ratio['of_medians']:.2f}",
        "rounds (min, median, max)": " ".join(
            f"{ratio[key]:.2f}" for key in ("min", "median", "max")
        ),
        "target": "-" if target is None else str(target),
    }
