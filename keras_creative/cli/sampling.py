"""`keras-creative sample` and `keras-creative interpolate`."""

import argparse
import random
import secrets
from pathlib import Path

from keras_creative import commands
from keras_creative.cli.parser import draws_bars

_SAMPLES = 64
# From this number on, sampling takes long enough for a progress bar.
_MANY = 1000
_MOST_SEEDS = 1_000_000
_FLAGS_OF_SAMPLE = ("labels", "epoch", "captions", "n")
_FLAGS_OF_INTERPOLATE = ("labels", "way", "fps", "closed")
_ALIASES_OF_INTERPOLATE = {
    "path": "out",
    "steps": "frames",
    "start": "from",
    "end": "to",
}
_SAID = ("seed", "label", "epoch")


def add_sample(add_parser):
    """Add the flags of `sample`.

    Args:
        add_parser: Function that makes the parser.
    """
    sample = add_parser(
        description="Draw samples from a checkpoint of a run folder, or from "
        "a .keras file. Each sample has its own seed, as for "
        "interpolate --from: with --seed 600 they are 600, 601 and so on.",
        examples=(
            "keras-creative sample runs/art -n 64 --out samples.png",
            "keras-creative sample runs/art --seeds 600-605 --captions",
            "keras-creative sample runs/pets --labels dogs --best",
            "keras-creative sample generator.keras --out pictures/ --seed 1",
        ),
    )
    add = sample.add_argument
    add("source", type=Path, metavar="RUN_OR_FILE", help="folder or .keras")
    add(
        "-n",
        type=commands.positive_int,
        help="number of samples; 64 if not given",
    )
    add(
        "--labels",
        nargs="+",
        metavar="LABEL",
        help="for conditional models: names or numbers of classes, cycled",
    )
    add_checkpoint(sample)
    seeds = sample.add_mutually_exclusive_group()
    seeds.add_argument(
        "--seed",
        type=_seed,
        help="seed of the first sample; random and printed if not given",
    )
    seeds.add_argument(
        "--seeds",
        type=_seed_range,
        nargs="+",
        metavar="SEED",
        help="seeds of the samples, such as 600-605 or 7 9",
    )
    add(
        "--captions",
        action="store_true",
        help="write seed and label under each image of a grid",
    )
    add(
        "--out",
        type=Path,
        default=Path("samples.png"),
        help="a .png file for a grid, or a folder for single images",
    )
    sample.set_defaults(task=_sample)


def add_checkpoint(parser):
    """Add the flags that choose a checkpoint of a run.

    Args:
        parser: Parser of the subcommand.
    """
    checkpoint = parser.add_mutually_exclusive_group()
    checkpoint.add_argument(
        "--epoch",
        type=commands.positive_int,
        help="checkpoint after this number of epochs; the newest if not given",
    )
    checkpoint.add_argument(
        "--best",
        action="store_true",
        help="best checkpoint, chosen by train --monitor",
    )


def checkpoint_of(args):
    """The epoch argument of `load_sampler()`.

    Args:
        args: Parsed arguments with `source`, `best` and `epoch`.
    """
    epoch = "best" if args.best else args.epoch
    if epoch is not None and not args.source.is_dir():
        raise commands.UserError(
            f"--{'best' if args.best else 'epoch'} is for a run folder"
        )
    return epoch


def add_interpolate(add_parser):
    """Add the flags of `interpolate`.

    Args:
        add_parser: Function that makes the parser.
    """
    interpolate = add_parser(
        description="Show samples along a path through the latent space, as "
        "an animation or one picture. A waypoint is a seed, a picture file, "
        "which is encoded or projected, or an .npz file of project.",
        examples=(
            "keras-creative interpolate runs/art --from 1 --to 2",
            "keras-creative interpolate runs/art --from a.jpg --to b.jpg",
        ),
    )
    add = interpolate.add_argument
    add("source", type=Path, metavar="RUN_OR_FILE", help="folder or .keras")
    add(
        "--from",
        dest="start",
        metavar="WAYPOINT",
        help="first waypoint; random if not given",
    )
    add(
        "--to",
        dest="end",
        metavar="WAYPOINT",
        help="last waypoint; random if not given",
    )
    add(
        "--via",
        action="append",
        default=[],
        metavar="WAYPOINT",
        help="intermediate waypoint; can be repeated",
    )
    add("--closed", action="store_true", help="return to the first waypoint")
    add("--frames", type=_two_or_more, default=60, help="number of samples")
    add(
        "--way",
        choices=("straight", "sphere"),
        help="linear (straight) or spherical interpolation; if not given, "
        "sphere, but straight for models that encode",
    )
    add(
        "--labels",
        nargs="+",
        metavar="LABEL",
        help="for conditional models: a class by name or number, or one for "
        "each waypoint",
    )
    add(
        "--fps",
        type=commands.positive_float,
        default=20,
        help="frames per second",
    )
    add_checkpoint(interpolate)
    interpolate.add_argument(
        "--seed", type=_seed, help="fixes waypoints that are not given"
    )
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


