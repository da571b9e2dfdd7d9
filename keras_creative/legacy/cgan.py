"""CGAN.py: a conditional GAN on points in the plane, the 2019 flags.

    keras-creative legacy cgan --fig_name result_file_name --label \\
        --notebook --missing_mixt 4

The one-hot label is appended to the inputs of both networks. Everything is
written under figs/, see `keras_creative.legacy.mixture_games`; samples are
drawn for every label in turn, including held-out labels.
"""

import functools
import sys
import time

from keras_creative import commands
from keras_creative.legacy import mixture_games
from keras_creative.recipes.conditional_mlp import ConditionalMLP

PROGRAM = "keras_creative.legacy.cgan"


def make_parser():
    """The parser of CGAN.py's flags: STYLEGAN.py's without the lambdas."""
    return mixture_games.make_parser(
        PROGRAM, __doc__.splitlines()[0], ConditionalMLP
    )


def _run(argv):
    begin = time.perf_counter()
    args = make_parser().parse_args(argv)
    if not args.label:
        print(
            f"{PROGRAM}: a conditional GAN takes labels, with --label and "
            "without",
            file=sys.stderr,
        )
    settings = mixture_games.settings(args)
    commands.import_tensorflow_quietly()
    return mixture_games.run(args, ConditionalMLP(**settings), begin)


# Function of a list of arguments, those of the process by default, that returns
# an exit code: 0, 2 for a mistake in the arguments, 130 after Ctrl-C.
main = functools.partial(commands.run, PROGRAM, _run)

if __name__ == "__main__":
    sys.exit(main())
