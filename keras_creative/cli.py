"""The command `keras-creative`, also `python -m keras_creative`.

keras-creative list
keras-creative train design-fashion-mnist --epochs 2 --out runs/garments
keras-creative train artgan-v2 --data my_pictures --out runs/art
keras-creative sample runs/art -n 64 --out samples.png
keras-creative interpolate runs/art --from 1 --to 2 --out walk.gif
"""

import argparse
import dataclasses
import random
from pathlib import Path

from keras_creative import commands

PROGRAM = "keras-creative"
RECIPES = {
    "artgan-v1": "an MNIST DCGAN scaled up to 64x64; a folder of artworks",
    "artgan-v2": "ArtGAN's stable networks, 64x64; a folder of artworks",
    "artgan-v3": "ArtGAN at 128x128; a folder of artworks",
    "cgan-8gaussians": "CGAN told the direction of eight Gaussians",
    "dcgan-cifar10": "DCGAN on CIFAR-10, 32x32",
    "dcgan-mnist": "DCGAN on the ten digits, 32x32",
    "design-fashion-mnist": "DesIGN losses on the ten garment classes, 32x32",
    "design-mnist": "DesIGN losses on the ten digits, 32x32",
    "ebgan-mnist": "energy-based GAN on the ten digits, 32x32",
    "infogan-8gaussians": "InfoGAN with a code of eight values, on the ring",
    "infogan-mnist": "InfoGAN on the ten digits, 32x32",
    "r3gan-25gaussians": "R3GAN on a grid of 25 Gaussians",
    "r3gan-8gaussians": "R3GAN on the ring of eight Gaussians",
    "vae-fashion-mnist": "variational autoencoder on ten garments, 28x28",
    "vae-mnist": "variational autoencoder on the ten digits, 28x28",
    "wgan-gp-fashion-mnist": "WGAN-GP on the ten garment classes, 32x32",
}
VARIANTS = (
    "acgan",
    "cgan",
    "design",
    "ebgan",
    "gan",
    "hinge",
    "infogan",
    "lsgan",
    "r3gan",
    "relativistic",
    "wgan",
    "wgan-gp",
)
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
    "width",
    "batch_size",
    "precision",
    "seed",
)


def make_parser():
    """The parser of the command and its subcommands."""
    parser = commands.Parser(
        prog=PROGRAM,
        description="Train creative generative models and look at them.",
    )
    subcommands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND"
    )
    subcommands.add_parser("list", help="name the recipes")
    _add_train(subcommands)
    _add_sample(subcommands)
    _add_interpolate(subcommands)
    return parser


def main(argv=None):
    """Run the command.

    Args:
        argv: List of arguments. Defaults to `None`: the process' own.

    Returns:
        Exit code: 0, 2 for a mistake in the arguments, 130 after Ctrl-C.
    """
    return commands.run(PROGRAM, _run, argv)


def _run(argv):
    args = make_parser().parse_args(argv)
    tasks = {
        "list": _list,
        "train": _train,
        "sample": _sample,
        "interpolate": _interpolate,
    }
    return tasks[args.command](args)


def _add_train(subcommands):
    train = subcommands.add_parser(
        "train",
        help="make a run, or go on with it",
        description="Train a recipe in a run folder. Started again with the "
        "same folder, after Ctrl-C too, the run goes on from its last epoch.",
    )
    add, number = train.add_argument, commands.positive_int
    add("recipe", choices=RECIPES, metavar="RECIPE", help="see list")
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
    add("--width", type=number, help="channels of the networks' thinnest stage")
    add("--epochs", type=number, help="epochs of the whole run")
    add("--out", type=Path, metavar="DIR", help="run folder; runs/RECIPE")
    add("--variant", choices=VARIANTS, help="another game, such as wgan-gp")
    add("--batch_size", type=number, help="pictures of a step")
    add(
        "--precision",
        choices=("float32", "mixed_bfloat16"),
        help="of the networks; mixed_bfloat16 is faster where the CPU has it",
    )
    _add_remedies(train)
    add("--seed", type=int, help="fixes the run")
    add("--keep", type=number, default=2, help="newest checkpoints kept")
    add("--monitor", metavar="LOG", help="log that tells the best epoch")
    add("--mode", choices=("min", "max"), default="min", help="its best value")
    add(
        "--override",
        action="store_true",
        help="go on with a run under other settings, and note it",
    )


def _add_remedies(train):
    group = train.add_argument_group("against mode collapse")
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


