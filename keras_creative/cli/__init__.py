"""The command `keras-creative`, also `python -m keras_creative`.

keras-creative list
keras-creative train design-fashion-mnist --epochs 2 --out runs/garments
keras-creative train artgan-v1 --data my_pictures --out runs/art
keras-creative sample runs/art -n 64 --out samples.png
keras-creative interpolate runs/art --from 1 --to 2 --out walk.gif
keras-creative evaluate runs/art
keras-creative report runs/art
keras-creative export runs/art --to onnx --out generator.onnx
"""

import sys

from absl import app, logging

from keras_creative import commands
from keras_creative.cli import (
    completing,
    evaluating,
    exporting,
    listing,
    old_programs,
    reporting,
    sampling,
    training,
)
from keras_creative.cli.parser import Parser
from keras_creative.commands.streams import prepare_streams

PROGRAM = "keras-creative"
# Modules with `add(subcommands)`, in the order of the help.
_SUBCOMMANDS = (
    listing,
    training,
    sampling,
    evaluating,
    reporting,
    exporting,
    old_programs,
    completing,
)


def make_parser(argv=()):
    """The parser of the command and its subcommands.

    Each subcommand sets `task`, a function of the parsed arguments that
    returns an exit code.

    Args:
        argv: The command line, which may name a recipe with settings of its
            own. Defaults to `()`.
    """
    parser = Parser(
        prog=PROGRAM,
        description="Train creative generative models and look at them. With "
        "--verbosity -1 a command says only where its result is.",
        examples=__doc__.strip().splitlines()[2:],
    )
    subcommands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND"
    )
    for module in _SUBCOMMANDS:
        if module is training:
            module.add(subcommands, argv)
        else:
            module.add(subcommands)
    return parser


def main(argv=None):
    """Run the command.

    Args:
        argv: List of arguments. Defaults to `None`: the process' own.

    Returns:
        Exit code: 0; 1 when a run broke down; 2 for a mistake of the user;
        130 after Ctrl-C, 143 after SIGTERM.
    """
    prepare_streams()
    argv = sys.argv[1:] if argv is None else list(argv)
    argv = argv or ["--help"]
    # An earlier command of the process, or a SavedModel, may have changed it.
    logging.set_verbosity(logging.INFO)
    try:
        app.run(_run, argv=[PROGRAM, *argv], flags_parser=_parse)
    except SystemExit as end:
        return end.code or commands.OK


def _parse(argv):
    """The arguments, after which absl's flags are known."""

    def parse():
        return make_parser(argv[1:]).parse_args(argv[1:])

    parsed = commands.outcome(PROGRAM, parse)
    if isinstance(parsed, int):
        sys.exit(parsed)
    return parsed


def _run(args):
    with commands.plain_warnings(PROGRAM):
        return commands.outcome(PROGRAM, lambda: args.task(args))
