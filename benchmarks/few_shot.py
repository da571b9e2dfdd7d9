"""More of what four drawings show: methods of few-shot generation compared.

    python benchmarks/few_shot.py
    python benchmarks/few_shot.py --rows FIGR --minutes 20 --out longer.json

Every method is trained on concepts of the training, and makes samples for four
shots of 20 concepts of the test, which are drawn anew for each seed. With the
small archives of Omniglot the test are the alphabets that only the second has.
The judge is a network that is trained on the concepts of the training alone. It
recognizes a sample if the mean features of real pictures of its concept that
are no shots are the nearest. Rows that the file of the results has already are
not measured again.
"""

import dataclasses
import functools
import json
import statistics
import time
from pathlib import Path

import common
import few_shot_methods
import numpy as np
from reporting import print_table, write_record

from keras_creative import commands, metrics, plotting, runs
from keras_creative.experiments import RECIPES

PROGRAM = "few_shot"
CONCEPTS, SHOTS, SAMPLES = 20, 4, 64
SHOWN_CONCEPTS, SHOWN = 6, 8
COLUMNS = {
    "recognition": ("recognized", 3),
    "copy_distance": ("copy distance", 2),
    "feature_distance": ("of features", 2),
    "diversity": ("diversity", 2),
    "kernel": ("kernel distance", 3),
    "gain": ("gain, pixels", 3),
    "feature_gain": ("gain, features", 3),
    "train_minutes": ("minutes", 1),
    "sample_seconds": ("seconds, 64 samples", 2),
}


def main(argv):
    """Measure, print and write."""
    args = _make_parser().parse_args(argv)
    known = list(few_shot_methods.METHODS)
    rows = args.rows or known
    for row in rows:
        if row not in known:
            raise commands.UserError(f"--rows: {row!r} is not one of {known}")
    record = _read(args)
    for row in rows:
        for seed in args.seeds:
            key = f"{row}, seed {seed}"
            if key not in record["results"]:
                record["results"][key] = _measure(args, row, seed)
                write_record(args.out, record)
    print_table([_row(row, args.seeds, record["results"]) for row in rows])
    return commands.OK


def _make_parser():
    parser = commands.Parser(
        prog=f"{PROGRAM}.py", description=__doc__.splitlines()[0]
    )
    add, number = parser.add_argument, commands.positive_int
    add("--data", default="omniglot", help="tasks, see datasets.load_tasks()")
    add("--rows", nargs="+", metavar="ROW", help="methods; default: all")
    add("--seeds", type=int, nargs="+", default=[0, 1, 2], help="of the runs")
    add(
        "--minutes",
        type=commands.positive_float,
        default=5.0,
        help="training time of methods whose recipe has no end of its own",
    )
    add("--judge_steps", type=number, default=1000, help="of the judge")
    add(
        "--out",
        type=Path,
        default=Path("runs", "benchmarks", f"{PROGRAM}.json"),
        help="JSON file of the results; pictures lie beside it",
    )
    return parser


def _read(args):
    settings = {
        "data": args.data,
        "concepts": CONCEPTS,
        "shots": SHOTS,
        "samples_of_a_concept": SAMPLES,
        "minutes": args.minutes,
        "judge_steps": args.judge_steps,
    }
    if args.out.exists():
        found = json.loads(args.out.read_text())
        earlier = {key: found.get(key) for key in settings}
        if earlier != settings:
            raise commands.UserError(
                f"--out: {str(args.out)!r} has results with other settings, "
                f"{earlier}"
            )
        return {**settings, "results": found["results"]}
    return {**settings, "results": {}}


@functools.cache
def _load(data):
    recipe = dataclasses.replace(
        RECIPES["deformation-vae-omniglot"],
        data=data,
        rotations=data == "omniglot",
    )
    return recipe.load_split()


@functools.cache
def _judge(data, steps):
    return runs.ConceptNetwork.train(_load(data).train, steps=steps)


