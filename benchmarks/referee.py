"""Accuracy and training time of the referee.

```
python benchmarks/referee.py --data fashion-mnist mnist --seeds 0 1
```

For each class it prints the share of real test images that the referee assigns
to the class with certainty: of its own images, which is an upper bound of a
recovery rate, and of all other images, which is the chance level.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

import numpy as np
from reporting import print_table, write_record

from keras_creative import datasets, experiments, metrics


def measure(data, seed):
    """Train a new referee and classify the test images.

    Args:
        data: `PictureSet` with labels.
        seed: Integer that fixes the training.

    Returns:
        Dict of measures.
    """
    with tempfile.TemporaryDirectory() as cache:
        start, cpu = time.perf_counter(), time.process_time()
        referee = experiments.load_referee(data, cache=cache, seed=seed)
        seconds = time.perf_counter() - start
        cpu = time.process_time() - cpu
    given = referee.test_probabilities
    own, others = {}, {}
    for label in range(data.num_classes):
        is_own = referee.test_labels == label
        own[label] = metrics.class_share(given[is_own], label)
        others[label] = metrics.class_share(given[~is_own], label)
    certain = given.max(axis=1) > 0.9
    right = given.argmax(axis=1) == referee.test_labels
    return {
        "seed": seed,
        "n_test": len(right),
        "accuracy": referee.accuracy,
        "certain": float(certain.mean()),
        "accuracy_where_certain": float(right[certain].mean()),
        "seconds": seconds,
        "cpu_seconds": cpu,
        "own": own,
        "others": others,
    }


def main():
    """Measure, print and write the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", nargs="+", default=["fashion-mnist"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[0])
    parser.add_argument("--size", type=int, default=32)
    out = Path("runs", "benchmarks", "referee.json")
    parser.add_argument("--out", type=Path, default=out)
    args = parser.parse_args()
    results = {}
    for name in args.data:
        data = datasets.PictureSet.load(name, size=args.size)
        results[name] = [measure(data, seed) for seed in args.seeds]
        print(f"\n{name}, {os.cpu_count()} cores\n")
        hidden = ("own", "others")
        print_table(
            [
                {k: _rounded(v) for k, v in row.items() if k not in hidden}
                for row in results[name]
            ]
        )
        print()
        print_table(
            [
                {
                    "class": label,
                    **{
                        part: f"{_mean(results[name], part, label):.4f}"
                        for part in hidden
                    },
                }
                for label in range(data.num_classes)
            ]
        )
    write_record(args.out, {"size": args.size, "results": results})


def _mean(rows, part, label):
    return np.mean([row[part][label] for row in rows])


def _rounded(value):
    return f"{value:.4f}" if isinstance(value, float) else value


if __name__ == "__main__":
    main()
