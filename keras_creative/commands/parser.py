"""The argument parser of all commands."""

import argparse
import difflib
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

    def parse_known_args(self, args=None, namespace=None):
        """Parse, and complain of a flag that is none of this parser's."""
        namespace, unknown = super().parse_known_args(args, namespace)
        if unknown:
            flag = unknown[0].partition("=")[0]
            hint = nearest(flag, self._option_string_actions)
            self.error(f"unrecognized arguments: {' '.join(unknown)}{hint}")
        return namespace, unknown

    def error(self, message):
        """Raise the message as a `UserError`."""
        raise UserError(message)


def nearest(word, words):
    """What to say of a word that is not among the known ones.

    Args:
        word: The word; hyphens before it do not make it like another flag.
        words: The known words.

    Returns:
        `"; did you mean WORD?"`, or an empty string if none is similar.
    """
    known = {known.lstrip("-"): known for known in words}
    found = difflib.get_close_matches(word.lstrip("-"), known, n=1)
    return f"; did you mean {known[found[0]]}?" if found else ""
