"""`keras-creative project`."""

from pathlib import Path

from keras_creative import commands
from keras_creative.checks import check_png
from keras_creative.cli.parser import add_seed
from keras_creative.cli.sampling import add_checkpoint, checkpoint_of

_ALIASES = {"path": "out"}


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    parser = add_parser(
        description="Find the latent vector of a photo, so that it can be "
        "interpolated. The picture of the vector is written beside the photo, "
        "and the vector to an .npz file of the same name.",
        examples=(
            "keras-creative project runs/art photo.jpg --out projected.png",
            "keras-creative interpolate runs/art --from projected.npz --to 2",
        ),
    )
    add = parser.add_argument
    add("source", type=Path, metavar="RUN_OR_FILE", help="folder or .keras")
    add("photo", type=Path, metavar="PHOTO", help="picture file")
    add(
        "--steps",
        type=commands.positive_int,
        default=300,
        help="steps of the optimization",
    )
    add(
        "--starts",
        type=commands.positive_int,
        default=8,
        help="random starts, of which the best result is taken",
    )
    add_checkpoint(parser)
    add(
        "--out",
        type=Path,
        default=Path("projected.png"),
        help="a .png file",
    )
    add_seed(parser, "the starts; 0 if not given")
    parser.set_defaults(task=_project)


def _project(args):
    for path in (args.source, args.photo):
        commands.check_exists(path)
    epoch = checkpoint_of(args)
    with commands.user_errors(["out"]):
        check_png(out=args.out)
    commands.import_tensorflow_quietly()
    from keras_creative import runs

    with commands.user_errors(["steps", "starts", "seed", "epoch"], _ALIASES):
        found = runs.project(
            args.source,
            args.photo,
            args.steps,
            args.starts,
            args.seed or 0,
            epoch,
        )
        vector = runs.write_projection(args.out, found)
    for note in found.notes:
        print(note)
    print(f"see {args.out}, and {vector} for the latent vector")
    return commands.OK
