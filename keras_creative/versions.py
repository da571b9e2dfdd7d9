"""Versions of the libraries behind a result."""

import importlib
import platform

from keras_creative.version import __version__

_LIBRARIES = ("tensorflow", "keras", "numpy", "matplotlib")


def versions():
    """Versions of Python, the package and its main dependencies.

    They are read from the imported modules, which may have been installed
    under another name, such as `tensorflow-cpu` or `keras-nightly`.

    Returns:
        Dict from name to version.
    """
    return {
        "python": platform.python_version(),
        "keras_creative": __version__,
        **{
            name: importlib.import_module(name).__version__
            for name in _LIBRARIES
        },
    }
