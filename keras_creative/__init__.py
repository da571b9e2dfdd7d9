"""Creative generative models in Keras 3: made, trained and measured.

Importing the package imports Keras and registers every class for
`keras.saving.load_model()`. Only the package's own commands import their parts
on demand, so that `--help` and a mistyped flag are answered at once.
"""

import importlib
import os
import sys
from typing import TYPE_CHECKING

from keras_creative.version import __version__

__all__ = [
    "__version__",
    "callbacks",
    "datasets",
    "experiments",
    "layers",
    "legacy",
    "losses",
    "metrics",
    "models",
    "networks",
    "plotting",
    "reports",
    "testing",
]
_COMMANDS = ("-m", "keras-creative", "STYLEGAN.py")


if TYPE_CHECKING:
    from keras_creative import (
        callbacks,
        datasets,
        experiments,
        layers,
        legacy,
        losses,
        metrics,
        models,
        networks,
        plotting,
        reports,
        testing,
    )
else:

    def __getattr__(name):
        if name in __all__:
            return importlib.import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted(__all__)


if os.path.basename((sys.argv or [""])[0]) not in _COMMANDS:
    from keras_creative import layers, losses, models  # noqa: F401
