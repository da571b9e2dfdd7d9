"""The command `keras-creative`, also `python -m keras_creative`.

keras-creative list
keras-creative train design-fashion-mnist --epochs 2 --out runs/garments
"""

from pathlib import Path

from keras_creative import commands

PROGRAM = "keras-creative"
RECIPES = {
    "design-fashion-mnist": "DesIGN losses on the ten garment classes, 32x32",
    "design-mnist": "DesIGN losses on the ten digits, 32x32",
}


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
    train = subcommands.add_parser(
        "train",
        help="make a run, or go on with it",
        description="Train a recipe in a run folder. Started again with the "
        "same folder, after Ctrl-C too, the run goes on from its last epoch.",
    )
    train.add_argument(
        "recipe", choices=RECIPES, metavar="RECIPE", help="see list"
    )
    train.add_argument(
        "--epochs",
        type=commands.positive_int,
        help="epochs of the whole run; the recipe's when left out",
    )
    train.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="run folder; runs/RECIPE when left out",
    )
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
    if args.command == "list":
        return _list()
    return _train(args)


def _list():
    for name, line in RECIPES.items():
        print(f"{name:24}{line}")
    return commands.OK


def _train(args):
    out = args.out or Path("runs") / args.recipe
    commands.import_tensorflow_quietly()
    from keras_creative import experiments

    recipe = experiments.RECIPES[args.recipe]
    with commands.user_errors():
        session = recipe.begin(out, args.epochs)
    session.train()
    print(f"see {out}/samples and {out}/losses.png")
    return commands.OK