def _seed(text):
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(
            f"must be a non-negative integer, not {text!r}"
        )
    return int(text)


def _seed_range(text):
    """One seed, or all seeds of a range."""
    first, separator, last = text.partition("-")
    if not first.isdecimal() or (separator and not last.isdecimal()):
        raise argparse.ArgumentTypeError(
            f"must be a seed or a range such as 600-605, not {text!r}"
        )
    seeds = range(int(first), int(last or first) + 1)
    if not 0 < len(seeds) <= _MOST_SEEDS:
        raise argparse.ArgumentTypeError(
            f"must be a range of 1 to {_MOST_SEEDS:,} seeds, not {text!r}"
        )
    return seeds


def _seeds_of(args):
    """The seed of each requested sample."""
    if args.seeds is None:
        # Not from `random`, which training in this process has seeded.
        first = secrets.randbelow(2**31) if args.seed is None else args.seed
        return list(range(first, first + (args.n or _SAMPLES)))
    seeds = [seed for part in args.seeds for seed in part]
    if args.n not in (None, len(seeds)):
        raise commands.UserError(
            f"-n {args.n} contradicts the {len(seeds)} seeds of --seeds"
        )
    return seeds


def _sample(args):
    commands.check_exists(args.source)
    seeds, epoch = _seeds_of(args), checkpoint_of(args)
    commands.import_tensorflow_quietly()
    from keras_creative import runs
    from keras_creative.modalities.notes import join_notes
    from keras_creative.runs import sample_notes

    n = len(seeds)
    with commands.user_errors(_FLAGS_OF_SAMPLE, {"path": "out"}):
        sampler = runs.load_sampler(args.source, epoch)
        notes = {**sample_notes.describe(args.source, epoch), "seed": seeds}
        options = {}
        if args.labels:
            names = sample_notes.class_names(args.source)
            found = sample_notes.find_labels(sampler, args.labels, names)
            options["labels"] = [found[i % len(found)] for i in range(n)]
            words = [names[k] if names else str(k) for k in options["labels"]]
            notes["label"] = words
        verbose = int(draws_bars() and n > _MANY)
        samples = sampler.sample(n, seed=seeds, verbose=verbose, **options)
        captions = _captions(notes) if args.captions else None
        modality = getattr(sampler, "modality", None)
        runs.write_samples(
            args.out, samples, verbose, notes, captions, modality
        )
    if "label" in notes:
        notes["label"] = list(dict.fromkeys(notes["label"]))
    said = join_notes({k: notes[k] for k in _SAID if k in notes})
    said = ", ".join(f"{name} {value}" for name, value in said.items())
    print(f"see {args.out}: {n} samples, {said}")
    return commands.OK


def _captions(notes):
    """Label and seed of each sample, on a line each."""
    columns = [notes[name] for name in ("label", "seed") if name in notes]
    return ["\n".join(map(str, row)) for row in zip(*columns, strict=True)]


def _interpolate(args):
    commands.check_exists(args.source)
    epoch = checkpoint_of(args)
    if args.out.suffix == ".mp4":
        commands.check_extra("video", "An MP4 file", "imageio_ffmpeg")
    commands.import_tensorflow_quietly()
    from keras_creative import runs
    from keras_creative.runs import sample_notes

    draw = random.Random(args.seed)
    places = [
        str(draw.randrange(2**31)) if place is None else place
        for place in (args.start, *args.via, args.end)
    ]
    with commands.user_errors(_FLAGS_OF_INTERPOLATE, _ALIASES_OF_INTERPOLATE):
        sampler = runs.load_sampler(args.source, epoch)
        labels = args.labels and sample_notes.find_labels(
            sampler, args.labels, sample_notes.class_names(args.source)
        )
        stops, notes = runs.find_waypoints(sampler, places)
        samples = runs.interpolate(
            sampler, stops, args.frames, args.way, args.closed, labels
        )
        modality = getattr(sampler, "modality", None)
        runs.write_interpolation(args.out, samples, args.fps, modality)
    for note in notes:
        print(note)
    print(f"see {args.out}: from {' to '.join(places)}")
    return commands.OK
