"""`keras-creative train`."""

import argparse
import contextlib
import dataclasses
import json
from pathlib import Path

from keras_creative import commands
from keras_creative.cli.catalogue import RECIPES, VARIANTS
from keras_creative.cli.parser import add_seed, draws_bars, is_quiet, nearest

_FOR_FOLDERS = "artgan-v1"

# Flags that stand for a setting of the recipe.
SETTINGS = (
    "size",
    "fit",
    "holdout",
    "few_shot",
    "repeat",
    "packing",
    "minibatch",
    "unrolled_steps",
    "diversity",
    "lambda_diversity",
    "class_ensemble",
    "augment",
    "conditional",
    "latent_dim",
    "width",
    "batch_size",
    "precision",
    "jit",
    "seed",
)


def add(subcommands):
    """Add the subcommand."""
    train = subcommands.add_parser(
        "train",
        help="make a run, or go on with it",
        description="Train a recipe in a run folder. Started again with the "
        "same folder, after Ctrl-C too, the run goes on from its last epoch.",
        examples=(
            "keras-creative train design-fashion-mnist --epochs 2",
            "keras-creative train my_pictures/ --size 64 --out runs/art",
            "keras-creative train vae-mnist --holdout 3 --dry_run",
        ),
    )
    add = train.add_argument
    add(
        "recipe",
        type=_recipe_or_folder,
        metavar="RECIPE",
        help=f"see list; or a folder of pictures, for {_FOR_FOLDERS}",
    )
    left_out = "What is left out is as the recipe has it: see --dry_run."
    _add_data(train.add_argument_group("data", left_out))
    _add_game(train.add_argument_group("game"))
    _add_remedies(train.add_argument_group("against mode collapse"))
    _add_run(train.add_argument_group("run"))
    train.set_defaults(task=_train)


def _add_data(group):
    add, number = group.add_argument, commands.positive_int
    add("--data", metavar="PATH", help="folder of pictures, .npz or IDX file")
    add("--size", type=number, help="side of the pictures in pixels")
    add(
        "--fit",
        choices=("crop", "resize", "random-crop"),
        help="how the pictures of a folder become square",
    )
    add("--holdout", type=int, nargs="+", metavar="LABEL", help="not shown")
    add(
        "--few_shot",
        type=_label_and_shots,
        nargs="+",
        metavar="LABEL:K",
        help="labels of which K examples are shown",
    )
    add("--repeat", type=number, help="times each of them comes in an epoch")


def _add_game(group):
    add, number = group.add_argument, commands.positive_int
    add("--variant", choices=VARIANTS, help="another game, such as wgan-gp")
    add(
        "--conditional",
        action="store_const",
        const=True,
        help="a VAE whose networks are told the label",
    )
    add("--latent_dim", type=number, help="length of a latent vector or code")
    add("--width", type=number, help="channels of the networks' thinnest stage")
    add("--batch_size", type=number, help="pictures of a step")
    add(
        "--precision",
        choices=("float32", "mixed_bfloat16"),
        help="of the networks; mixed_bfloat16 is faster where the CPU has it",
    )
    add(
        "--jit",
        action=argparse.BooleanOptionalAction,
        help="compile the steps by XLA; pays for small networks",
    )
    add(
        "--strategy",
        choices=("one", "mirrored"),
        default="one",
        help="train on one device, or on all of this machine",
    )


def _add_run(group):
    add, number = group.add_argument, commands.positive_int
    add("--epochs", type=number, help="epochs of the whole run")
    add("--out", type=Path, metavar="DIR", help="run folder; runs/RECIPE")
    add_seed(group, "the run")
    add("--keep", type=number, default=2, help="newest checkpoints kept")
    add("--monitor", metavar="LOG", help="log that tells the best epoch")
    add("--mode", choices=("min", "max"), default="min", help="its best value")
    add(
        "--override",
        action="store_true",
        help="go on with a run under other settings, and note it",
    )
    add(
        "--dry_run",
        action="store_true",
        help="print the settings and the sizes, and train nothing",
    )


def _add_remedies(group):
    add = group.add_argument
    add("--packing", type=commands.positive_int, help="samples judged at once")
    add(
        "--minibatch",
        choices=("discrimination", "stddev"),
        help="what the discriminator sees of its batch besides",
    )
    add(
        "--unrolled_steps",
        type=int,
        help="discriminator's steps that the generator anticipates",
    )
    add(
        "--diversity",
        choices=("batch-distance", "mode-seeking", "pulling-away"),
        help="a term that holds the samples apart",
    )
    add("--lambda_diversity", type=float, help="its weight; 1")
    add(
        "--class_ensemble",
        action="store_const",
        const=True,
        help="a GAN for each class",
    )
    add(
        "--augment",
        action="store_const",
        const=True,
        help="the discriminator sees pictures turned and moved at random",
    )
    add(
        "--on_collapse",
        choices=("warn", "stop", "restore", "lower_d_rate"),
        help="watch for a collapse, and what to do about it",
    )


