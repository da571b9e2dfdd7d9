"""`keras-creative sample` and `keras-creative interpolate`."""

import argparse
import random
from pathlib import Path

from keras_creative import commands
from keras_creative.cli.parser import add_seed, draws_bars

# So many samples take their time.
_MANY = 1000


def add(subcommands):
    """Add the subcommands."""
    _add_sample(subcommands)
    _add_interpolate(subcommands)


def _add_sample(subcommands):
    sample = subcommands.add_parser(
        "sample",
        help="draw samples from a run or a saved model",
        description="Draw samples from the newest checkpoint of a run folder, "
        "or from a .keras file.",
        examples=(
            "keras-creative sample runs/art -n 64 --out samples.png",
            "keras-creative sample generator.keras --out pictures/ --seed 1",
        ),
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
    add_seed(sample, "the samples; new ones when left out")
    sample.set_defaults(task=_sample)


def _add_interpolate(subcommands):
    interpolate = subcommands.add_parser(
        "interpolate",
        help="walk through the latent space of a run or a saved model",
        description="Show samples on a way through the latent space, as an "
        "animation or as one picture. A place on the way is a seed, or a "
        "picture file for a model that encodes.",
        examples=(
            "keras-creative interpolate runs/art --from 1 --to 2",
            "keras-creative interpolate runs/vae --from a.png --to b.png",
        ),
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
    add_seed(interpolate, "the ends that are left out")
    add(
        "--out",
        type=_picture_or_animation,
        default=Path("walk.gif"),
        help="a .gif or .mp4 file, or a .png file for one picture",
    )
    interpolate.set_defaults(task=_interpolate)


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


def _sample(args):
    commands.check_exists(args.source)
    commands.import_tensorflow_quietly()
    from keras_creative import experiments

    with commands.user_errors():
        sampler = experiments.load_sampler(args.source)
        verbose = int(draws_bars() and args.n > _MANY)
        samples = sampler.sample(args.n, seed=args.seed, verbose=verbose)
        experiments.write_samples(args.out, samples, verbose)
    print(f"see {args.out}")
    return commands.OK


def _interpolate(args):
    commands.check_exists(args.source)
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
