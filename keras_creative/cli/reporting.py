"""`keras-creative report`."""

from pathlib import Path

from keras_creative import commands


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    parser = add_parser(
        description="Write settings, curves, samples, interpolations, measures "
        "and nearest neighbors of runs to one self-contained HTML file.",
        examples=(
            "keras-creative report runs/art",
            "keras-creative report runs/a runs/b --out compared.html",
        ),
    )
    add = parser.add_argument
    add("runs", type=Path, nargs="+", metavar="RUN", help="run folder")
    add(
        "--out",
        type=Path,
        metavar="FILE",
        help="HTML file; default: report.html, for one run in its folder",
    )
    parser.set_defaults(task=_report)


def _report(args):
    for run in args.runs:
        commands.check_exists(run)
    commands.check_extra("report", "A report", "jinja2")
    commands.import_tensorflow_quietly()
    from keras_creative import reports

    with commands.user_errors():
        path = reports.write_report(args.runs, args.out)
    print(f"see {path}")
    return commands.OK
