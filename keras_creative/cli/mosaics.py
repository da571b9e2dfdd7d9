"""`keras-creative mosaic`."""

import argparse
from pathlib import Path

from keras_creative import commands
from keras_creative.cli.parser import draws_bars, is_quiet

# Pictures that a mosaic is made of. Fewer than the first are cut into windows.
_FEWEST, _MOST = 16, 500
_SIZES = (16, 512)


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    parser = add_parser(
        description="Make new pictures from patches of yours, without "
        "training. The parts of a new picture follow different pictures; "
        f"of more than {_MOST}, as many are chosen randomly. Of fewer than "
        f"{_FEWEST}, even of one, windows are cut.",
        examples=(
            "keras-creative mosaic my_pictures --out new.png",
            "keras-creative mosaic my_pictures --size 256 -n 8 --out new/",
        ),
    )
    add = parser.add_argument
    add(
        "pictures",
        metavar="PICTURES",
        help="folder or .zip file of pictures, or anything that train --data "
        "takes",
    )
    add(
        "-n",
        type=commands.positive_int,
        default=64,
        help="number of new pictures",
    )
    add(
        "--size",
        type=_size,
        default=64,
        help="their side in pixels; above 64, they are made coarse to fine",
    )
    add(
        "--patch",
        type=commands.positive_int,
        metavar="PIXELS",
        help="side of the first patches, at most 128 and at most twice the "
        "size; smaller ones give newer and less coherent pictures; default: "
        "three quarters",
    )
    add("--seed", type=int, default=0, help="fixes the pictures")
    add(
        "--out",
        type=Path,
        default=Path("mosaic.png"),
        help="a .png file for a grid, or a folder for single pictures",
    )
    parser.set_defaults(task=_mosaic)


def _size(text):
    """A side that is at most 64, or after halving."""
    value = commands.positive_int(text)
    smallest, largest = _SIZES
    coarse = value
    while coarse > 64 and coarse % 2 == 0:
        coarse //= 2
    if not smallest <= value <= largest or coarse > 64:
        raise argparse.ArgumentTypeError(
            f"must be from {smallest} to {largest}, and above 64 a multiple "
            f"of a power of 2, such as 96, 128 or 256, not {text}"
        )
    return value


def _mosaic(args):
    commands.import_tensorflow_quietly()
    from keras_creative import metrics, models, runs

    with commands.user_errors(["size"], {"patch_sizes": "patch"}):
        images, total = _open(args)
        mosaic = models.Mosaic(images, _patch_sizes(args))
    with commands.user_errors(["n"], {"path": "out"}):
        verbose = int(draws_bars())
        samples = mosaic.sample(args.n, seed=args.seed, verbose=verbose)
        runs.write_samples(args.out, samples, notes={"seed": args.seed})
    novelty = metrics.training_distance_ratio(samples, images)
    if not is_quiet():
        print(
            f"see {args.out}: {args.n} pictures of patches of {total}, seed "
            f"{args.seed}, novelty {novelty:.2f} (0 copies, 1 as different "
            "from your pictures as these are from one another)"
        )
    return commands.OK


def _patch_sizes(args):
    return args.patch and (args.patch, min(6, args.patch))


def _open(args):
    """Images of the size, and what they are in words."""
    import numpy as np

    from keras_creative import datasets

    data = datasets.open_pictures(args.pictures, args.size, fewest=1)
    count = len(data)
    if count >= _FEWEST or not isinstance(data, datasets.PictureFolder):
        n = min(count, _MOST)
        words = f"{n} of {count}" if n < count else f"{n}"
        return data.sample(n, args.seed)[0], f"{words} pictures"
    data = datasets.open_pictures(
        args.pictures, args.size, fit="scaled-crop", fewest=1
    )
    windows = -(-4 * _FEWEST // count)
    found = [data.sample(count, args.seed, window=i)[0] for i in range(windows)]
    words = f"{windows} windows of {'each of ' if count > 1 else ''}{count}"
    return np.concatenate(found), f"{words} picture{'s' if count > 1 else ''}"
