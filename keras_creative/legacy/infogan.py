"""infoGAN/main.py: codes that can be read from pictures, the 2019 flags.

    keras-creative legacy infogan --gan_type infoGAN \\
        --dataset mnist --missing_mixt 3

The run folder is RESULT_DIR/DATASET/infoGAN, with a grid by category and one
over the two continuous codes for every epoch, the curves of the losses, and at
the end animations of both grids. The model is in SAVE_DIR.
"""

import functools
import sys
from pathlib import Path

from keras_creative import commands
from keras_creative.commands import UserError
from keras_creative.legacy.old_data import (
    FROM_FILES,
    PICTURE_SETS,
    check_data,
)

PROGRAM = "keras_creative.legacy.infogan"
POINTS = "8Gaussians"
FRAMES_PER_SECOND = 5
# Arguments of the recipes by the names of their flags.
_FLAGS = {
    "holdout": "missing_mixt",
    "size": "input_size",
    "image_shape": "input_size",
    "path": "data",
    "lr_g": "lrG",
    "lr_d": "lrD",
    "beta_1": "beta1",
    "beta_2": "beta2",
    "epochs": "epoch",
}


def make_parser():
    """The parser of the flags of infoGAN/main.py."""
    parser = commands.Parser(prog=PROGRAM, description=__doc__.splitlines()[0])
    add, number = parser.add_argument, commands.positive_int
    rate = commands.positive_float
    add("--gan_type", choices=("infoGAN",), default="infoGAN", help="the model")
    add(
        "--dataset",
        choices=(*PICTURE_SETS, POINTS, *FROM_FILES),
        default="mnist",
        help=f"the data; {', '.join(FROM_FILES)} need --data",
    )
    add("--split", default="train", help="has no effect: always train")
    add("--epoch", type=number, default=50, help="epochs of the whole run")
    add("--missing_mixt", default="0", help="label that is excluded, or none")
    add("--batch_size", type=number, default=64, help="pictures of a step")
    add("--input_size", type=number, default=28, help="side; 28 becomes 32")
    add("--save_dir", type=Path, default=Path("models"), help="of the model")
    add("--result_dir", type=Path, default=Path("results"), help="of pictures")
    add("--log_dir", help="has no effect: history.csv is in the run folder")
    add("--lrG", type=rate, default=2e-4, help="learning rate of G")
    add("--lrD", type=rate, default=2e-4, help="learning rate of D and Q")
    add("--beta1", type=commands.decay, default=0.5, help="of Adam")
    add("--beta2", type=commands.decay, default=0.999, help="of Adam")
    for flag in ("--gpu_mode", "--benchmark_mode"):
        add(flag, nargs="?", const="true", help="has no effect any more")
    add("--seed", type=int, default=0, help="fixes the run")
    add("--data", metavar="PATH", help="folder of pictures, .npz or IDX file")
    return parser


def _run(argv):
    args = make_parser().parse_args(argv)
    check_data(args.dataset, args.data)
    holdout = _holdout(args.missing_mixt)
    for line in _notes(args, holdout):
        print(line)
    out = args.result_dir / args.dataset / args.gan_type
    commands.import_tensorflow_quietly()
    is_points = args.dataset == POINTS and args.data is None
    recipe = (_of_points if is_points else _of_pictures)(args, holdout)
    with commands.user_errors(vars(args), _FLAGS):
        session = recipe.begin(out, args.epoch)
        commands.check_writable(args.save_dir)
    session.show_progress(sys.stdout.isatty())
    session.train(verbose=0)
    session.model.save(args.save_dir / f"{args.gan_type}_{args.dataset}.keras")
    _animate(out)
    print(f"see {out} and {args.save_dir}")
    return commands.OK


def _holdout(word):
    if word == "none":
        return ()
    if not word.isdigit():
        raise UserError(
            f"argument --missing_mixt: must be a label or none, not {word}"
        )
    return (int(word),)


def _notes(args, holdout):
    """Notes on excluded labels and on flags whose effect has changed."""
    out = ", ".join(map(str, holdout)) or "none"
    yield f"{args.dataset}: excluded labels (--missing_mixt): {out}"
    if args.gpu_mode is not None:
        yield "--gpu_mode: a GPU is used where TensorFlow sees one"
    if args.benchmark_mode is not None:
        yield "--benchmark_mode: TensorFlow chooses its kernels itself"
    if args.split != "train":
        yield "--split: the training part is used"
    if args.log_dir is not None:
        yield "--log_dir: the losses are in history.csv of the run folder"


def _of_pictures(args, holdout):
    from keras_creative import recipes

    return recipes.PictureGAN(
        data=args.data or args.dataset,
        size=32 if args.input_size == 28 else args.input_size,
        holdout=holdout,
        variant="infogan",
        width=32,
        latent_dim=62,
        lr_g=args.lrG,
        lr_d=args.lrD,
        beta_1=args.beta1,
        beta_2=args.beta2,
        batch_size=args.batch_size,
        seed=args.seed,
    )


def _of_points(args, holdout):
    from keras_creative import recipes

    return recipes.PointGAN(
        holdout=holdout,
        variant="infogan",
        lr_g=args.lrG,
        lr_d=args.lrD,
        batch_size=args.batch_size,
        seed=args.seed,
    )


def _animate(out):
    """Write the grids of the epochs as one animation of each kind."""
    import numpy as np
    from PIL import Image

    from keras_creative import plotting

    for name, pattern in (
        ("epochs.gif", "epoch_[0-9][0-9][0-9][0-9].png"),
        ("codes.gif", "epoch_*_codes.png"),
    ):
        files = sorted((out / "samples").glob(pattern))
        if files:
            frames = np.stack(
                [np.asarray(Image.open(path).convert("RGB")) for path in files]
            )
            plotting.write_animation(frames, out / name, FRAMES_PER_SECOND)


# Function of a list of arguments, those of the process by default, that returns
# an exit code: 0, 2 for a mistake in the arguments, 130 after Ctrl-C.
main = functools.partial(commands.run, PROGRAM, _run)

if __name__ == "__main__":
    sys.exit(main())
