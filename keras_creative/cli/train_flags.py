"""Flags of `keras-creative train`, and the recipe with their values."""

import dataclasses
from pathlib import Path

from keras_creative import catalog, commands
from keras_creative.cli import strategies
from keras_creative.recipes import flags
from keras_creative.recipes.settings import describe
from keras_creative.recipes.shared import COLLAPSE, DATA, LOSSES, RUN

_GROUPS = (DATA, "model", LOSSES, COLLAPSE, RUN)
_ACTIONS = catalog.names("callbacks/collapse_watch.py", "_ACTIONS")


def add_flags(parser, recipes):
    """Add all flags but the recipe.

    Args:
        parser: Parser of the subcommand.
        recipes: The recipes, or their classes, whose settings become flags.
    """
    defaults = "A flag not given is as the recipe has it: see --dry_run."
    groups = {
        title: parser.add_argument_group(title, None if place else defaults)
        for place, title in enumerate(_GROUPS)
    }
    for field in flags.merged(recipes).values():
        title = describe(field).group
        if title not in groups:
            groups[title] = parser.add_argument_group(title)
        flags.add_flag(groups[title], field)
    _add_session(groups)


def _add_session(groups):
    """Flags other than settings: outputs of a session, and their paths."""
    groups["model"].add_argument(
        "--strategy",
        choices=strategies.NAMES,
        default="one",
        help="train on one device, on all of this machine, or on the workers "
        "of TF_CONFIG",
    )
    groups["model"].add_argument(
        "--threads",
        type=commands.thread_count,
        metavar="N",
        help="threads of TensorFlow; one for each core when not given",
    )
    groups[COLLAPSE].add_argument(
        "--on_collapse",
        choices=("warn", *_ACTIONS),
        help="detect a mode collapse, and take this action",
    )
    add, number = groups[RUN].add_argument, commands.positive_int
    add("--out", type=Path, metavar="DIR", help="run folder; runs/RECIPE")
    add("--keep", type=number, default=2, help="number of checkpoints kept")
    add("--monitor", metavar="LOG", help="log that selects the best epoch")
    add("--mode", choices=("min", "max"), default="min", help="its best value")
    add(
        "--override",
        action="store_true",
        help="resume a run under other settings, and record the change",
    )
    add(
        "--dry_run",
        action="store_true",
        help="print the settings and the sizes, and train nothing",
    )


def adapted(recipe, args):
    """The recipe with the values of the given flags.

    Args:
        recipe: The recipe.
        args: Parsed arguments.

    Returns:
        Recipe.

    Raises:
        UserError: If the recipe has no such setting, or its variant does not
            read it.
    """
    known = {f.name: f for f in dataclasses.fields(recipe) if flags.has_flag(f)}
    given = {
        name: field
        for name, field in flags.merged(args.families).items()
        if getattr(args, name) is not None
    }
    alien = [
        f"--{flags.flag_name(field)}"
        for name, field in given.items()
        if name not in known
    ]
    if alien:
        raise commands.UserError(f"{args.recipe} has no {', '.join(alien)}")
    changes = {
        name: flags.flag_value(known[name], getattr(args, name))
        for name in given
    }
    # These change further settings, too.
    for name in ("data", "variant"):
        adapt = getattr(recipe, f"with_{name}", None)
        if adapt is not None and name in changes:
            recipe = adapt(changes.pop(name))
    recipe = dataclasses.replace(recipe, **changes)
    _check_read(recipe, changes)
    return recipe


def _check_read(recipe, names):
    """Raise if the variant of the recipe does not read a setting."""
    for name in names:
        readers = recipe.read_by(name)
        if readers == ():
            raise commands.UserError(
                f"--{name} has no effect with --class_ensemble, whose members "
                "have no class heads"
            )
        if readers is not None and recipe.variant not in readers:
            raise commands.UserError(
                f"--{name} has no effect on the variant {recipe.variant}, only "
                f"on {', '.join(readers)}"
            )
