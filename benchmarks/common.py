"""Rounds in which contestants take turns, their flags and their report."""

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
    """Let contestants train in turn, round after round.

    Args:
        contestants: Dict from a name to a function without arguments that
            trains, and returns how much it has done.
        rounds: Number of rounds.

    Returns:
        Dict from each name to the list of what it did per second.
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
        name: What their names begin with.
        train: Function without arguments, as `alternate()` takes.

    Returns:
        Dict, as `alternate()` takes.
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
    """The row with the highest median of those that begin with a word."""
    names = [name for name in rates if name.startswith(beginning)]
    return max(names, key=lambda name: statistics.median(rates[name]))


def compare(rates, ours, theirs, asked):
    """How many times as fast one contestant is as another.

    Args:
        rates: What `alternate()` gave.
        ours: Name of the one.
        theirs: Name of the other.
        asked: Ratio of the medians that is asked for, or `None`.

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
        "asked": asked,
        "of_medians": of_medians,
        "rounds": ratios,
        "min": min(ratios),
        "median": statistics.median(ratios),
        "max": max(ratios),
    }


def make_parser(program, description, rounds, steps):
    """Parser of the flags that every benchmark has.

    Args:
        program: Name of the script, without its suffix.
        description: What the script measures, in one line.
        rounds: Default number of rounds.
        steps: Default number of steps in a round.
    """
    parser = commands.Parser(prog=f"{program}.py", description=description)
    number = commands.positive_int
    parser.add_argument(
        "--rounds", type=number, default=rounds, help="rounds of each row"
    )
    parser.add_argument(
        "--steps", type=number, default=steps, help="steps of a round"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the runs")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("runs", "benchmarks", f"{program}.json"),
        help="the JSON file to write",
    )
    return parser


def report(args, claim, unit, rates, ratios, **details):
    """Print a benchmark's tables and write its JSON file.

    Args:
        args: What `make_parser()`'s parser gave.
        claim: What the benchmark is to show, in one line.
        unit: Unit of the rates.
        rates: What `alternate()` gave.
        ratios: List of what `compare()` gave.
        **details: What else goes into the file.
    """
    medians = {name: statistics.median(rates[name]) for name in rates}
    facts = machine()
    native = ", ".join(facts["native_bfloat16"]) or "none"
    print(f"{claim}\n")
    print(f"{facts['cpu']}, {facts['cores']} cores, native bfloat16: {native}")
    print(f"{unit}, {args.rounds} rounds of {args.steps} steps\n")
    print_table([_rate_row(name, rates[name]) for name in rates])
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
    asked = ratio["asked"]
    return {
        "ratio": ratio["ratio"],
        "of medians": f"{ratio['of_medians']:.2f}",
        "rounds (min, median, max)": " ".join(
            f"{ratio[key]:.2f}" for key in ("min", "median", "max")
        ),
        "asked": "-" if asked is None else str(asked),
    }
