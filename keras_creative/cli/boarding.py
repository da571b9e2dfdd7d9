"""`keras-creative board`."""

import os
from pathlib import Path

from keras_creative import board, commands
from keras_creative.cli.parser import is_quiet


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    suites = [f"{suite.name}: {suite.line}" for suite in board.SUITES.values()]
    parser = add_parser(
        description="Train every method of a suite on data of which a part is "
        "hidden, score what each of them makes, and write board.json, "
        "board.csv, board.md, board.html and pictures. Interrupted, it "
        f"continues when it is started again. Suites: {'; '.join(suites)}.",
        examples=(
            "keras-creative board ring --small",
            "keras-creative board ring --models gan cgan --seeds 0 1 --jobs 2",
        ),
    )
    add = parser.add_argument
    add("suite", choices=tuple(board.SUITES), metavar="SUITE", help="its name")
    add(
        "--out",
        type=Path,
        metavar="DIR",
        help="folder of the board; default: runs/board-SUITE",
    )
    add(
        "--models",
        nargs="+",
        metavar="NAME",
        help="entries to train; default: all of the suite",
    )
    add(
        "--seeds",
        nargs="+",
        type=int,
        metavar="N",
        help="seeds of the trainings; default: those of the suite",
    )
    add(
        "--jobs",
        type=commands.positive_int,
        default=os.cpu_count() or 1,
        help="processes at a time, of one thread each",
    )
    add(
        "--small",
        action="store_true",
        help="run the reduced suite: fewer settings, seeds and steps",
    )
    parser.set_defaults(task=_board)


def _board(args):
    commands.check_extra("report", "A board", "jinja2")
    suite = board.SUITES[args.suite]
    suite = suite.small() if args.small else suite
    _check_models(args.models, suite)
    folder = args.out or Path("runs", f"board-{suite.name}")
    commands.import_tensorflow_quietly()
    tell = _quiet if is_quiet() else _print
    with commands.user_errors(["models", "seeds"], {"folder": "out"}):
        suite = suite.choose(args.models, args.seeds)
        try:
            board.run_board(suite, folder, args.jobs, tell)
        except board.JobFailed as error:
            raise commands.RunFailed(error) from error
    print(f"see {folder / 'board.html'}")
    return commands.OK


def _check_models(models, suite):
    """Raise for a name that is no entry, with the nearest one."""
    names = [entry.name for entry in suite.entries]
    for name in models or ():
        if name not in names:
            raise commands.UserError(
                f"argument --models: invalid choice: {name!r} (choose from "
                f"{', '.join(names)}){commands.parser.nearest(name, names)}"
            )


def _print(line):
    print(line, flush=True)


def _quiet(line):
    """Print nothing."""
