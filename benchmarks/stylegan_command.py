"""Wall time and peak memory of the legacy command, from prompt to last file.

    python benchmarks/stylegan_command.py --runs 3 --out stylegan_command.json

The command's import of TensorFlow and Keras is timed before every run, in a
process of its own.
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
IMPORT = """
import time
import keras_creative_command
from keras_creative import commands
begin = time.perf_counter()
commands.import_tensorflow_quietly()
print(time.perf_counter() - begin)
"""
ROWS = {
    "seconds": "seconds",
    "import_seconds": "of which import of tensorflow",
    "peak_mb": "peak MB",
}


def import_seconds():
    """Seconds of the command's import of TensorFlow, in a new process."""
    result = subprocess.run(
        [sys.executable, "-c", IMPORT],
        cwd=PROGRAM.parent,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return float(result.stdout)


def run_once():
    """Seconds, those of the import, and peak megabytes of one run."""
    imported = import_seconds()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, PROGRAM, *FLAGS.split(), "--outdir", folder]
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
    if status:
        raise RuntimeError(f"The command failed. Received: status={status}")
    return {
        "seconds": seconds,
        "import_seconds": imported,
        "peak_mb": usage.ru_maxrss / 1024,
    }


def main():
    """Run the command several times; print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", default="stylegan_command.json")
    args = parser.parse_args()
    runs = [run_once() for _ in range(args.runs)]
    rows = []
    for key, name in ROWS.items():
        values = [run[key] for run in runs]
        rows.append(
            {
                "figure": name,
                "min": f"{min(values):.1f}",
                "median": f"{statistics.median(values):.1f}",
                "max": f"{max(values):.1f}",
            }
        )
    print_table(rows)
    write_record(args.out, {"command": FLAGS, "runs": runs})


if __name__ == "__main__":
    main()
