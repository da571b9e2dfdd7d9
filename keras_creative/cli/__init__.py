"""The command `keras-creative`, also `python -m keras_creative`.

keras-creative list
keras-creative train design-fashion-mnist --epochs 2 --out runs/garments
keras-creative train artgan-v1 --data my_pictures --out runs/art
keras-creative sample runs/art -n 64 --out samples.png
keras-creative interpolate runs/art --from 1 --to 2 --out walk.gif
keras-creative project runs/art photo.jpg --out projected.png
keras-creative stylize runs/style --content photo.jpg --style painting.jpg
keras-creative propose runs/art --out new.png
keras-creative mosaic my_pictures --out new.png
keras-creative evaluate runs/art
keras-creative board ring --small
keras-creative report runs/art
keras-creative export runs/art --to onnx --out generator.onnx
"""

import functools
import importlib
import sys

from absl import app, logging

from keras_creative import commands
from keras_creative.cli.parser import Parser
from keras_creative.commands.streams import prepare_streams
from keras_creative.version import __version__

PROGRAM = "keras-creative"
# Subcommands in the order of the help: the module and the function that add
# the flags, and a line.
_SUBCOMMANDS = {
    "list": (
        "listing",
        "add",
        "list recipes, models, losses, data sets, measures and callbacks",
    ),
    "train": ("training", "add", "train a recipe, or resume a run"),
    "sample": (
        "sampling",
        "add_sample",
        "draw samples from a run or a saved model",
    ),
    "interpolate": (
        "sampling",
        "add_interpolate",
        "interpolate in the latent space of a run or a saved model",
    ),
    "project": (
        "projecting",
        "add",
        "find the latent vector of a photo",
    ),
    "mosaic": (
        "mosaics",
        "add",
        "make new pictures from patches of yours, without training",
    ),
    "imitate": (
        "imitating",
        "add",
        "make more of what a few pictures show",
    ),
    "stylize": (
        "stylizing",
        "add",
        "paint a picture in the style of others",
    ),
    "translate": (
        "translating",
        "add",
        "translate pictures with a run of a recipe that translates",
    ),
    "propose": (
        "proposing",
        "add",
        "write samples that a run offers as new",
    ),
    "evaluate": ("evaluating", "add", "measure the samples of a run"),
    "board": (
        "boarding",
        "add",
        "compare methods on data of which a part is hidden",
    ),
    "report": (
        "reporting",
        "add",
        "make one HTML page of a run, or of several for comparison",
    ),
    "export": (
        "exporting",
        "add",
        "export a run's generator",
    ),
    "sweep": (
        "sweeping",
        "add",
        "train a recipe with many settings and seeds",
    ),
    "launch": (
        "launching",
        "add",
        "run a command as several workers of this machine",
    ),
    "legacy": ("old_programs", "add", "the programs of 2019, with their flags"),
    "completion": (
        "completing",
        "add",
        "print a shell completion script",
    ),
}


def subcommand_names():
    """Names of the subcommands."""
    return tuple(_SUBCOMMANDS)


def make_parser(argv=None):
    """The parser of the command and its subcommands.

    Each subcommand sets `task`, a function of the parsed arguments that
    returns an exit code.

    Args:
        argv: The command line; other subcommands than its own get no flags and
            are not imported. Defaults to `None`: all get flags.
    """
    parser = Parser(
        prog=PROGRAM,
        description="Train creative generative models and look at them. "
        "With --verbosity -1 a command prints only the path of its result.",
        examples=__doc__.strip().splitlines()[2:],
    )
    parser.add_argument(
        "--version", action="version", version=f"{PROGRAM} {__version__}"
    )
    subcommands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND"
    )
    for name, (module, function, line) in _SUBCOMMANDS.items():
        add_parser = functools.partial(subcommands.add_parser, name, help=line)
        if argv is None or name in argv:
            module = importlib.import_module(f"keras_creative.cli.{module}")
            kwargs = {"argv": argv} if name == "train" and argv else {}
            getattr(module, function)(add_parser, **kwargs)
        else:
            add_parser()
    return parser


def main(argv=None):
    """Run the command.

    Args:
        argv: List of arguments. Defaults to `None`: the process' own.

    Returns:
        Exit code: 0; 1 if a run failed; 2 for a user error; 130 after Ctrl-C,
        143 after SIGTERM.
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
    """Parse arguments, and set absl's flags."""

    def parse():
        return make_parser(argv[1:]).parse_args(argv[1:])

    parsed = commands.outcome(PROGRAM, parse)
    if isinstance(parsed, int):
        sys.exit(parsed)
    return parsed


def _run(args):
    with commands.plain_warnings(PROGRAM):
        return commands.outcome(PROGRAM, lambda: args.task(args))
