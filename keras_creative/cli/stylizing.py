"""`keras-creative stylize`."""

from pathlib import Path

from keras_creative import commands
from keras_creative.checks import check_png
from keras_creative.cli.parser import is_quiet


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    parser = add_parser(
        description="Paint a picture of any size in the style of others, with "
        "a run of style-autoencoder. The style pictures need not be among "
        "those that it was trained on.",
        examples=(
            "keras-creative stylize runs/style --content photo.jpg "
            "--style painting.jpg",
            "keras-creative stylize runs/style --content photo.jpg "
            "--style a.jpg b.jpg --weights 0.7 0.3 --preserve-color",
        ),
    )
    add = parser.add_argument
    add("source", type=Path, metavar="RUN_OR_FILE", help="folder or .keras")
    add(
        "--content",
        type=Path,
        required=True,
        metavar="PICTURE",
        help="the picture to paint",
    )
    add(
        "--style",
        type=Path,
        nargs="+",
        required=True,
        metavar="PICTURE",
        help="the style, or several to be mixed",
    )
    add(
        "--strength",
        type=commands.fraction,
        default=1.0,
        help="from 0, no change, to 1",
    )
    add(
        "--weights",
        type=commands.weight,
        nargs="+",
        metavar="WEIGHT",
        help="of the styles, as many as these; equal if not given",
    )
    add(
        "--preserve-color",
        "--preserve_color",
        action="store_true",
        help="preserve the picture's colors",
    )
    add(
        "--size",
        type=commands.positive_int,
        metavar="PIXELS",
        help="longer side of the result; the picture's own if not given",
    )
    add(
        "--style-size",
        "--style_size",
        type=commands.positive_int,
        metavar="PIXELS",
        help="longer side to which styles are scaled down; smaller ones give "
        "finer strokes; that of the result if not given",
    )
    add(
        "--out",
        type=Path,
        default=Path("stylized.png"),
        help="the .png file to write",
    )
    parser.set_defaults(task=_stylize)


def _stylize(args):
    for path in (args.source, args.content, *args.style):
        commands.check_exists(path)
    if args.weights and len(args.weights) != len(args.style):
        raise commands.UserError(
            f"--weights must be as many as the styles, {len(args.style)}, not "
            f"{len(args.weights)}"
        )
    with commands.user_errors(["out"]):
        check_png(out=args.out)
    commands.import_tensorflow_quietly()
    from keras_creative import plotting, runs

    with commands.user_errors(
        ["content", "strength", "weights"], {"styles": "style"}
    ):
        painted, notes = runs.stylize(
            args.source,
            args.content,
            args.style,
            args.strength,
            args.weights,
            args.preserve_color,
            args.size,
            args.style_size,
        )
        plotting.save_picture(
            args.out,
            painted,
            {
                "content": args.content.name,
                "styles": ", ".join(path.name for path in args.style),
                "strength": args.strength,
            },
        )
    if not is_quiet():
        for note in notes:
            print(note)
    print(f"see {args.out}")
    return commands.OK
