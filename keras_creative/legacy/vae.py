"""VAE.py: a variational autoencoder on pictures, the 2019 flags.

    keras-creative legacy vae --dataset fashion-mnist \\
        --encoding-vector-size 2 --remove-label 3 --few-shot 4

With `--few-shot` a few pictures of the removed label are kept in the training
data, each repeated 1,000 times per epoch. Everything is written to a run
folder: the samples of each epoch, reconstructions, the last samples, the map of
a latent plane and scatter plots of the codes, including those of the removed
label. 8Gaussians, points in the plane, have no such folder: their model is
saved at the end.
"""

import dataclasses
import functools
import math
import sys
from pathlib import Path

from keras_creative import commands
from keras_creative.commands import UserError
from keras_creative.legacy.old_data import (
    FROM_FILES,
    PICTURE_SETS,
    check_data,
)

PROGRAM = "keras_creative.legacy.vae"
POINTS = "8Gaussians"
SHOWN, SCATTERED, MAP_SIDE = 64, 2000, 20
STEPS_OF_POINTS = 1000


def make_parser():
    """The parser of VAE.py's flags."""
    parser = commands.Parser(prog=PROGRAM, description=__doc__.splitlines()[0])
    add, number = parser.add_argument, commands.positive_int
    add("--batch-size", type=number, default=64, help="pictures of a step")
    add(
        "--remove-label",
        type=int,
        default=-1,
        help="label that is excluded; -1: none",
    )
    add(
        "--few-shot", type=_count, default=0, help="its pictures that are shown"
    )
    add(
        "--dataset",
        choices=(*PICTURE_SETS, POINTS, *FROM_FILES),
        default="mnist",
        help=f"the data; {', '.join(FROM_FILES)} need --data",
    )
    add(
        "--input-size",
        type=number,
        default=784,
        help="numbers of a picture: side x side, or 3 x side x side in color",
    )
    add("--encoding-vector-size", type=number, default=20, help="of the code")
    add("--epochs", type=number, default=10, help="of the whole run")
    add("--no-cuda", action="store_true", help="has no effect any more")
    add("--seed", type=int, default=1, help="fixes the run")
    add("--log-interval", type=number, help="has no effect any more")
    add("--data", metavar="PATH", help="folder of pictures, .npz or IDX file")
    add("--out", type=Path, metavar="DIR", help="run folder; runs/vae-DATASET")
    return parser


def _run(argv):
    args = make_parser().parse_args(argv)
    _check(args)
    for line in _notes(args):
        print(line)
    out = args.out or Path("runs", f"vae-{args.dataset}")
    commands.import_tensorflow_quietly()
    is_points = args.dataset == POINTS and args.data is None
    train = _train_points if is_points else _train_pictures
    for line in train(args, out):
        print(line)
    print(f"see {out}")
    return commands.OK


def _train_pictures(args, out):
    """Train in a run folder and write the pictures; return lines to print."""
    with commands.user_errors((), _flags(args)):
        recipe = _recipe(args)
        session = recipe.begin(out, args.epochs)
    session.show_progress(sys.stdout.isatty())
    session.train(verbose=0)
    yield from _write_pictures(recipe, session, out)


def _train_points(args, out):
    """Train on points and write the pictures; return lines to print."""
    from keras_creative import callbacks, datasets, runs

    with commands.user_errors((), _flags(args)):
        whole = data = datasets.load_toy(POINTS)
        if args.few_shot:
            data, _ = datasets.few_shot(
                data, args.remove_label, args.few_shot, seed=args.seed
            )
        elif args.remove_label >= 0:
            data, _ = datasets.holdout(data, args.remove_label)
    commands.check_writable(out)
    model = _model_of_points(args)
    model.fit(
        data.batches(args.batch_size, args.seed, labelled=False),
        steps_per_epoch=STEPS_OF_POINTS,
        epochs=args.epochs,
        callbacks=[
            callbacks.NanGuard(),
            runs.RunProgress(bar=sys.stdout.isatty()),
        ],
        verbose=0,
    )
    model.save(out / "model.keras")
    points, labels = whole.sample(SCATTERED, seed=args.seed)
    write = runs.write_samples
    write(out / "reconstructions.png", model.reconstruct(points))
    write(out / "samples.png", model.sample(SCATTERED, args.seed))
    yield f"an epoch has {STEPS_OF_POINTS} steps of --batch-size new points"
    yield from _write_codes(model, points, labels, args.seed, out)


