"""`keras-creative list`."""

import shutil

from keras_creative import catalog, commands
from keras_creative.commands.parser import nearest
from keras_creative.recipes import registry
from keras_creative.recipes.variants import PICTURE_VARIANTS

_SECTIONS = ("recipes", "models", "losses", "datasets", "metrics", "callbacks")
# Flags of `train`, and the registries of what they take.
_REGISTRIES = {
    "--creativity": "CREATIVITY_LOSSES",
    "--penalty": "PENALTIES",
    "--diversity": "DIVERSITY_LOSSES",
}
_GAP = 2
_UNBOUNDED = (1000, 24)


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    parser = add_parser(
        description="List the recipes, models, losses, data sets, metrics and "
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
                f"{', '.join(_SECTIONS)}){nearest(section, _SECTIONS)}"
            )
    for section in args.sections or _SECTIONS:
        print(f"{section}:")
        _print_lines(_entries(section))
    return commands.OK


def _entries(section):
    if section == "recipes":
        return dict(registry.lines())
    if section == "datasets":
        return {
            **catalog.literal("datasets/toy.py", "_DESCRIPTIONS"),
            **catalog.literal("datasets/images.py", "_DESCRIPTIONS"),
            "a folder, .npz or IDX file": "your own, by --data",
        }
    if section in ("models", "callbacks"):
        return catalog.members(section, ("class",))
    if section == "metrics":
        entries = catalog.members(section) | catalog.measures()
        return dict(sorted(entries.items()))
    return {**_flags_of_losses(), **catalog.members(section)}


def _flags_of_losses():
    """The names that flags of `train` take, each with a line."""
    lines = catalog.members("losses")
    models = catalog.members("models", ("class",))
    criteria = catalog.classes("losses/registry.py", "CRITERIA")
    entries = {
        f"--variant {name}": lines[criteria[name]]
        if variant.options == "criterion"
        else models[variant.model]
        for name, variant in PICTURE_VARIANTS.items()
    }
    for flag, registry_name in _REGISTRIES.items():
        known = catalog.classes("losses/registry.py", registry_name)
        entries |= {f"{flag} {name}": lines[c] for name, c in known.items()}
    return entries


def _print_lines(entries):
    """Two columns; lines longer than the terminal are truncated."""
    width = max(map(len, entries)) + _GAP
    room = max(
        shutil.get_terminal_size(_UNBOUNDED).columns - width - _GAP, 2 * _GAP
    )
    for name, line in entries.items():
        if len(line) > room:
            line = f"{line[: room - 3]}..."
        print(f"{'':{_GAP}}{name:{width}}{line}")
