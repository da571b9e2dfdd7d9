"""`keras-creative completion`."""

from keras_creative import commands

_SHELLS = ("bash", "zsh", "tcsh")


def add(add_parser):
    """Add the flags.

    Args:
        add_parser: Function that makes the parser.
    """
    parser = add_parser(
        description="Print a completion script, by shtab of the extra "
        "keras-creative[completion].",
        examples=('eval "$(keras-creative completion bash)"',),
    )
    parser.add_argument(
        "shell", choices=_SHELLS, metavar="SHELL", help=", ".join(_SHELLS)
    )
    parser.set_defaults(task=_print_script)


def _print_script(args):
    try:
        import shtab
    except ImportError as error:
        raise commands.UserError(
            'completion needs shtab: pip install "keras-creative[completion]"'
        ) from error
    from keras_creative.cli import make_parser

    print(shtab.complete(make_parser(), shell=args.shell))
    return commands.OK
