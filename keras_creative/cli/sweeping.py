"""`keras-creative sweep`."""

import argparse
import os
import sys
from pathlib import Path

from keras_creative import commands
from keras_creative.cli.parser import is_quiet
from keras_creative.commands.parser import nearest
from keras_creative.commands.process_pool import Work, run_pool
from keras_creative.recipes.registry import RECIPES


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    sweep = add_parser(
        description="Train a recipe with every combination of some settings "
        "and seeds, each in a process of its own, and write sweep.csv with "
        "the last logs and measures. Started again, it continues.",
        usage="%(prog)s RECIPE --grid FLAG=VALUE,... [...]",
        examples=(
            "keras-creative sweep r3gan-8gaussians --grid lr_g=1e-3,2e-3 "
            "epochs=10 --seeds 0 1",
        ),
    )
    add = sweep.add_argument
    add("recipe", metavar="RECIPE", help="see list")
    add(
        "--grid",
        nargs="+",
        type=_axis,
        required=True,
        metavar="FLAG=VALUE,...",
        help="values of flags of train; a single one is the same for all",
    )
    add("--seeds", nargs="+", type=int, default=[0], metavar="N")
    add(
        "--jobs",
        type=commands.positive_int,
        default=os.cpu_count() or 1,
        help="processes at a time, of one thread each",
    )
    add("--out", type=Path, metavar="DIR", help="default: runs/sweep-RECIPE")
    sweep.set_defaults(task=_sweep)


def _axis(text):
    flag, separator, values = text.partition("=")
    if not flag or not separator or "" in values.split(","):
        raise argparse.ArgumentTypeError(
            f"must be FLAG=VALUE,... such as lr=1e-3,1e-4, not {text!r}"
        )
    return flag.lstrip("-"), values.split(",")


def _sweep(args):
    if args.recipe not in RECIPES:
        raise commands.UserError(
            f"there is no recipe {args.recipe!r} (see keras-creative list)"
            f"{nearest(args.recipe, RECIPES)}"
        )
    out = args.out or Path("runs") / f"sweep-{args.recipe}"
    commands.import_tensorflow_quietly()
    from keras_creative import runs

    with commands.user_errors(vars(args)):
        if len(dict(args.grid)) < len(args.grid):
            raise ValueError("`grid` must have each flag once")
        trials = runs.make_trials(dict(args.grid), args.seeds, out)
    for trial in trials:
        _check(args, trial)
    works = [
        Work(
            trial.name,
            [*_command(args, trial), "--verbosity", "-1"],
            out / "logs" / f"{trial.name}.log",
        )
        for trial in trials
    ]
    tell = (lambda line: None) if is_quiet() else _tell
    codes = run_pool(works, args.jobs, tell)
    print(runs.write_table(runs.sweep_results(trials), out))
    failed = [name for name, code in codes.items() if code]
    if failed:
        raise commands.RunFailed(
            f"{len(failed)} of {len(trials)} trials failed, see "
            f"{out / 'logs' / failed[0]}.log"
        )
    return commands.OK


def _check(args, trial):
    """Raise if the flags of a trial are wrong, before any is trained."""
    from keras_creative.cli import make_parser, train_flags

    argv = _command(args, trial)[3:]
    parsed = make_parser(argv).parse_args(argv)
    with commands.user_errors(vars(parsed)):
        recipe = train_flags.adapted(RECIPES[args.recipe], parsed)
        recipe.check_settings()


def _command(args, trial):
    program = [sys.executable, "-m", "keras_creative"]
    return [*program, "train", args.recipe, *trial.flags]


def _tell(line):
    print(line, flush=True)
