"""Wall time and novelty of `keras-creative mosaic`, from prompt to picture.

    python benchmarks/mosaic_paintings.py --data paintings.zip

Each row is one size, over several seeds.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reporting import print_table, write_record

ROOT = Path(__file__).parents[1]
SIZES = {64: 64, 256: 8}


def run_once(data, size, n, seed):
    """Seconds and novelty of one command."""
    with tempfile.TemporaryDirectory() as folder:
        flags = f"--size {size} -n {n} --seed {seed} --out {folder}/a.png"
        command = [sys.executable, "-m", "keras_creative", "mosaic", data]
        begin = time.perf_counter()
        done = subprocess.run(
            [*command, *flags.split()],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        seconds = time.perf_counter() - begin
    novelty = float(re.search(r"novelty ([\d.]+)", done.stdout)[1])
    return {"size": size, "seed": seed, "seconds": seconds, "novelty": novelty}


def main():
    """Run the command for each size and seed; print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or .zip file")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--out", default="mosaic_paintings.json")
    args = parser.parse_args()
    data = str(Path(args.data).resolve())
    runs, rows = [], []
    for size, n in SIZES.items():
        made = [run_once(data, size, n, seed) for seed in range(args.seeds)]
        runs += made
        rows.append({"pictures": f"{n} of {size} x {size}"})
        for name, form in (("seconds", ".1f"), ("novelty", ".2f")):
            values = [run[name] for run in made]
            rows[-1][name] = (
                f"{statistics.median(values):{form}} ({min(values):{form}} to "
                f"{max(values):{form}})"
            )
    print_table(rows)
    write_record(args.out, {"runs": runs})


if __name__ == "__main__":
    main()
