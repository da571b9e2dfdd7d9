"""`keras-creative launch`."""

import argparse
import shutil
import sys

from keras_creative import commands
from keras_creative.commands.local_workers import run_workers

_MOST = 64


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    launch = add_parser(
        description="Run a command as several workers of this machine, to try "
        "what is to run on several machines. Each has the variable TF_CONFIG "
        "with its place in the cluster, and its lines are prefixed with its "
        "index. If one ends, all do.",
        usage="%(prog)s [--workers N] -- COMMAND ...",
        examples=(
            "keras-creative launch --workers 2 -- train dcgan-mnist "
            "--strategy multiworker",
        ),
    )
    launch.add_argument(
        "--workers",
        type=commands.positive_int,
        default=2,
        metavar="N",
        help="number of workers",
    )
    launch.add_argument(
        "words",
        nargs=argparse.REMAINDER,
        metavar="COMMAND",
        help="a command of keras-creative, or a program and its arguments",
    )
    launch.set_defaults(task=_launch)


def _launch(args):
    words = args.words[1:] if args.words[:1] == ["--"] else args.words
    if not words:
        raise commands.UserError("which command? -- COMMAND ...")
    if args.workers > _MOST:
        raise commands.UserError(
            f"--workers: at most {_MOST} on one machine, not {args.workers}"
        )
    return run_workers(_command(words), args.workers, _write)


def _command(words):
    """The program to run: a subcommand of this one, or another."""
    from keras_creative.cli import subcommand_names

    if words[0] in subcommand_names():
        return [sys.executable, "-m", "keras_creative", *words]
    if shutil.which(words[0]) is None:
        raise commands.UserError(
            f"there is no command and no program {words[0]!r}"
        )
    return words


def _write(line):
    print(line, flush=True)
