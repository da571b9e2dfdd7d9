"""Three old command lines for pictures: gan, ebgan and wgan.

    keras-creative legacy gan LR_G LR_D MOMENTUM FOLDER

Learning rate of the generator, of the discriminator, momentum of both, and the
folder in which pictures are saved every couple of epochs. Both networks are
trained by Adam, whose first coefficient is the momentum.
"""

import sys
from pathlib import Path

from keras_creative import commands
from keras_creative.legacy.old_data import PICTURE_SETS

EVERY = 2


def make_parser(variant):
    """The parser of one of the three.

    Args:
        variant: `"gan"`, `"ebgan"` or `"wgan"`.
    """
    parser = commands.Parser(
        prog=f"keras_creative.legacy.{variant}",
        description="Train on pictures; a grid is saved in FOLDER every "
        f"{EVERY} epochs. Started again, it resumes after its last epoch.",
    )
    add, rate = parser.add_argument, commands.positive_float
    add("lr_g", type=rate, metavar="LR_G", help="learning rate of G")
    add("lr_d", type=rate, metavar="LR_D", help="learning rate of D")
    add("momentum", type=commands.decay, metavar="MOMENTUM", help="of both")
    add("folder", type=Path, metavar="FOLDER", help="for the pictures")
    add(
        "--dataset",
        default="mnist",
        metavar="DATA",
        help=f"{', '.join(PICTURE_SETS)}, an .npz or IDX file, or a folder",
    )
    number = commands.positive_int
    add("--epochs", type=number, default=20, help="of the run")
    add("--batch_size", type=number, default=64, help="pictures of a step")
    add("--seed", type=int, default=0, help="fixes the run")
    color = parser.add_mutually_exclusive_group()
    color.add_argument(
        "--color", action="store_true", default=None, help="three channels"
    )
    color.add_argument(
        "--gray", dest="color", action="store_false", help="black and white"
    )
    return parser


def run(variant, argv):
    """Train one of the three.

    Args:
        variant: `"gan"`, `"ebgan"` or `"wgan"`.
        argv: List of arguments.

    Returns:
        Exit code.
    """
    args = make_parser(variant).parse_args(argv)
    commands.import_tensorflow_quietly()
    from keras_creative import recipes

    recipe = recipes.PictureGAN(
        data=args.dataset,
        color=args.color,
        variant=variant,
        width=32,
        lr_g=args.lr_g,
        lr_d=args.lr_d,
        beta_1=args.momentum,
        batch_size=args.batch_size,
        seed=args.seed,
    )
    flags = ("epochs", "batch_size", "seed", "color")
    with commands.user_errors(flags, {"data": "dataset", "path": "dataset"}):
        session = recipe.begin(
            args.folder,
            args.epochs,
            grid_every=EVERY,
            grid_folder=args.folder,
        )
    session.show_progress(sys.stdout.isatty())
    session.train(verbose=0)
    print(f"see {args.folder}")
    return commands.OK