def _model_of_points(args):
    import keras

    from keras_creative import models, networks, optimizers

    keras.utils.set_random_seed(args.seed)
    code = args.encoding_vector_size
    model = models.VAE(
        networks.mlp_vae_encoder((2,), code),
        networks.mlp_vae_decoder(code, (2,)),
        likelihood="gaussian",
        seed=args.seed,
    )
    model.compile(optimizers.Adam(1e-3), steps_per_execution=100)
    return model


def _check(args):
    """Check that flags can be combined."""
    if args.few_shot and args.remove_label < 0:
        raise UserError(
            "--few-shot needs --remove-label, the label it is about"
        )
    if args.remove_label < -1:
        raise UserError(
            f"--remove-label must be a label, or -1, not {args.remove_label}"
        )
    check_data(args.dataset, args.data)
    _picture(args.input_size)


def _picture(input_size):
    """Side of the pictures, and whether they are in color."""
    for channels in (1, 3):
        side = math.isqrt(input_size // channels)
        if channels * side**2 == input_size:
            return side, channels == 3
    raise UserError(
        "--input-size must be side x side, or 3 x side x side for color, "
        f"not {input_size}"
    )


def _notes(args):
    """Notes on flags whose effect has changed."""
    if args.no_cuda:
        yield "--no-cuda: set CUDA_VISIBLE_DEVICES= instead to hide the GPU"
    if args.log_interval is not None:
        yield "--log-interval: the losses are in history.csv"


def _flags(args):
    """Names of flags, for messages about arguments of recipes and data sets."""
    return {
        **{name: name.replace("_", "-") for name in vars(args)},
        "holdout": "remove-label",
        "labels": "remove-label",
        "label": "remove-label",
        "k": "few-shot",
        "size": "input-size",
        "latent_dim": "encoding-vector-size",
        "path": "data",
    }


def _recipe(args):
    from keras_creative import recipes

    side, color = _picture(args.input_size)
    removed = {}
    if args.few_shot:
        removed["few_shot"] = {args.remove_label: args.few_shot}
    elif args.remove_label >= 0:
        removed["holdout"] = (args.remove_label,)
    return recipes.PictureVAE(
        data=args.data or args.dataset,
        size=side,
        color=color,
        latent_dim=args.encoding_vector_size,
        batch_size=args.batch_size,
        seed=args.seed,
        **removed,
    )


def _write_pictures(recipe, session, out):
    """Write the final figures of the original; return lines on missing ones."""
    from keras_creative import plotting

    model, seed = session.model, recipe.seed
    whole = dataclasses.replace(recipe, holdout=(), few_shot={}).load_data()
    pictures, labels = whole.sample(min(SCATTERED, len(whole)), seed)
    shown = pictures[:SHOWN]
    plotting.save_comparison(
        out / "reconstructions.png", shown, model.reconstruct(shown), 2
    )
    samples = model.sample(SHOWN, seed)
    plotting.save_grid(out / "samples.png", samples, scale=2)
    if recipe.latent_dim == 2:
        picture = plotting.latent_map(model, MAP_SIDE)
        plotting.save_picture(out / "latent_map.png", picture)
    else:
        yield "latent_map.png needs --encoding-vector-size 2"
    yield from _write_codes(model, pictures, labels, seed, out)


def _write_codes(model, samples, labels, seed, out):
    """Write the scatter plots of the codes; return lines on missing ones."""
    from keras_creative import plotting

    (latent_dim,) = model.latent_shape
    if labels is None or latent_dim < 2:
        yield "codes.png needs labels and a code of 2 numbers or more"
        return
    codes = model.encode(samples)
    methods = {"codes.png": "pca"}
    if latent_dim > 2:
        methods["codes_tsne.png"] = "tsne"
    for name, method in methods.items():
        try:
            picture = plotting.code_scatter(
                codes, labels, method=method, seed=seed
            )
        except ImportError as error:
            yield f"{name} is not written: {error}"
            continue
        plotting.save_picture(out / name, picture)


def _count(text):
    """Argparse type: an integer of at least 0."""
    return 0 if text == "0" else commands.positive_int(text)


# Function of a list of arguments, those of the process by default, that returns
# an exit code: 0, 2 for a mistake in the arguments, 130 after Ctrl-C.
main = functools.partial(commands.run, PROGRAM, _run)

if __name__ == "__main__":
    sys.exit(main())
