"""Mode collapse and its remedies, by the published protocols.

    python benchmarks/collapse.py --part points --seeds 0 1 2 3 4 5 6 7 8 9
    python benchmarks/collapse.py --part stacked --seeds 0 2 3 --steps 15000
    python benchmarks/collapse.py --part together --rounds 3

Points are VEEGAN's ring and grid and an imbalanced ring, see
`collapse_points.py`; stacked is stacked MNIST, see `collapse_stacked.py`;
together compares ten seeds trained as one stacked model with the same ten one
after another, see `collapse_together.py`. The tables include published results.
Our protocol has the same 2,500 points and 3 standard deviations, and 25,600
images instead of 26,000. It differs in networks, batch size and number of
steps; points and triples of digits are drawn anew in every step, and generators
are averaged.
"""

import argparse

import collapse_points
import collapse_stacked
import collapse_together
from reporting import print_table, write_record


def main():
    """Train, print the table and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--part", choices=("points", "stacked", "together"), required=True)
    add("--seeds", type=int, nargs="+", default=list(range(10)))
    add("--rows", nargs="+", help="names of rows; all by default")
    add(
        "--data",
        nargs="+",
        default=["ring", "grid"],
        help="data sets of --part points",
    )
    add("--steps", type=int, default=15000)
    add("--rounds", type=int, default=3, help="rounds of --part together")
    add("--out", help="JSON file of the results")
    args = parser.parse_args()
    parts = {"points": _points, "stacked": _stacked, "together": _together}
    record = parts[args.part](args)
    out = args.out or f"runs/benchmarks/collapse_{args.part}.json"
    write_record(out, {"part": args.part, "seeds": args.seeds, **record})


def _points(args):
    rows = args.rows or list(collapse_points.ROWS)
    rates = {
        name: collapse_points.steps_per_second(name)
        for name in {"GAN": None, **dict.fromkeys(rows)}
    }
    results, lines = {}, []
    for name in rows:
        results[name] = {
            which: collapse_points.run(name, which, args.seeds, args.steps)
            for which in args.data
        }
        lines.append(collapse_points.summarize(name, results[name], rates))
        print(lines[-1], flush=True)
    print_table([*lines, *_columns_of(lines[0])])
    return {"results": results, "steps_per_second": rates, "steps": args.steps}


def _columns_of(line):
    """The published rows, with the measured columns."""
    for row in collapse_points.published():
        yield {column: row.get(column, "-") for column in line}


def _stacked(args):
    floor = collapse_stacked.floor()
    print(f"real triples: {floor}", flush=True)
    results = {
        name: collapse_stacked.run(name, args.seeds, args.steps)
        for name in args.rows or collapse_stacked.ROWS
    }
    lines = [collapse_stacked.summarize(*item) for item in results.items()]
    print_table([*lines, *collapse_stacked.published()])
    return {"results": results, "real": floor, "steps": args.steps}


def _together(args):
    rounds = collapse_together.run(args.seeds, args.rounds)
    print_table([collapse_together.summarize(rounds)])
    return {"rounds": rounds}


if __name__ == "__main__":
    main()
