"""`keras-creative imitate`."""

from pathlib import Path

from keras_creative import commands
from keras_creative.cli.parser import add_seed


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    parser = add_parser(
        description="Make more of what a few pictures show, such as four "
        "drawings of a symbol, with a run of a few-shot recipe. Pictures are "
        "scaled to its size; dark ink on a light ground is inverted, as in "
        "training.",
        examples=(
            "keras-creative imitate runs/few --shots a.png b.png c.png d.png",
        ),
    )
    add = parser.add_argument
    add("source", type=Path, metavar="RUN_OR_FILE", help="folder or .keras")
    add(
        "--shots",
        type=Path,
        nargs="+",
        required=True,
        metavar="PICTURE",
        help="the pictures",
    )
    add("-n", type=commands.positive_int, default=64, help="number of samples")
    add(
        "--out",
        type=Path,
        default=Path("more.png"),
        help="a .png file for a grid, or a folder for single images",
    )
    add_seed(parser, "the samples; 0 if not given")
    parser.set_defaults(task=_imitate)


def _imitate(args):
    for path in (args.source, *args.shots):
        commands.check_exists(path)
    commands.import_tensorflow_quietly()
    from keras_creative import runs

    seed = args.seed or 0
    with commands.user_errors((), {"paths": "shots", "path": "out"}):
        samples, notes = runs.imitate(args.source, args.shots, args.n, seed)
        runs.write_samples(args.out, samples, notes={"seed": seed})
    for note in notes:
        print(note)
    print(f"see {args.out}")
    return commands.OK
