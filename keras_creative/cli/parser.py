"""A parser with examples in the help and suggestions in errors."""

import argparse
import sys

from absl import logging  # Defines --verbosity.
from absl.flags import argparse_flags

from keras_creative import commands
from keras_creative.commands.parser import nearest


class Parser(commands.Parser, argparse_flags.ArgumentParser):
    """Argument parser that also accepts absl's flags.

    Args:
        examples: Lines that end the help. Defaults to `()`.
        **kwargs: See `argparse.ArgumentParser`.
    """

    def __init__(self, examples=(), **kwargs):
        if examples:
            lines = "\n".join(f"  {line}" for line in examples)
            kwargs["epilog"] = f"examples:\n{lines}"
        super().__init__(**kwargs)

    def _check_value(self, action, value):
        """See argparse; the message suggests the nearest choice."""
        if action.choices is not None and value not in action.choices:
            choices = [str(choice) for choice in action.choices]
            raise argparse.ArgumentError(
                action,
                f"invalid choice: {value!r} (choose from "
                f"{', '.join(choices)}){nearest(str(value), choices)}",
            )


def add_seed(parser, what):
    """The flag `--seed`."""
    parser.add_argument("--seed", type=int, help=f"fixes {what}")


def is_quiet():
    """Whether `--verbosity` asks for less than the usual lines."""
    return logging.get_verbosity() < logging.INFO


def draws_bars():
    """Whether progress bars are drawn: at a terminal, unless quiet."""
    return sys.stdout.isatty() and not is_quiet()
