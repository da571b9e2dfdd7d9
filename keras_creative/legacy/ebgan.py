"""The energy-based GAN of the old command line.

    keras-creative legacy ebgan LR_G LR_D MOMENTUM FOLDER

See `keras_creative.legacy.picture_games`.
"""

import functools
import sys

from keras_creative import commands
from keras_creative.legacy import picture_games

PROGRAM = "keras_creative.legacy.ebgan"


def main(argv=None):
    """Run the command.

    Args:
        argv: List of arguments. Defaults to `None`: the process' own.

    Returns:
        Exit code: 0, 2 for a mistake in the arguments, 130 after Ctrl-C.
    """
    game = functools.partial(picture_games.run, "ebgan")
    return commands.run(PROGRAM, game, argv)


if __name__ == "__main__":
    sys.exit(main())
