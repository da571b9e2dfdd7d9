"""Flags of `keras-creative train`, and what they change in a recipe."""

import argparse
import dataclasses
from pathlib import Path

from keras_creative import commands
from keras_creative.cli.catalogue import CREATIVITY, PENALTIES, VARIANTS
from keras_creative.cli.parser import add_seed

# Flags that stand for a setting of the recipe.
SETTINGS = (
    "size",
    "fit",
    "background",
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
    "lambda_g",
    "lambda_d",
    "creativity",
    "label_smoothing",
    "penalty",
    "n_critic",
    "lr_g",
    "lr_d",
    "ema",
    "latent_dim",
    "width",
    "batch_size",
    "precision",
    "jit",
    "seed",
)


def add_flags(parser):
    """Add all flags but the recipe.

    Args:
        parser: Parser of the subcommand.
    """
    defaults = "A flag not given is as the recipe has it: see --dry_run."
    _add_data(parser.add_argument_group("data", defaults))
    _add_game(parser.add_argument_group("game"))
    _add_weights(parser.add_argument_group("losses and learning rates"))
    _add_remedies(parser.add_argument_group("against mode collapse"))
    _add_run(parser.add_argument_group("run"))


def _add_data(group):
    add, number = group.add_argument, commands.positive_int
    add("--data", metavar="PATH", help="folder of pictures, .npz or IDX file")
    add("--size", type=number, help="side of the pictures in pixels")
    add(
        "--fit",
        choices=("crop", "resize", "scaled-crop", "random-crop"),
        help="how the pictures of a folder become square",
    )
    add(
        "--background",
        metavar="COLOR",
        help="what transparent pictures of a folder are laid on, such as black",
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


def _add_weights(group):
    add, rate = group.add_argument, commands.positive_float
    add(
        "--lambda_g",
        type=commands.weight,
        help="weight of design's creativity loss, or of acgan's class, in the "
        "generator's loss",
    )
    add(
        "--lambda_d",
        type=commands.weight,
        help="weight of the classification in the discriminator's loss",
    )
    add("--creativity", choices=CREATIVITY, help="design's creativity loss")
    add(
        "--label_smoothing",
        type=commands.decay,
        help="smoothing of design's classification; 0 is the paper's loss",
    )
    add("--penalty", choices=PENALTIES, help="on the discriminator's gradient")
    add(
        "--n_critic",
        type=commands.positive_int,
        help="discriminator's steps for each of the generator",
    )
    add("--lr_g", type=rate, help="generator's learning rate")
    add("--lr_d", type=rate, help="discriminator's learning rate")
    add(
        "--ema",
        type=commands.decay,
        help="decay of the averaged generator; 0 for none",
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


def adapted(recipe, args):
    """The recipe under the flags that were given.

    Args:
        recipe: One of `keras_creative.experiments.RECIPES`.
        args: What the parser gave.

    Returns:
        Recipe.

    Raises:
        UserError: If the recipe has no such setting, or its variant does not
            read it.
    """
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
    if args.variant:
        recipe = recipe.with_variant(args.variant)
    _check_read(recipe, changes)
    return recipe


def _check_read(recipe, names):
    """Refuse settings that the recipe's variant does not read."""
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
