"""`keras-creative evaluate`."""

import json
import sys
from pathlib import Path

from keras_creative import commands
from keras_creative.checks import check_png
from keras_creative.cli.parser import add_seed, draws_bars
from keras_creative.files import as_json

_FLAGS = (
    *("against", "data", "features", "memorization", "metrics", "n"),
    "referee",
)


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
            "keras-creative evaluate runs/art --metrics precision recall "
            "vendi_score",
            "keras-creative evaluate runs/art --against paintings/test",
        ),
    )
    add = parser.add_argument
    add(
        "run",
        type=Path,
        metavar="RUN",
        help="run folder; with --against, also a folder of pictures",
    )
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
    add(
        "--metrics",
        nargs="+",
        metavar="NAME",
        help="compute these measures alone, see keras-creative list metrics",
    )
    add(
        "--features",
        metavar="NAME",
        help="what distances of features compare: pixels, referee, inception "
        "or a .keras file",
    )
    add(
        "--against",
        type=Path,
        metavar="FOLDER",
        help="measure the Frechet and kernel distance from the pictures of "
        "this folder instead, which have the size of the samples",
    )
    add(
        "--memorization",
        type=Path,
        metavar="PNG",
        help="also draw the least and the most novel samples beside their "
        "nearest training pictures",
    )
    add_seed(parser, "the samples")
    parser.set_defaults(task=_evaluate)


def _evaluate(args):
    commands.check_exists(args.run)
    commands.import_tensorflow_quietly()
    if args.against is not None:
        return _compare(args)
    from keras_creative import runs

    with commands.user_errors(_FLAGS):
        if args.memorization is not None:
            check_png(memorization=args.memorization)
        found = runs.evaluate(
            args.run,
            args.n,
            args.seed or 0,
            args.referee,
            verbose=int(draws_bars()),
            data=args.data,
            metrics=args.metrics,
            features=args.features,
        )
        if args.memorization is not None:
            runs.write_memorization(
                args.run,
                args.memorization,
                args.n,
                seed=args.seed or 0,
                data=args.data,
            )
        folder = runs.RunFolder(args.run)
        folder.add_measures(**found)
        verdict = runs.run_verdict(args.run)
        classes = folder.read_config().get("classes")
    _show({**found, "verdict": verdict._asdict()})
    is_whole = args.metrics is None
    if classes and is_whole and "class_ambiguity" not in found["measures"]:
        print(
            "class ambiguity is not measured: --referee trains a referee, once "
            "for these data, in minutes",
            file=sys.stderr,
        )
    print(verdict, file=sys.stderr)
    return commands.OK


def _compare(args):
    """Measure a run or a folder against a folder of pictures."""
    from keras_creative import runs
    from keras_creative.datasets.scanning import is_run

    commands.check_exists(args.against)
    for flag in ("referee", "data", "memorization"):
        if getattr(args, flag):
            raise commands.UserError(f"--against does not go with --{flag}")
    with commands.user_errors(_FLAGS):
        found = runs.compare(
            args.run,
            args.against,
            args.n,
            args.seed or 0,
            args.metrics,
            args.features or "pixels",
            verbose=int(draws_bars()),
        )
        if is_run(args.run):
            runs.RunFolder(args.run).add_measures(**found)
    _show(found)
    return commands.OK


def _show(found):
    """Print measures as JSON, and their meanings to stderr."""
    from keras_creative import metrics

    print(json.dumps(as_json(found), indent=2), flush=True)
    for name, meaning in metrics.explain(found["measures"]).items():
        print(f"{name}: {meaning}", file=sys.stderr)
