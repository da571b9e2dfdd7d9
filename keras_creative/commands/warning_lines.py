"""Warnings as single lines on stderr."""

import contextlib
import logging
import sys
import warnings

import absl.logging


@contextlib.contextmanager
def plain_warnings(program):
    """Print each warning as a line on stderr, without its source location.

    Deprecation warnings, which are for developers, are not printed. Logged
    warnings are printed in the same form.

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
