"""FIGR/train.py: few-shot generation by Reptile, the 2019 flags.

    keras-creative legacy figr --dataset Omniglot --neural_network DCGAN

An episode is one task: its pictures, steps of the inner loop, and a step of the
outer loop. Every 1,000 episodes there is a checkpoint, from which the same
command resumes, and a picture: shots of concepts that are not trained on,
samples for them, and the nearest real pictures.
"""

import functools
import sys
from pathlib import Path

from keras_creative import commands
from keras_creative.commands import UserError

PROGRAM = "keras_creative.legacy.figr"
EPISODES_OF_AN_EPOCH = 1000
NETWORKS = {"DCGAN": "dcgan", "ResNet": "resnet"}
# Tasks of the originals, and the concepts that are kept for the test.
DATASETS = {"Mnist": ("mnist", ("9",)), "Omniglot": ("omniglot", ())}
FROM_FILES = "FIGR8"
# Arguments of the recipe by the names of their flags.
_FLAGS = {
    "size": "height",
    "image_shape": "height",
    "shots": "batch_size",
    "source": "data",
    "inner_steps": "inner_epochs",
    "inner_lr": "inner_learning_rate",
    "outer_lr": "outer_learning_rate",
}


def make_parser():
    """The parser of the flags of FIGR/train.py."""
    parser = commands.Parser(prog=PROGRAM, description=__doc__.splitlines()[0])
    add, number = parser.add_argument, commands.positive_int
    rate = commands.positive_float
    add(
        "--inner_learning_rate",
        type=rate,
        default=1e-3,
        help="of the steps on a task",
    )
    add(
        "--outer_learning_rate",
        type=rate,
        default=1e-4,
        help="of Adam, on the difference of the weights",
    )
    add("--batch_size", type=number, default=4, help="pictures of a task")
    add("--inner_epochs", type=number, default=10, help="steps on a task")
    add("--height", type=number, default=32, help="of the pictures, 4, 8, ...")
    add("--length", type=number, default=32, help="of the pictures; as height")
    add(
        "--dataset",
        choices=(*DATASETS, FROM_FILES),
        default=FROM_FILES,
        help=f"the tasks; {FROM_FILES} needs --data",
    )
    add(
        "--neural_network",
        choices=tuple(NETWORKS),
        default="DCGAN",
        help="the networks",
    )
    add("--data", metavar="PATH", help="folder with a folder for each concept")
    add("--width", type=number, default=64, help="channels of the networks")
    add(
        "--channel_norms",
        action="store_true",
        help="norms of the penalty over channels alone, as in 2019",
    )
    add(
        "--episodes",
        type=number,
        default=1_000_000,
        help="of the whole run; above 1,000, rounded up to thousands",
    )
    add("--seed", type=int, default=0, help="fixes the run")
    add("--out", type=Path, metavar="DIR", help="run folder; Runs/figr-DATASET")
    return parser


def _run(argv):
    args = make_parser().parse_args(argv)
    _check(args)
    out = args.out or Path("Runs", f"figr-{args.dataset}")
    commands.import_tensorflow_quietly()
    with commands.user_errors(vars(args), _FLAGS):
        session = _recipe(args).begin(out)
    session.show_progress(sys.stdout.isatty())
    session.train(verbose=0)
    print(f"see {out}")
    return commands.OK


def _check(args):
    if args.height != args.length:
        raise UserError(
            "--height and --length must be equal. "
            f"Received: --height={args.height}, --length={args.length}"
        )
    if args.dataset == FROM_FILES and args.data is None:
        raise UserError(
            f"{FROM_FILES} cannot be downloaded; name a folder with a folder "
            "for each concept, or a .zip file of one, by --data"
        )
    if args.dataset != FROM_FILES and args.data is not None:
        raise UserError(
            f"--data is for --dataset {FROM_FILES}. "
            f"Received: --dataset={args.dataset}, --data={args.data}"
        )


def _recipe(args):
    from keras_creative import recipes

    data, test = DATASETS.get(args.dataset, (args.data, ()))
    epochs = -(-args.episodes // EPISODES_OF_AN_EPOCH)
    return recipes.TaskFIGR(
        data=args.data or data,
        test=() if args.data else test,
        size=args.height,
        shots=args.batch_size,
        networks=NETWORKS[args.neural_network],
        width=args.width,
        channel_norms=args.channel_norms,
        inner_steps=args.inner_epochs,
        inner_lr=args.inner_learning_rate,
        outer_lr=args.outer_learning_rate,
        batch_size=1,
        steps=min(args.episodes, EPISODES_OF_AN_EPOCH),
        epochs=epochs,
        seed=args.seed,
    )


main = functools.partial(commands.run, PROGRAM, _run)

if __name__ == "__main__":
    sys.exit(main())
