"""Wall time and peak memory of the legacy command, from prompt to last file.

python benchmarks/stylegan_command.py --runs 3 --out stylegan_command.json
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reporting import print_table, write_record

PROGRAM = Path(__file__).parents[1] / "STYLEGAN.py"
FLAGS = (
    "--fig_name GAN_deneme --label --notebook --lambda_g 0 --lambda_d 0 "
    "--missing_mixt 1"
)


def run_once():
    """Seconds and peak megabytes of one run of the command."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, PROGRAM, *FLAGS.split(), "--outdir", folder]
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
    if status:
        raise RuntimeError(f"The command failed. Received: status={status}")
    return {"seconds": seconds, "peak_mb": usage.ru_maxrss / 1024}


def main():
    """Run the command several times; print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", default="stylegan_command.json")
    args = parser.parse_args()
    runs = [run_once() for _ in range(args.runs)]
    rows = []
    for key in ("seconds", "peak_mb"):
        values = [run[key] for run in runs]
        rows.append(
            {
                "figure": key,
                "min": f"{min(values):.1f}",
                "median": f"{statistics.median(values):.1f}",
                "max": f"{max(values):.1f}",
            }
        )
    print_table(rows)
    write_record(args.out, {"command": FLAGS, "runs": runs})


if __name__ == "__main__":
    main()
