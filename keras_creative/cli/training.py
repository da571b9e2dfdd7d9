"""`keras-creative train`."""

import argparse
import contextlib
import dataclasses
import json
import warnings
from pathlib import Path

from keras_creative import commands
from keras_creative.cli import strategies, train_flags
from keras_creative.cli.parser import draws_bars, is_quiet
from keras_creative.commands.parser import nearest
from keras_creative.recipes.references import (
    class_name,
    find_recipe,
    is_reference,
)
from keras_creative.recipes.registry import FAMILIES, RECIPES

_FOR_FOLDERS = "artgan-v1"
# Arguments of the package that are flags under another name.
_ALIASES = {
    "image_shape": "size",
    "source": "data",
    "path": "data",
    "label": "few_shot",
    "k": "few_shot",
    "begin_from": "from",
    "jit_compile": "jit",
}
_MOST_CLASSES = 50


def add(add_parser, argv=()):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
        argv: The command line. If it names a recipe of the user's own module,
            the flags are those of this recipe. Defaults to `()`.
    """
    train = add_parser(
        description="Train a recipe in a run folder. Started again with the "
        "same folder, after Ctrl-C too, the run resumes after its last epoch.",
        usage="%(prog)s RECIPE [FLAG ...]",
        examples=(
            "keras-creative train design-fashion-mnist --epochs 2",
            "keras-creative train my_pictures/ --size 64 --out runs/art",
            "keras-creative train vae-mnist --holdout 3 --dry_run",
            "keras-creative train mymodule:MyRecipe --help",
        ),
    )
    add = train.add_argument
    add(
        "recipe",
        type=_recipe_or_folder,
        metavar="RECIPE",
        help=f"see list; a folder or .zip of pictures, for {_FOR_FOLDERS}; or "
        "module:name of your own",
    )
    recipes = _own_recipes(argv) or FAMILIES.values()
    train_flags.add_flags(train, recipes)
    train.set_defaults(task=_train, families=recipes)


def _own_recipes(argv):
    """The recipe of a user's own module that a command line names."""
    named = [word for word in argv if is_reference(word)][:1]
    if named:
        commands.import_tensorflow_quietly()
    with commands.user_errors():
        return [find_recipe(word) for word in named]


def _recipe_or_folder(text):
    is_zip = text.lower().endswith(".zip") and Path(text).is_file()
    if text in RECIPES or Path(text).is_dir() or is_zip or is_reference(text):
        return text
    raise argparse.ArgumentTypeError(
        f"there is no recipe and no folder {text!r} (see keras-creative list)"
        f"{nearest(text, RECIPES)}"
    )


def _train(args):
    out, recipe = _chosen(args)
    from keras_creative import runs

    lowers = getattr(args, "batch_size", None) is None
    with contextlib.ExitStack() as stack:
        with commands.user_errors(vars(args), _ALIASES):
            strategy = strategies.make(args.strategy)
            if args.dry_run:
                with strategies.scope(strategy):
                    return _show(recipe, lowers)
            stack.enter_context(strategies.lost_workers(strategy, out))
            place = strategies.folder_of(strategy, out, recipe)
            folder = stack.enter_context(place)
            with strategies.scope(strategy):
                session = _begin(recipe, folder, lowers, args)
            strategies.check_data(strategy, session.data)
        leads = strategies.is_leading(strategy)
        tell = _tell if leads and not is_quiet() else lambda line: None
        tell(_batch_note(recipe, session.recipe))
        tell(session.beginning)
        _run(session, tell, leads and draws_bars())
    if leads:
        print(f"see {out}/samples and {out}/losses.png")
        tell(str(runs.run_verdict(out)))
    return commands.OK


def _chosen(args):
    """The run folder, and the recipe with the values of the flags."""
    recipe = _named_recipe(args)
    _check_needed(args)
    out = args.out or Path("runs") / args.recipe.rpartition(":")[2]
    commands.import_tensorflow_quietly()
    if args.threads:
        commands.set_threads(args.threads)
    recipe = train_flags.adapted(recipe, args)
    if not recipe.data:
        raise commands.UserError(
            f"{args.recipe} is for pictures of your own: name their folder, "
            "--data FOLDER"
        )
    _check_place(out, recipe.data)
    return out, recipe