def _label_and_shots(text):
    label, separator, shots = text.partition(":")
    if not separator or not label.isdigit() or not shots.isdigit():
        raise argparse.ArgumentTypeError(
            f"must be a label and a number, such as 1:4, not {text!r}"
        )
    return int(label), int(shots)


def _recipe_or_folder(text):
    if text in RECIPES or Path(text).is_dir():
        return text
    raise argparse.ArgumentTypeError(
        f"there is no recipe and no folder {text!r} (see keras-creative list)"
        f"{nearest(text, RECIPES)}"
    )


def _train(args):
    if args.recipe not in RECIPES:
        if args.data:
            raise commands.UserError(
                f"the pictures are in {args.recipe!r} or in --data, not in both"
            )
        args.data, args.recipe = args.recipe, _FOR_FOLDERS
    _check_needed(args)
    out = args.out or Path("runs") / args.recipe
    commands.import_tensorflow_quietly()
    from keras_creative import experiments

    recipe = _adapted(experiments.RECIPES[args.recipe], args)
    recipe = dataclasses.replace(recipe, epochs=args.epochs or recipe.epochs)
    if not getattr(recipe, "data", None):
        raise commands.UserError(
            f"{args.recipe} is for pictures of your own: name their folder, "
            "--data FOLDER"
        )
    with commands.user_errors(vars(args)), _scope(args.strategy):
        if args.dry_run:
            return _show(recipe)
        session = recipe.begin(
            out,
            override=args.override,
            name=args.recipe,
            keep=args.keep,
            monitor=args.monitor,
            mode=args.mode,
            on_collapse=args.on_collapse,
        )
    tell = (lambda line: None) if is_quiet() else _tell
    tell(_sizes(recipe, session.data, session.model))
    tell(_standing(session.epochs_made, recipe.epochs))
    session.callbacks.insert(
        0, experiments.RunProgress(session.epochs_made, draws_bars(), tell)
    )
    try:
        session.train(verbose=0)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_left_by(session.folder.epochs_made)) from None
    print(f"see {out}/samples and {out}/losses.png")
    return commands.OK


def _tell(line):
    if line:
        print(line, flush=True)


def _standing(made, wanted):
    """Where a run stands that is gone on with."""
    if made >= wanted:
        return f"has its {made} epochs; --epochs asks for more"
    return f"goes on after epoch {made} of {wanted}" if made else ""


def _left_by(made):
    """What an interrupted run left."""
    if not made:
        return "interrupted before an epoch was saved"
    return f"interrupted; epoch {made} is saved, the same command goes on there"


def _check_needed(args):
    """Refuse flags that do nothing without another one."""
    needs = {"repeat": "few_shot", "lambda_diversity": "diversity"}
    for flag, needed in needs.items():
        if getattr(args, flag) is not None and not getattr(args, needed):
            raise commands.UserError(f"--{flag} needs --{needed}")


def _scope(strategy):
    """What models are made within."""
    if strategy == "one":
        return contextlib.nullcontext()
    import tensorflow as tf

    return tf.distribute.MirroredStrategy().scope()


def _show(recipe):
    """Print what a run would be."""
    data = recipe.load_data()
    model = recipe.make_model(data)
    model.check_batch_size(recipe.samples_per_step(model))
    settings = {"recipe": type(recipe).__name__, **dataclasses.asdict(recipe)}
    print(json.dumps(settings, indent=2))
    print(_sizes(recipe, data, model))
    return commands.OK


def _sizes(recipe, data, model):
    """Data, steps and networks in a line."""
    shape = "x".join(map(str, data.sample_shape))
    examples = f"{len(data)} " if hasattr(data, "__len__") else ""
    steps = recipe.steps_per_epoch(data, model)
    parameters = sum(
        weight.shape.num_elements() for weight in model.trainable_variables
    )
    return (
        f"{examples}samples of {shape}, {_count(steps, 'step')} an epoch, "
        f"{_count(recipe.epochs, 'epoch')}; "
        f"networks of {parameters:,} parameters"
    )


def _count(n, what):
    return f"{n} {what}{'' if n == 1 else 's'}"


def _adapted(recipe, args):
    """The recipe under the flags that were given, if it has such settings."""
    changes = {
        name: getattr(args, name)
        for name in SETTINGS
        if getattr(args, name) is not None
    }
    known = {field.name for field in dataclasses.fields(recipe)}
    alien = [name for name in changes if name not in known]
    for name in ("data", "variant"):
        if getattr(args, name) and not hasattr(recipe, f"with_{name}"):
            alien.append(name)
    if alien:
        flags = ", ".join(f"--{name}" for name in alien)
        raise commands.UserError(f"{args.recipe} has no {flags}")
    if "few_shot" in changes:
        changes["few_shot"] = dict(changes["few_shot"])
    if "holdout" in changes:
        changes["holdout"] = tuple(changes["holdout"])
    if args.data:
        recipe = recipe.with_data(args.data)
    recipe = dataclasses.replace(recipe, **changes)
    return recipe.with_variant(args.variant) if args.variant else recipe
