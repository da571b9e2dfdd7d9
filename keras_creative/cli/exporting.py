"""`keras-creative export`."""

from pathlib import Path

from keras_creative import commands

# Default file name of each format.
_NAMES = {
    "keras": "generator.keras",
    "onnx": "generator.onnx",
    "savedmodel": "generator",
}


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    parser = add_parser(
        description="Write the generator of a run folder or a .keras file "
        "alone, and compare what was written with it.",
        examples=(
            "keras-creative export runs/art --out generator.keras",
            "keras-creative export runs/art --out generator.onnx",
            "keras-creative export runs/art --to savedmodel --out generator",
        ),
    )
    add = parser.add_argument
    add("source", type=Path, metavar="RUN_OR_FILE", help="folder or .keras")
    add("--to", choices=_NAMES, help="format; default: by the suffix of --out")
    add(
        "--out",
        type=Path,
        metavar="PATH",
        help="a .keras or .onnx file, or a folder; default: generator.keras, "
        "or the name for --to",
    )
    parser.set_defaults(task=_export)


def _export(args):
    commands.check_exists(args.source)
    out = args.out or Path(_NAMES[args.to or "keras"])
    if args.to == "onnx" or (args.to is None and out.suffix == ".onnx"):
        commands.check_extra("onnx", "An ONNX file", "tf2onnx", "onnxruntime")
    commands.import_tensorflow_quietly()
    from keras_creative import runs
    from keras_creative.runs.export import format_of

    with commands.user_errors((), {"path": "out", "format": "to"}):
        format = args.to or format_of(out)
        difference = runs.export_generator(args.source, out, format)
    print(
        f"see {out}, in the format {format}; its samples differ by "
        f"{difference:.1e} at most"
    )
    return commands.OK
