"""Emoji of one vendor translated to another's, beside their true partners.

    python benchmarks/emoji_translation.py --seeds 0 1 2

Google's emoji become Twitter's. A fifth of those that both draw is kept apart;
for each of them, the translation is compared with all of Twitter's emoji that
were kept apart. `retrieval` is the share of translations whose true partner is
the nearest in the features of the referee of CIFAR-10 at 32x32, which is
trained on first use; `l1` is the mean absolute difference from the partner,
pixels in [-1, 1]. Recipes are trained as they are, or with `--epochs`. The
first row is Google's emoji as they are. Pictures lie beside the JSON file.
"""

import dataclasses
import json
import statistics
import time

import common
import numpy as np
from mosaic_against_artgan import make_features
from reporting import print_table, write_record

from keras_creative import commands, plotting
from keras_creative.metrics import nearest_examples
from keras_creative.recipes import RECIPES

PROGRAM = "emoji_translation"
NOTHING = "no translation"
ROWS = (NOTHING, "pix2pix-emoji", "cyclegan-emoji")
SHOWN = 12


def main(argv):
    """Train, measure, print and write."""
    args = _make_parser().parse_args(argv)
    results = {}
    if args.out.exists():
        found = json.loads(args.out.read_text())
        if found["epochs"] != args.epochs:
            raise commands.UserError(
                f"--out: {str(args.out)!r} has results of "
                f"{found['epochs']} epochs"
            )
        results = found["results"]
    features = make_features()
    for row in args.rows:
        for seed in args.seeds:
            key = f"{row}, seed {seed}"
            if key not in results:
                results[key] = measure(args, row, seed, features)
                record = {"epochs": args.epochs, "results": results}
                write_record(args.out, record)
    print_table([_row(row, args.seeds, results) for row in args.rows])
    return commands.OK


def measure(args, row, seed, features):
    """Measures of a recipe with a seed, which also draws the partners.

    Args:
        args: Parsed arguments.
        row: Name of a recipe, or of the row without one.
        seed: Integer.
        features: Function from images to features.

    Returns:
        Dict of measures.
    """
    name = ROWS[-1] if row == NOTHING else row
    recipe = dataclasses.replace(RECIPES[name], seed=seed)
    if args.epochs:
        recipe = dataclasses.replace(recipe, epochs=args.epochs)
    data = recipe.load_data()
    given, partners = data.partners.sides(len(data.partners))
    minutes, made, steps = 0.0, given, 0
    if row != NOTHING:
        model = recipe.make_model(data)
        steps = recipe.steps_per_epoch(data, model)
        start = time.perf_counter()
        model.fit(
            recipe.make_batches(data, model),
            steps_per_epoch=steps,
            epochs=recipe.epochs,
            verbose=0,
        )
        minutes = (time.perf_counter() - start) / 60
        made = model.translate(given)
    rows = {"given": given, "translation": made, "partner": partners}
    pixels = plotting.image_rows({k: v[:SHOWN] for k, v in rows.items()})
    folder = args.out.with_suffix("")
    plotting.save_picture(
        folder / f"{row.replace(' ', '-')}-{seed}.png", pixels
    )
    nearest, _ = nearest_examples(features(made), features(partners))
    return {
        "partners": len(given),
        "retrieval": float(np.mean(nearest == np.arange(len(given)))),
        "l1": float(np.abs(made - partners).mean()),
        "steps": steps * recipe.epochs,
        "minutes": minutes,
    }


def _row(row, seeds, results):
    found = [results[f"{row}, seed {seed}"] for seed in seeds]
    cells = {"row": row}
    for name, digits in (("retrieval", 3), ("l1", 3), ("minutes", 1)):
        values = [result[name] for result in found]
        mean = statistics.mean(values)
        cells[name] = (
            f"{mean:.{digits}f} ({min(values):.{digits}f} to "
            f"{max(values):.{digits}f})"
        )
    return cells | {"partners": found[0]["partners"]}


def _make_parser():
    parser = commands.Parser(
        prog=f"{PROGRAM}.py", description=__doc__.splitlines()[0]
    )
    add = parser.add_argument
    add("--rows", nargs="+", choices=ROWS, default=ROWS, help="default: all")
    add("--seeds", type=int, nargs="+", default=[0, 1, 2], help="of the runs")
    add(
        "--epochs",
        type=commands.positive_int,
        help="of every recipe; default: its own",
    )
    common.add_out(parser, PROGRAM)
    return parser


if __name__ == "__main__":
    common.run(PROGRAM, main)
