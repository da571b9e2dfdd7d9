"""`keras-creative translate`."""

from pathlib import Path

from keras_creative import commands


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    parser = add_parser(
        description="Translate pictures with a run of a recipe that "
        "translates, such as cyclegan. They are scaled to its size; the middle "
        "is taken of those that are not square.",
        examples=(
            "keras-creative translate runs/cycle photos --out paintings",
            "keras-creative translate runs/cycle photo.jpg --out painting.png",
        ),
    )
    add = parser.add_argument
    add("source", type=Path, metavar="RUN_OR_FILE", help="folder or .keras")
    add(
        "pictures",
        type=Path,
        metavar="PICTURES",
        help="a picture, or a folder or .zip file of pictures",
    )
    add(
        "--out",
        type=Path,
        required=True,
        help="folder of the translations; for one picture, a .png file",
    )
    add(
        "--back",
        action="store_true",
        help="translate from the second side to the first",
    )
    parser.set_defaults(task=_translate)


def _translate(args):
    for path in (args.source, args.pictures):
        commands.check_exists(path)
    commands.import_tensorflow_quietly()
    from keras_creative import runs

    with commands.user_errors((), {}):
        notes = runs.translate(args.source, args.pictures, args.out, args.back)
    for note in notes:
        print(note)
    print(f"see {args.out}")
    return commands.OK