def _measure(args, row, seed):
    """Train a method with a seed and measure its samples."""
    split, judge = _load(args.data), _judge(args.data, args.judge_steps)
    draw = np.random.default_rng(seed)
    concepts = draw.permutation(len(split.test))[:CONCEPTS]
    pairs = [split.test.shots_of(int(i), SHOTS, seed) for i in concepts]
    given, others = zip(*pairs, strict=True)
    context = few_shot_methods.Context(
        args.data, split, given, 60 * args.minutes, seed
    )
    start = time.perf_counter()
    sample = few_shot_methods.METHODS[row](context)
    minutes = (time.perf_counter() - start) / 60
    made, seconds = [], []
    for index in range(len(given)):
        start = time.perf_counter()
        made.append(sample(index, SAMPLES))
        seconds.append(time.perf_counter() - start)
    _draw(args.out, row, seed, given, made, others)
    return {
        **score(judge, given, made, others),
        "train_minutes": minutes,
        "sample_seconds": statistics.median(seconds),
        "first_sample_seconds": seconds[0],
    }


def score(judge, shots, made, others):
    """Measures of the samples of several concepts.

    Args:
        judge: `ConceptNetwork`.
        shots: The shots of each concept.
        made: Samples for them.
        others: Other real pictures of each concept.

    Returns:
        Dict from names to numbers, means over the concepts.
    """
    numbers = [
        np.repeat(np.arange(len(sets)), [len(part) for part in sets])
        for sets in (shots, made, others)
    ]
    pixels = [np.concatenate(sets) for sets in (shots, made, others)]
    features = [judge.features(part) for part in pixels]
    by_concept = [
        [part[labels == k] for k in range(len(shots))]
        for part, labels in zip(features, numbers, strict=True)
    ]
    ratio = metrics.shot_distance_ratio
    return {
        "recognition": metrics.recognition_rate(
            features[1], numbers[1], features[2], numbers[2]
        ),
        "real_recognition": metrics.recognition_rate(
            features[0], numbers[0], features[2], numbers[2]
        ),
        "copy_distance": statistics.mean(map(ratio, made, shots, others)),
        "feature_distance": statistics.mean(
            ratio(samples, given, real)
            for given, samples, real in zip(*by_concept, strict=True)
        ),
        "diversity": statistics.mean(
            metrics.shot_cluster_diversity(samples, given)
            / metrics.shot_cluster_diversity(real, given)
            for given, samples, real in zip(*by_concept, strict=True)
        ),
        "kernel": metrics.kernel_distance(features[2], features[1])[
            "kernel_distance"
        ],
        "gain": _gain(pixels, numbers),
        "feature_gain": _gain(features, numbers),
    }


def _gain(rows, labels):
    pairs = zip(rows, labels, strict=True)
    return metrics.augmentation_gain(*(part for pair in pairs for part in pair))


def _draw(out, row, seed, shots, made, others):
    nearest = [
        real[metrics.nearest_examples(samples[:SHOWN], real)[0]]
        for samples, real in zip(made, others, strict=True)
    ]
    name = row.replace(" ", "-").replace(",", "")
    for first in range(0, len(shots), SHOWN_CONCEPTS):
        some = slice(first, first + SHOWN_CONCEPTS)
        pixels = plotting.shot_sheets(
            shots[some],
            [samples[:SHOWN] for samples in made[some]],
            nearest[some],
            scale=2,
        )
        path = out.with_suffix("") / f"{name}-{seed}-{first:02d}.png"
        plotting.save_picture(path, pixels)


def _row(row, seeds, results):
    """Means over the seeds, with the smallest and largest recognition."""
    found = [results[f"{row}, seed {seed}"] for seed in seeds]
    cells = {"method": row}
    for key, (title, digits) in COLUMNS.items():
        mean = statistics.mean(result[key] for result in found)
        cells[title] = f"{mean:.{digits}f}"
    rates = [result["recognition"] for result in found]
    cells["recognized"] += f" ({min(rates):.3f} to {max(rates):.3f})"
    return cells


if __name__ == "__main__":
    common.run(PROGRAM, main)
