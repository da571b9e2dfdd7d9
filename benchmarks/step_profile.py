"""Where a training step spends its time, and its floor.

    python benchmarks/step_profile.py --precision float32
    python benchmarks/step_profile.py --precision mixed_bfloat16 --models dcgan

Each model trains through `model.fit()` with 20 steps per execution, for at
least 60 steps a round. Three tables are printed:

1. The time per step, and its floor: the sum of the step's convolutions and
   matrix products, each timed alone in the precision in which the step computes
   it. A convolution is timed as oneDNN's and as a matrix product of patches;
   the faster one counts.
2. The share of each kind of operation in the time of all operations, by
   TensorFlow's profiler. Two operations can run side by side, so that their
   times add up to more than the step. The gradient of a convolution by its data
   is also how a transposed convolution is computed.
3. oneDNN's primitives per step, by its verbose log.

XLA compiles the steps of the VAE and of the ring into one program without
TensorFlow's operations: only its matrix products and its other loops are told
apart. The sizes of the matrix products are read from the log of the same step
without XLA.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import onednn_log
import operation_trace
import profiled_models
import single_operations
from profiled_models import PROFILED, STEPS_PER_EXECUTION
from reporting import machine, print_table, write_record

from keras_creative import commands

PROGRAM = "step_profile"
POLICIES = ("float32", "mixed_bfloat16")
SMALLEST_SHARE = 0.005


def step_times(train, steps, rounds):
    """Milliseconds per step, a list of one number per round."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        train(steps)
        times.append(1000 * (time.perf_counter() - start) / steps)
    return times


def operation_shares(train, model, steps):
    """Dict from a kind of operation to its share."""
    space = operation_trace.trace(lambda: train(steps))
    optimizers = {
        getattr(model, f"{player}optimizer").name
        for player in ("", "g_", "d_")
        if getattr(model, f"{player}optimizer", None) is not None
    }
    kinds = operation_trace.milliseconds_by_kind(space, optimizers)
    total = sum(kinds.values())
    return {kind: value / total for kind, value in kinds.items()}


def logged_primitives(name, precision):
    """Primitives of one execution of the model, by another process."""
    result = subprocess.run(
        [sys.executable, profiled_models.__file__, name, precision],
        env={**os.environ, "ONEDNN_VERBOSE": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    _, _, log = result.stdout.partition(f"{profiled_models.BEGIN}\n")
    primitives = onednn_log.read(log.splitlines())
    if not primitives:
        raise commands.UserError(
            "oneDNN logged nothing: TensorFlow runs without it here"
        )
    return primitives


def floor(primitives):
    """The products of a step, each with its number and its times alone.

    Returns:
        The sum of the smallest times in milliseconds, and a list of dicts.
    """
    counts = onednn_log.count_products(primitives)
    ways = single_operations.fastest_ways(counts)
    products = [
        {
            "product": str(product),
            "per_step": count / STEPS_PER_EXECUTION,
            "milliseconds": ways[product],
        }
        for product, count in counts.items()
    ]
    total = sum(
        row["per_step"] * min(row["milliseconds"].values()) for row in products
    )
    return total, products


def profile(name, precision, rounds):
    """The record of one model, a dict."""
    profiled = PROFILED[name]
    train, model = profiled_models.make(
        name, precision, jit_compile=profiled.xla
    )
    times = step_times(train, profiled.steps, rounds)
    shares = operation_shares(train, model, profiled.steps)
    primitives = logged_primitives(name, precision)
    milliseconds, products = floor(primitives)
    return {
        "xla": profiled.xla,
        "step_ms": times,
        "floor_ms": milliseconds,
        "fraction": milliseconds / statistics.median(times),
        "shares": shares,
        "primitives": onednn_log.summarize(primitives, STEPS_PER_EXECUTION),
        "products": products,
    }


def print_times(records):
    """The steps and their floors."""
    print_table(
        [
            {
                "step": _title(name, record),
                "step, ms": f"{statistics.median(record['step_ms']):.2f} "
                f"({min(record['step_ms']):.2f} to "
                f"{max(record['step_ms']):.2f})",
                "floor, ms": f"{record['floor_ms']:.2f}",
                "floor / step": f"{record['fraction']:.2f}",
            }
            for name, record in records.items()
        ]
    )


def print_shares(records):
    """Shares of the kinds of operations, in percent."""
    kinds = dict.fromkeys(
        kind
        for record in records.values()
        for kind, share in record["shares"].items()
        if share >= SMALLEST_SHARE
    )
    print_table(
        [
            {
                "kind of operation": kind,
                **{
                    _title(name, record): f"{share:.0%}"
                    if (share := record["shares"].get(kind, 0))
                    else "-"
                    for name, record in records.items()
                },
            }
            for kind in kinds
        ]
    )


def print_primitives(records):
    """Numbers and times of oneDNN's primitives per step."""
    print_table(
        [
            {
                "step, without XLA": name,
                **{
                    group: f"{row['count']:.0f}, {row['milliseconds']:.1f} ms"
                    for group, row in record["primitives"].items()
                },
                "in bfloat16": _share_of_primitives(record, "bfloat16"),
                "by reference code": _share_of_primitives(record, "reference"),
            }
            for name, record in records.items()
        ]
    )


def _share_of_primitives(record, name):
    rows = record["primitives"].values()
    count, all_of_them = (
        sum(row[key] for row in rows) for key in (name, "count")
    )
    return f"{count:.0f} of {all_of_them:.0f}"


def _title(name, record):
    return f"{name}, XLA" if record["xla"] else name


def make_parser():
    """Parser of the flags."""
    parser = commands.Parser(
        prog=f"{PROGRAM}.py", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "--precision",
        choices=POLICIES,
        default=POLICIES[0],
        help="dtype policy",
    )
    parser.add_argument(
        "--models",
        nargs="+",
        choices=PROFILED,
        default=list(PROFILED),
        help="the steps to profile",
    )
    parser.add_argument(
        "--rounds",
        type=commands.positive_int,
        default=5,
        help="measurements of the time per step",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("runs", "benchmarks", f"{PROGRAM}.json"),
        help="JSON file of the results",
    )
    return parser


def main(argv):
    """Measure, print and write."""
    args = make_parser().parse_args(argv)
    if os.environ.get("TF_ENABLE_ONEDNN_OPTS") == "0":
        raise commands.UserError(
            "the profile is of steps with oneDNN. Received: "
            "TF_ENABLE_ONEDNN_OPTS=0"
        )
    records = {
        name: profile(name, args.precision, args.rounds) for name in args.models
    }
    facts = machine()
    native = ", ".join(facts["native_bfloat16"]) or "none"
    print(f"{facts['cpu']}, {facts['cores']} cores, native bfloat16: {native}")
    print(f"{args.precision}, {args.rounds} rounds\n")
    for print_part in (print_times, print_shares, print_primitives):
        print_part(records)
        print()
    record = {
        "n": args.rounds,
        "seeds": [profiled_models.SEED],
        "precision": args.precision,
        "steps_per_execution": STEPS_PER_EXECUTION,
        "rows": records,
    }
    write_record(args.out, record)
    return commands.OK


if __name__ == "__main__":
    sys.exit(commands.run(f"{PROGRAM}.py", main))
