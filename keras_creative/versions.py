"""What a result was made with."""

import importlib.metadata
import platform


def versions():
    """Versions of Python, the package and what it stands on.

    Returns:
        Dict from name to version.
    """
    names = ("tensorflow", "keras", "numpy", "matplotlib")
    from keras_creative.version import __version__

    return {
        "python": platform.python_version(),
        "keras_creative": __version__,
        **{name: importlib.metadata.version(name) for name in names},
    }
