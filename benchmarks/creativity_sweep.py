"""Effect of creativity losses on ambiguity and quality.

    python benchmarks/creativity_sweep.py --part ring
    python benchmarks/creativity_sweep.py --part garments
    python benchmarks/creativity_sweep.py --part ring --draw docs/images

Every loss is trained at every weight with every seed; weight 0, with smoothed
labels, is the control of all losses. `plain` is the uniform cross-entropy
without label smoothing, as in the paper. A row is written to the record as soon
as it is measured, and another call measures the missing rows. The parts are in
creativity_parts.py.
"""

import argparse
import json
import statistics
from pathlib import Path

import creativity_parts
from reporting import print_table, write_record

LAMBDAS = (0.0, 0.05, 0.1, 0.25, 0.5, 1.0)
LOSSES = {
    "uniform": {"creativity": "uniform"},
    "can": {"creativity": "can"},
    "sharma-mittal": {"creativity": "sharma-mittal"},
    "plain": {"creativity": "uniform", "label_smoothing": 0.0},
}
PARTS = {
    "ring": creativity_parts.Ring,
    "garments": creativity_parts.Garments,
}


def grid(losses, lambdas, seeds):
    """All rows to measure; weight 0 is the same for all losses."""
    for seed in seeds:
        for weight in lambdas:
            for loss in losses if weight else losses[:1]:
                yield {"loss": loss, "lambda_g": weight, "seed": seed}


def sweep(part, rows, out):
    """Measure the rows that are missing in the record.

    Args:
        part: Instance of one of `PARTS`.
        rows: Rows returned by `grid()`.
        out: The record's path.

    Returns:
        List of all measured rows.
    """
    record = {"part": part.settings, "real": part.real(), "rows": []}
    if out.exists():
        found = json.loads(out.read_text())
        if found["part"] == record["part"]:
            record["rows"] = found["rows"]
    known = [{k: r[k] for k in row_key()} for r in record["rows"]]
    for row in rows:
        if row not in known:
            settings = {**LOSSES[row["loss"]], "lambda_g": row["lambda_g"]}
            measured = part.measure(settings, row["seed"])
            record["rows"].append({**row, **measured})
            print(record["rows"][-1], flush=True)
            write_record(out, record)
    return record


def row_key():
    """Key that identifies a row."""
    return ("loss", "lambda_g", "seed")


def summarize(record, loss, weight):
    """One row of the table, over the seeds; `None` without seeds."""
    rows = [
        r
        for r in record["rows"]
        if r["lambda_g"] == weight and r["loss"] == loss
    ]
    if not rows:
        return None
    summary = {"loss": loss, "lambda_g": weight, "seeds": len(rows)}
    for name in record["real"]:
        values = [r[name] for r in rows]
        low, high = min(values), max(values)
        mean = statistics.mean(values)
        summary[name] = f"{mean:.3g} ({low:.3g} to {high:.3g})"
    return summary


def main():
    """Measure, print the table, and plot it with `--draw`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=PARTS, default="ring")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--lambdas", type=float, nargs="+", default=LAMBDAS)
    parser.add_argument("--losses", nargs="+", choices=LOSSES, default=LOSSES)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--draw", type=Path, help="folder for the figure")
    args = parser.parse_args()
    out = args.out or Path(f"creativity_{args.part}.json")
    part = PARTS[args.part]()
    losses = list(args.losses)
    record = sweep(part, list(grid(losses, args.lambdas, args.seeds)), out)
    table = [
        summarize(record, loss, weight)
        for loss in losses
        for weight in args.lambdas
    ]
    print_table([row for row in table if row])
    print("real data:", record["real"])
    if args.draw:
        part.draw(record, losses, args.draw)


if __name__ == "__main__":
    main()
