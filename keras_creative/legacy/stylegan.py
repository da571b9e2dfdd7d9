"""STYLEGAN.py: DesIGN losses on points in the plane, the 2019 flags.

    python STYLEGAN.py --fig_name GAN_deneme --label --notebook \\
        --lambda_g 0 --lambda_d 0 --missing_mixt 1

Everything is written under figs/, see `keras_creative.legacy.mixture_games`.
"""

import sys
import time

from keras_creative import commands
from keras_creative.legacy import mixture_games

PROGRAM = "STYLEGAN.py"
CREATIVITY = (
    "uniform",
    "can",
    "sharma-mittal",
    "renyi",
    "tsallis",
    "kl",
    "bhattacharyya",
)


def make_parser():
    """The parser of STYLEGAN.py's flags."""
    parser = mixture_games.make_parser(
        PROGRAM, __doc__.splitlines()[0], niters=3001
    )
    add = parser.add_argument
    add(
        "--lambda_d",
        type=commands.weight,
        help="weight of D's classification loss; 0.5 when not given",
    )
    add(
        "--lambda_g",
        type=commands.weight,
        help="weight of G's creativity loss; 0.5 when not given",
    )
    add(
        "--creativity",
        choices=CREATIVITY,
        default="uniform",
        help="the creativity loss",
    )
    add(
        "--label_smoothing",
        type=commands.decay,
        default=0.2,
        help="smoothing of D's classification loss, which keeps G from "
        "collapsing; 0 is the plain loss of 2019",
    )
    return parser


def main(argv=None):
    """Run STYLEGAN.py.

    Args:
        argv: List of arguments. Defaults to `None`: the process' own.

    Returns:
        Exit code: 0, 2 for a mistake in the arguments, 130 after Ctrl-C.
    """
    return commands.run(PROGRAM, _run, argv)


def _run(argv):
    begin = time.perf_counter()
    args = make_parser().parse_args(argv)
    settings = {**mixture_games.settings(args), **_design_settings(args)}
    commands.import_tensorflow_quietly()
    from keras_creative import experiments

    experiment = experiments.DesignMLP(**settings)
    return mixture_games.run(args, experiment, begin)


def _design_settings(args):
    """The settings of DesIGN's losses for the flags."""
    if not args.label and (args.lambda_d or args.lambda_g):
        print(
            f"{PROGRAM}: --lambda_d and --lambda_g have no effect without "
            "--label",
            file=sys.stderr,
        )
    return {
        "labelled": args.label,
        "creativity": args.creativity,
        "lambda_d": 0.5 if args.lambda_d is None else args.lambda_d,
        "lambda_g": 0.5 if args.lambda_g is None else args.lambda_g,
        "label_smoothing": args.label_smoothing,
    }
