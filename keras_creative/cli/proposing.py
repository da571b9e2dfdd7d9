"""`keras-creative propose`."""

import shutil
from pathlib import Path

from keras_creative import catalog, commands
from keras_creative.checks import check_png
from keras_creative.cli.parser import add_seed
from keras_creative.files import atomic_path


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    parser = add_parser(
        description="Write samples that a run offers as new, by default "
        "points that symmetries of the training data lead to where there are "
        "none, and images that are like the training images locally and far "
        "from them. The report of the run shows them beside the data.",
        examples=("keras-creative propose runs/ring -n 64 --out new.png",),
    )
    add = parser.add_argument
    add("run", type=Path, metavar="RUN", help="run folder")
    add("-n", type=commands.positive_int, default=64, help="number of samples")
    add(
        "--method",
        choices=catalog.names("runs/proposing.py", "METHODS"),
        help="symmetry, if not given, or gap for points; novelty, if not "
        "given, or orientation for images; recombination, code-symmetry or "
        "search for VAEs that take no labels",
    )
    add(
        "--data",
        metavar="PATH",
        help="new path of the training images, if they were moved",
    )
    add(
        "--out",
        type=Path,
        default=Path("new.png"),
        help="a .png file for a grid, or a folder for single images",
    )
    add_seed(parser, "the samples; 0 if not given")
    parser.set_defaults(task=_propose)


def _propose(args):
    commands.check_exists(args.run)
    commands.import_tensorflow_quietly()
    from keras_creative import runs

    seed = args.seed or 0
    with commands.user_errors(["n", "data", "method"]):
        proposals, sentence = runs.propose(
            args.run, args.n, seed, args.data, args.method
        )
    if len(proposals.samples):
        with commands.user_errors(["out"], {"path": "out"}):
            _write(args, proposals.samples, seed)
        sentence = f"see {args.out}: {sentence}"
    print(sentence)
    return commands.OK


def _write(args, samples, seed):
    """Write the samples; points beside the data, as in the run folder."""
    from keras_creative import runs
    from keras_creative.runs.proposing import read_proposals

    if samples.ndim > 2:
        runs.write_samples(args.out, samples, notes={"seed": seed})
        return
    check_png(out=args.out)
    with atomic_path(args.out) as temporary:
        shutil.copyfile(read_proposals(args.run).picture, temporary)
