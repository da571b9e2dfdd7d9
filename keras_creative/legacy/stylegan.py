"""STYLEGAN.py: DesIGN losses on points in the plane, the 2019 flags.

    python STYLEGAN.py --fig_name GAN_deneme --label --notebook \\
        --lambda_g 0 --lambda_d 0 --missing_mixt 1

Everything is written under figs/, see `keras_creative.legacy.mixture_games`.
"""

import functools
import sys
import time

from keras_creative import commands
from keras_creative.legacy import mixture_games
from keras_creative.recipes.design_mlp import DesignMLP

PROGRAM = "STYLEGAN.py"
_DESIGN = ("lambda_d", "lambda_g", "creativity", "label_smoothing")


def make_parser():
    """The parser of STYLEGAN.py's flags."""
    parser = mixture_games.make_parser(
        PROGRAM, __doc__.splitlines()[0], DesignMLP
    )
    for name in _DESIGN:
        mixture_games.add_setting(parser, DesignMLP, name)
    # None stands for a weight that is not given.
    parser.set_defaults(lambda_d=None, lambda_g=None)
    return parser


def _run(argv):
    begin = time.perf_counter()
    args = make_parser().parse_args(argv)
    settings = {**mixture_games.settings(args), **_design_settings(args)}
    commands.import_tensorflow_quietly()
    return mixture_games.run(args, DesignMLP(**settings), begin)


def _design_settings(args):
    """The settings of DesIGN's losses for the flags."""
    if not args.label and (args.lambda_d or args.lambda_g):
        print(
            f"{PROGRAM}: --lambda_d and --lambda_g have no effect without "
            "--label",
            file=sys.stderr,
        )
    given = {name: getattr(args, name) for name in _DESIGN}
    return {
        "labelled": args.label,
        **{name: value for name, value in given.items() if value is not None},
    }


# Function of a list of arguments, those of the process by default, that returns
# an exit code: 0, 2 for a mistake in the arguments, 130 after Ctrl-C.
main = functools.partial(commands.run, PROGRAM, _run)
