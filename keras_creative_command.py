"""The program `keras-creative`; imported first, it makes imports quick.

While this module is loaded, `import keras_creative` leaves TensorFlow to the
sub-packages that need it, so that `keras-creative --help` waits for none. The
classes are registered with Keras when `keras_creative.models` is imported,
which whatever reads a saved model does.
"""

import sys


def main(argv=None):
    """Run the command, see `keras_creative.cli.main()`.

    Args:
        argv: List of arguments. Defaults to `None`: the process' own.

    Returns:
        Exit code.
    """
    from keras_creative import cli

    return cli.main(argv)


if __name__ == "__main__":
    sys.modules["keras_creative_command"] = sys.modules[__name__]
    sys.exit(main())
