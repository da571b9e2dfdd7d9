"""Detection rate and false alarms of the collapse watch.

    python benchmarks/collapse_watch.py --seeds 0 1

Runs that are expected to collapse or not to collapse are trained and recorded,
see `collapse_runs.py`; recorded runs are not trained again. Each is labeled by
the modes or classes that many samples cover in its last third, with full
knowledge of the data: collapsed with at most half of them, healthy with at
least four fifths, else between. The watch receives few samples and real
examples without labels or modes. Its thresholds were chosen on seed 10.
"""

import argparse
import types
import warnings
from pathlib import Path

from collapse_runs import EPOCH_STEPS, ROWS, SAMPLES, TRUTH, Data
from reporting import print_table, write_record

from keras_creative import callbacks

REFERENCE = 2000
LABELS = ("collapsed", "healthy", "between")
MOST_COLLAPSED, LEAST_HEALTHY = 0.5, 0.8


def label(run):
    """Label of a run by its true modes.

    Args:
        run: Record returned by `collapse_runs.Data.record()`.

    Returns:
        One of `LABELS`.
    """
    last = slice(-(len(run["modes"]) // 3), None)
    if max(run["nearest_modes"][last]) <= MOST_COLLAPSED:
        return "collapsed"
    return "healthy" if min(run["modes"][last]) >= LEAST_HEALTHY else "between"


def watched(run, steps, reference):
    """Apply the watch to the recorded samples of a run.

    Args:
        run: Record returned by `collapse_runs.Data.record()`.
        steps: Steps per epoch.
        reference: Array of real examples.

    Returns:
        Dict with the `verdict`, the `step` of the alarm, and the `logs`
        of every epoch.
    """
    watch = callbacks.CollapseWatch(reference, n=SAMPLES)
    model = types.SimpleNamespace(sample_shape=reference.shape[1:])
    watch.set_model(model)
    watch.on_train_begin()
    history = []
    for epoch, samples in enumerate(run["samples"]):
        model.sample = lambda n, seed, samples=samples: samples
        names = ("d_accuracy_real", "d_accuracy_fake")
        logs = dict(zip(names, run["accuracies"][epoch], strict=True))
        watch.on_epoch_begin(epoch)
        watch.on_train_batch_end(steps - 1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            watch.on_epoch_end(epoch, logs)
        history.append({name: float(value) for name, value in logs.items()})
    return {"verdict": watch.verdict, "step": watch.step, "logs": history}


def measure(names, seeds, folder):
    """Label and watch every run of some rows.

    Args:
        names: Names of rows.
        seeds: Integers.
        folder: Folder of the recorded runs.

    Returns:
        List of dicts.
    """
    results, opened = [], {}
    for name in names:
        row = ROWS[name]
        data = opened.setdefault(row.data, Data(row.data))
        reference = data.reference(REFERENCE)
        for seed in seeds:
            run = data.record(row, seed, folder / f"{name}, {seed}.npz")
            result = {
                "row": name,
                "seed": seed,
                "label": label(run),
                "modes": [float(share) for share in run["modes"]],
                **watched(run, EPOCH_STEPS[row.is_toy], reference),
            }
            print(summarize(result), flush=True)
            results.append(result)
    return results


def summarize(result):
    """One row of the table."""
    last = result["logs"][-1]
    return {
        "run": result["row"],
        "seed": result["seed"],
        "true modes at the end": f"{result['modes'][-1]:.0%}",
        "label": result["label"],
        "clusters": f"{last['clusters_ratio']:.2f}",
        "distance": f"{last['pairwise_distance_ratio']:.2f}",
        "D's accuracy": f"{last['d_accuracy']:.2f}",
        "verdict": result["verdict"],
        "called at step": result["step"] or "-",
    }


def count(results):
    """Number of runs and of alarms per label."""
    counts = []
    for name in LABELS:
        verdicts = [r["verdict"] for r in results if r["label"] == name]
        called = [verdict for verdict in verdicts if verdict != "none"]
        counts.append(
            {"label": name, "runs": len(verdicts), "called": len(called)}
        )
    return counts


def main():
    """Record, evaluate, print the tables and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1])
    parser.add_argument(
        "--rows", nargs="+", help="names of rows; all by default"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("runs/benchmarks/collapse_watch.json")
    )
    args = parser.parse_args()
    folder = args.out.with_suffix("")
    results = measure(args.rows or list(ROWS), args.seeds, folder)
    print_table([summarize(result) for result in results])
    print_table(count(results))
    record = {
        "seeds": args.seeds,
        "n": SAMPLES,
        "n_truth": TRUTH,
        "n_reference": REFERENCE,
        "counts": count(results),
        "runs": results,
    }
    write_record(args.out, record)


if __name__ == "__main__":
    main()
