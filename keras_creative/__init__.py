"""Creative generative models in Keras 3: made, trained and measured.

Importing the package imports Keras and registers every class for
`keras.saving.load_model()`. Only the package's own programs import its parts
on demand, so that `--help` is quick: they import `keras_creative_command`
first.
"""

import importlib
import sys
from typing import TYPE_CHECKING

from keras_creative.version import __version__

__all__ = [
    "__version__",
    "board",
    "callbacks",
    "datasets",
    "experiments",
    "layers",
    "legacy",
    "losses",
    "metrics",
    "modalities",
    "models",
    "networks",
    "optimizers",
    "plotting",
    "proposals",
    "recipes",
    "reports",
    "runs",
    "testing",
]


if TYPE_CHECKING:
    from keras_creative import (
        board,
        callbacks,
        datasets,
        experiments,
        layers,
        legacy,
        losses,
        metrics,
        modalities,
        models,
        networks,
        optimizers,
        plotting,
        proposals,
        recipes,
        reports,
        runs,
        testing,
    )
else:

    def __getattr__(name):
        if name in __all__:
            return importlib.import_module(f"{__name__}.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted(__all__)


if "keras_creative_command" not in sys.modules:
    from keras_creative import layers, losses, models  # noqa: F401
