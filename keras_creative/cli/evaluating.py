"""`keras-creative evaluate`."""

import json
import sys
from pathlib import Path

from keras_creative import commands
from keras_creative.cli.parser import add_seed, draws_bars
from keras_creative.files import as_json


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    parser = add_parser(
        description="Measure samples of a run's newest checkpoint against its "
        "training data, print the measures as JSON, and add them to the run's "
        "metrics.jsonl. The meaning of each number is printed to stderr.",
        examples=(
            "keras-creative evaluate runs/art",
            "keras-creative evaluate runs/vae -n 5000 --referee",
        ),
    )
    add = parser.add_argument
    add("run", type=Path, metavar="RUN", help="run folder")
    add(
        "-n", type=commands.positive_int, default=2000, help="number of samples"
    )
    add(
        "--referee",
        action="store_true",
        help="train a classifier of all classes if there is none yet, which "
        "takes minutes; it measures class ambiguity and scores hidden classes",
    )
    add(
        "--data",
        metavar="PATH",
        help="new path of the training images, if they were moved",
    )
    add_seed(parser, "the samples")
    parser.set_defaults(task=_evaluate)


def _evaluate(args):
    commands.check_exists(args.run)
    commands.import_tensorflow_quietly()
    from keras_creative import metrics, runs

    with commands.user_errors(["data"]):
        found = runs.evaluate(
            args.run,
            args.n,
            args.seed or 0,
            args.referee,
            verbose=int(draws_bars()),
            data=args.data,
        )
        folder = runs.RunFolder(args.run)
        folder.add_measures(**found)
        verdict = runs.run_verdict(args.run)
        classes = folder.read_config().get("classes")
    said = {**found, "verdict": verdict._asdict()}
    print(json.dumps(as_json(said), indent=2), flush=True)
    for name, meaning in metrics.explain(found["measures"]).items():
        print(f"{name}: {meaning}", file=sys.stderr)
    if classes and "class_ambiguity" not in found["measures"]:
        print(
            "class ambiguity is not measured: --referee trains a referee, once "
            "for these data, in minutes",
            file=sys.stderr,
        )
    print(verdict, file=sys.stderr)
    return commands.OK
