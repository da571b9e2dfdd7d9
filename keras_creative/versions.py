"""What a result was made with."""

import importlib
import platform

from keras_creative.version import __version__

_LIBRARIES = ("tensorflow", "keras", "numpy", "matplotlib")


def versions():
    """Versions of Python, the package and what it stands on.

    They are those of the modules that are imported, under whatever name they
    were installed, such as `tensorflow-cpu` or `keras-nightly`.

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
