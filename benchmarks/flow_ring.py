"""Flow matching on the ring of VEEGAN, and on that of the package.

    python benchmarks/flow_ring.py --seeds 0 1 2 3 4

Trains `flow-8gaussians` with its own settings. The ring of VEEGAN has eight
Gaussians on the unit circle with a standard deviation of 0.01; its points are
divided by their standard deviation for training, as in `collapse.py`. 2,500
samples of each seed are measured. The settings were chosen on seeds 10 and 11.
"""

import dataclasses
import statistics
import sys
import time
from pathlib import Path

import collapse_points
import reporting

from keras_creative import commands, datasets, metrics, recipes

PROGRAM = "flow_ring"
CLAIM = (
    "Flow matching on VEEGAN's ring: 8 modes, high quality at least 0.97, "
    "reverse KL at most 0.005."
)
SAMPLES = 2500
RECIPE = recipes.RECIPES["flow-8gaussians"]
DATA = {
    "VEEGAN's ring": collapse_points.ring,
    "8Gaussians": lambda: datasets.load_toy("8Gaussians"),
}


def run(data, seed, solver, sampling_steps):
    """Train and measure one seed.

    Args:
        data: `GaussianMixture`.
        seed: Integer.
        solver: Name of the solver.
        sampling_steps: Its number of steps.

    Returns:
        Dict of the measures, with the `seconds` of the training.
    """
    scaled, unit = collapse_points.in_units(data)
    recipe = dataclasses.replace(
        RECIPE, seed=seed, solver=solver, sampling_steps=sampling_steps
    )
    model = recipe.make_model(scaled)
    start = time.perf_counter()
    model.fit(
        scaled.batches(recipe.batch_size, seed, labelled=False),
        epochs=recipe.epochs,
        steps_per_epoch=scaled.steps_per_epoch(recipe.batch_size),
        verbose=0,
    )
    seconds = time.perf_counter() - start
    points = unit * model.sample(SAMPLES, seed=seed)
    measures = metrics.mode_measures(points, data.components, data.std)
    return {"seed": seed, **measures, "seconds": seconds}


def summarize(name, results):
    """One row of the table."""
    columns = {
        "modes (min)": ("modes_captured", min, "d"),
        "high quality (min)": ("high_quality_3std", min, ".4f"),
        "reverse KL (max)": ("reverse_kl", max, ".4f"),
        "seconds (max)": ("seconds", max, ".0f"),
    }
    row = {"data": name, "seeds": len(results)}
    for column, (key, worst, form) in columns.items():
        row[column] = format(worst(r[key] for r in results), form)
    quality = statistics.mean(r["high_quality_3std"] for r in results)
    return {**row, "high quality (mean)": f"{quality:.4f}"}


def main(argv):
    """Measure, print and write."""
    parser = commands.Parser(
        prog=f"{PROGRAM}.py", description=__doc__.splitlines()[0]
    )
    add = parser.add_argument
    add("--seeds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    add("--data", nargs="+", choices=tuple(DATA), default=["VEEGAN's ring"])
    add("--solver", default=RECIPE.solver)
    add(
        "--sampling_steps",
        type=commands.positive_int,
        default=RECIPE.sampling_steps,
    )
    add("--out", type=Path, default=Path("runs/benchmarks/flow_ring.json"))
    args = parser.parse_args(argv)
    results = {}
    for name in args.data:
        results[name] = []
        for seed in args.seeds:
            result = run(DATA[name](), seed, args.solver, args.sampling_steps)
            print(result, flush=True)
            results[name].append(result)
    print(CLAIM)
    reporting.print_table([summarize(*item) for item in results.items()])
    record = {
        "claim": CLAIM,
        "n": SAMPLES,
        "seeds": args.seeds,
        "recipe": dataclasses.asdict(RECIPE),
        "solver": [args.solver, args.sampling_steps],
        "results": results,
    }
    reporting.write_record(args.out, record)
    return commands.OK


if __name__ == "__main__":
    sys.exit(commands.run(f"{PROGRAM}.py", main))