def _begin(recipe, folder, lowers, args):
    return recipe.begin(
        folder,
        override=args.override,
        name=args.recipe,
        lower_batch_size=lowers,
        keep=args.keep,
        monitor=args.monitor,
        mode=args.mode,
        on_collapse=args.on_collapse,
    )


def _run(session, tell, bar):
    """Train, and say before it on what, and how far the run is."""
    tell(_sizes(session.recipe, session.data, session.model))
    tell(_standing(session.epochs_made, session.recipe.epochs))
    session.show_progress(bar, tell)
    try:
        session.train(verbose=0)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_left_by(session.folder.epochs_made)) from None


def _named_recipe(args):
    """The recipe; a folder of pictures is the data of one."""
    if is_reference(args.recipe):
        return find_recipe(args.recipe)
    if args.recipe not in RECIPES:
        if args.data:
            raise commands.UserError(
                f"the pictures are in {args.recipe!r} or in --data, not in both"
            )
        args.data, args.recipe = args.recipe, _FOR_FOLDERS
    return RECIPES[args.recipe]


def _check_place(out, data):
    """Warn of a run folder among the pictures."""
    folder = Path(data)
    if folder.is_dir() and out.resolve().is_relative_to(folder.resolve()):
        warnings.warn(
            f"the run folder {str(out)!r} lies in the folder of the pictures; "
            "its own pictures are skipped when these are read",
            stacklevel=2,
        )


def _tell(line):
    if line:
        print(line, flush=True)


def _standing(made, wanted):
    """Progress of a run that is resumed."""
    if made >= wanted:
        return f"has its {made} epochs; train more with --epochs"
    return f"resumes after epoch {made} of {wanted}" if made else ""


def _left_by(made):
    """Progress of an interrupted run."""
    if not made:
        return "interrupted before an epoch was saved"
    return f"interrupted; epoch {made} is saved, the same command resumes there"


def _check_needed(args):
    """Raise if a flag does nothing without another one."""
    needs = {"repeat": "few_shot", "lambda_diversity": "diversity"}
    for flag, needed in needs.items():
        given = getattr(args, flag, None) is not None
        if given and not getattr(args, needed, None):
            raise commands.UserError(f"--{flag} needs --{needed}")


def _show(recipe, lower_batch_size):
    """Print sizes and settings of a run without training."""
    from keras_creative.runs.beginning import prepare
    from keras_creative.runs.transfer import begin_from

    prepared, data, model = prepare(recipe, lower_batch_size)
    _tell(_batch_note(recipe, prepared))
    _tell(begin_from(prepared, model))
    print(_sizes(prepared, data, model))
    _tell(_classes(data))
    settings = {"recipe": class_name(recipe), **dataclasses.asdict(prepared)}
    print(json.dumps(settings, indent=2))
    return commands.OK


def _batch_note(recipe, prepared):
    """Note on a reduced batch size."""
    if prepared.batch_size == recipe.batch_size:
        return ""
    return (
        f"batch size {prepared.batch_size} instead of {recipe.batch_size}, "
        "which is too large for the data"
    )


def _classes(data):
    """Labels, names and numbers of pictures of the classes in a line."""
    counts = getattr(data, "class_counts", None)
    if not counts:
        return ""
    classes = [
        f"{label} {name} ({count})"
        if name != str(label)
        else f"{name} ({count})"
        for label, (name, count) in enumerate(counts.items())
    ]
    more = len(classes) - _MOST_CLASSES
    end = f" and {more} more" if more > 0 else ""
    return f"classes: {', '.join(classes[:_MOST_CLASSES])}{end}"


def _sizes(recipe, data, model):
    """Data, steps and networks in a line."""
    shape = "x".join(map(str, data.sample_shape))
    examples = f"{len(data)} " if hasattr(data, "__len__") else ""
    examples += getattr(data, "units", "samples")
    steps = recipe.steps_per_epoch(data, model)
    parameters = sum(
        weight.shape.num_elements()
        for player in model.players.values()
        for weight in player.network.trainable_variables
    )
    return (
        f"{examples} of {shape}, {_count(steps, 'step')} an epoch, "
        f"{_count(recipe.epochs, 'epoch')}; "
        f"networks of {parameters:,} parameters"
    )


def _count(n, what):
    return f"{n} {what}{'' if n == 1 else 's'}"
