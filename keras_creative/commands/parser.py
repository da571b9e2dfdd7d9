"""The argument parser of all commands."""

import argparse
from pathlib import Path

from keras_creative.commands.errors import UserError


class _Formatter(argparse.ArgumentDefaultsHelpFormatter):
    """Help with defaults, where they are numbers or strings.

    Descriptions of several lines, such as examples, keep their line breaks.
    """

    def _fill_text(self, text, width, indent):
        return text if "\n" in text else super()._fill_text(text, width, indent)

    def _get_help_string(self, action):
        plain = isinstance(action.default, int | float | str | Path)
        if not plain or isinstance(action.default, bool):
            return action.help
        return super()._get_help_string(action)


class Parser(argparse.ArgumentParser):
    """Argument parser that reports a mistake in one line."""

    def __init__(self, **kwargs):
        super().__init__(
            formatter_class=_Formatter,
            allow_abbrev=False,
            **kwargs,
        )

    def error(self, message):
        """Raise the message as a `UserError`."""
        raise UserError(message)
