"""Frechet distance of flow matching beside GANs on Fashion-MNIST, equal time.

    python benchmarks/flow_fashion.py --seconds 1200 --seeds 0

The GANs and the protocol are those of `variants.py --pictures`: 32x32 pixels,
10,000 samples against 10,000 test images, in the 128 features of a classifier
that is trained here. Flow matching trains `flow-fashion-mnist` at that size.
Each row trains for the same time, counted from the end of its first step.
"""

import dataclasses
import sys
import time
from pathlib import Path

import reporting
import variants_pictures as protocol

from keras_creative import commands, datasets, metrics, recipes

PROGRAM = "flow_fashion"
CLAIM = "Flow matching beside the best GAN on Fashion-MNIST, at equal time."
RECIPE = dataclasses.replace(recipes.RECIPES["flow-fashion-mnist"], size=32)
FLOWS = {
    "FlowMatching": RECIPE,
    "GuidedFlowMatching": dataclasses.replace(RECIPE, conditional=True),
}


def measure_flow(recipe, seed, seconds, features, real):
    """Train a flow with one seed; return its distance and steps."""
    recipe = dataclasses.replace(recipe, seed=seed)
    data = recipe.load_data()
    model = recipe.make_model(data)
    clock = protocol.StopAfter(seconds)
    batches = data.batches(recipe.batch_size, seed, labelled=recipe.conditional)
    model.fit(batches, steps_per_epoch=10**6, verbose=0, callbacks=[clock])
    start = time.perf_counter()
    samples = model.sample(protocol.SAMPLES, seed=seed)
    sampling = time.perf_counter() - start
    made = features.predict(samples, verbose=0)
    return {
        "distance": metrics.frechet_distance(real, made),
        "generator_steps": clock.steps,
        "sampling_seconds": sampling,
    }


def run(names, seeds, seconds):
    """Measure rows with every seed.

    Args:
        names: Names of rows, of `FLOWS` or `variants_pictures.ROWS`.
        seeds: Integers.
        seconds: Training time of each.

    Returns:
        Dict from a row's name to the list of its measures.
    """
    test = datasets.PictureSet.load("fashion-mnist", split="test")
    train = datasets.PictureSet.load("fashion-mnist")
    features, accuracy = protocol.load_classifier(test)
    print(f"classifier's test accuracy {accuracy:.3f}", flush=True)
    real, known = (
        features.predict(pictures.sample(protocol.SAMPLES)[0], verbose=0)
        for pictures in (test, train)
    )
    floor = metrics.frechet_distance(real, known)
    results = {"training pictures": [{"distance": floor, "generator_steps": 0}]}
    for name in names:
        measure, settings = (
            (measure_flow, FLOWS[name])
            if name in FLOWS
            else (protocol.measure, protocol.ROWS[name])
        )
        results[name] = [
            measure(settings, seed, seconds, features, real) for seed in seeds
        ]
        print(name, results[name], flush=True)
    return results


def main(argv):
    """Measure, print and write."""
    rows = (*FLOWS, *protocol.ROWS)
    parser = commands.Parser(
        prog=f"{PROGRAM}.py", description=__doc__.splitlines()[0]
    )
    add = parser.add_argument
    add("--rows", nargs="+", choices=rows, default=[*FLOWS, "GAN", "R3GAN"])
    add("--seeds", type=int, nargs="+", default=[0])
    add("--seconds", type=commands.positive_float, default=1200)
    add("--out", type=Path, default=Path("runs/benchmarks/flow_fashion.json"))
    args = parser.parse_args(argv)
    results = run(args.rows, args.seeds, args.seconds)
    print(f"{CLAIM}\n\n{args.seconds:g} s each\n")
    reporting.print_table(
        [protocol.summarize(name, rows) for name, rows in results.items()]
    )
    record = {
        "claim": CLAIM,
        "n": protocol.SAMPLES,
        "seeds": args.seeds,
        "seconds": args.seconds,
        "results": results,
    }
    reporting.write_record(args.out, record)
    return commands.OK


if __name__ == "__main__":
    sys.exit(commands.run(f"{PROGRAM}.py", main))
