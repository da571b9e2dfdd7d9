"""`keras-creative list`."""

import ast
import shutil

from keras_creative import commands
from keras_creative.cli import catalogue

_SECTIONS = ("recipes", "models", "losses", "datasets", "metrics", "callbacks")
_GAP = 2
_UNBOUNDED = (1000, 24)


def add(subcommands):
    """Add the subcommand."""
    parser = subcommands.add_parser(
        "list",
        help="name what there is",
        description="Name the recipes, models, losses, data sets, metrics and "
        "callbacks, each with a line.",
        examples=("keras-creative list", "keras-creative list models"),
    )
    parser.add_argument(
        "sections", nargs="*", metavar="SECTION", help=", ".join(_SECTIONS)
    )
    parser.set_defaults(task=_list)


def _list(args):
    for section in args.sections:
        if section not in _SECTIONS:
            raise commands.UserError(
                f"argument SECTION: invalid choice: {section!r} (choose from "
                f"{', '.join(_SECTIONS)})"
            )
    for section in args.sections or _SECTIONS:
        print(f"{section}:")
        _print_lines(_entries(section))
    return commands.OK


def _entries(section):
    if section == "recipes":
        return catalogue.RECIPES
    if section == "datasets":
        return {**catalogue.TOYS, **catalogue.PICTURES}
    if section in ("models", "callbacks"):
        return catalogue.members(section, ast.ClassDef)
    if section == "metrics":
        return {**catalogue.members(section), **catalogue.measures()}
    return catalogue.members(section)


def _print_lines(entries):
    """Two columns; a line longer than a terminal is cut."""
    width = max(map(len, entries)) + _GAP
    room = max(
        shutil.get_terminal_size(_UNBOUNDED).columns - width - _GAP, 2 * _GAP
    )
    for name, line in entries.items():
        if len(line) > room:
            line = f"{line[: room - 3]}..."
        print(f"{'':{_GAP}}{name:{width}}{line}")