def _add_sample(subcommands):
    sample = subcommands.add_parser(
        "sample",
        help="draw samples from a run or a saved model",
        description="Draw samples from the newest checkpoint of a run folder, "
        "or from a .keras file.",
    )
    add = sample.add_argument
    add("source", type=Path, metavar="RUN_OR_FILE", help="folder or .keras")
    add("-n", type=commands.positive_int, default=64, help="samples")
    add(
        "--out",
        type=Path,
        default=Path("samples.png"),
        help="a .png file for a grid, or a folder for single pictures",
    )
    add("--seed", type=int, help="fixes the samples; new ones when left out")


def _add_interpolate(subcommands):
    interpolate = subcommands.add_parser(
        "interpolate",
        help="walk through the latent space of a run or a saved model",
        description="Show samples on a way through the latent space, as an "
        "animation or as one picture. A place on the way is a seed, or a "
        "picture file for a model that encodes.",
    )
    add = interpolate.add_argument
    add("source", type=Path, metavar="RUN_OR_FILE", help="folder or .keras")
    add("--from", dest="start", metavar="PLACE", help="drawn when left out")
    add("--to", dest="end", metavar="PLACE", help="drawn when left out")
    add(
        "--via",
        action="append",
        default=[],
        metavar="PLACE",
        help="a place to come by; can be given again",
    )
    add("--closed", action="store_true", help="go on back to the first place")
    add("--frames", type=_two_or_more, default=60, help="samples on the way")
    add(
        "--way",
        choices=("straight", "sphere"),
        help="sphere, but straight for models that encode, when left out",
    )
    add(
        "--labels",
        type=int,
        nargs="+",
        help="for conditional models: one, or one for each place",
    )
    add(
        "--fps",
        type=commands.positive_float,
        default=20,
        help="frames a second",
    )
    add("--seed", type=int, help="fixes the ends that are left out")
    add(
        "--out",
        type=_picture_or_animation,
        default=Path("walk.gif"),
        help="a .gif or .mp4 file, or a .png file for one picture",
    )


def _label_and_shots(text):
    label, separator, shots = text.partition(":")
    if not separator or not label.isdigit() or not shots.isdigit():
        raise argparse.ArgumentTypeError(
            f"must be a label and a number, such as 1:4, not {text!r}"
        )
    return int(label), int(shots)


def _two_or_more(text):
    value = commands.positive_int(text)
    if value < 2:
        raise argparse.ArgumentTypeError(f"must be at least 2, not {text}")
    return value


def _picture_or_animation(text):
    if Path(text).suffix not in (".gif", ".mp4", ".png"):
        raise argparse.ArgumentTypeError(
            f"must end in .gif, .mp4 or .png, not {text!r}"
        )
    return Path(text)


def _list(args):
    for name, line in RECIPES.items():
        print(f"{name:24}{line}")
    return commands.OK


def _train(args):
    out = args.out or Path("runs") / args.recipe
    commands.import_tensorflow_quietly()
    from keras_creative import experiments

    recipe = _adapted(experiments.RECIPES[args.recipe], args)
    with commands.user_errors():
        session = recipe.begin(
            out,
            args.epochs,
            override=args.override,
            keep=args.keep,
            monitor=args.monitor,
            mode=args.mode,
            on_collapse=args.on_collapse,
        )
    session.train()
    print(f"see {out}/samples and {out}/losses.png")
    return commands.OK


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


def _sample(args):
    if not args.source.exists():
        raise commands.UserError(f"there is no {str(args.source)!r}")
    commands.import_tensorflow_quietly()
    from keras_creative import experiments

    with commands.user_errors():
        sampler = experiments.load_sampler(args.source)
        samples = sampler.sample(args.n, seed=args.seed)
        experiments.write_samples(args.out, samples)
    print(f"see {args.out}")
    return commands.OK


def _interpolate(args):
    if not args.source.exists():
        raise commands.UserError(f"there is no {str(args.source)!r}")
    commands.import_tensorflow_quietly()
    from keras_creative import experiments

    draw = random.Random(args.seed)
    places = [
        str(draw.randrange(2**31)) if place is None else place
        for place in (args.start, *args.via, args.end)
    ]
    with commands.user_errors():
        samples = experiments.interpolate(
            experiments.load_sampler(args.source),
            places,
            args.frames,
            args.way,
            args.closed,
            args.labels,
        )
        try:
            experiments.write_interpolation(args.out, samples, args.fps)
        except ImportError as error:
            raise commands.UserError(str(error)) from error
    print(f"see {args.out}")
    return commands.OK
