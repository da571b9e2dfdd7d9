"""Warnings as single lines on stderr."""

import contextlib
import logging
import sys
import warnings

import absl.logging


@contextlib.contextmanager
def plain_warnings(program):
    """Show each warning as a line on stderr, without its place in the source.

    Those of deprecated functions are for developers, and left out. What is
    logged as a warning is shown alike.

    Args:
        program: Name that the lines begin with.
    """

    def show(message, *place, **more):
        print(f"\n{program}: warning: {message}", file=sys.stderr)

    handler = absl.logging.get_absl_handler()
    usual = handler.python_handler.formatter
    handler.setFormatter(logging.Formatter(f"{program}: %(message)s"))
    try:
        with warnings.catch_warnings():
            warnings.showwarning = show
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        handler.setFormatter(usual)
