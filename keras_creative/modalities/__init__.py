"""Kinds of sample: how each is drawn, written, read, measured and reported.

Callbacks and commands ask the modality of a model's samples instead of testing
shapes. `points` and `images` are registered by default; `register()` adds
another kind without any change to the package.
"""

from keras_creative.modalities.base import Modality
from keras_creative.modalities.extractors import NetworkFeatures
from keras_creative.modalities.images import Images
from keras_creative.modalities.measuring import MeasureInputs, Measurement
from keras_creative.modalities.points import Points
from keras_creative.modalities.registry import (
    modality_of,
    register,
    registered,
    unregister,
)

__all__ = [
    "Images",
    "MeasureInputs",
    "Measurement",
    "Modality",
    "NetworkFeatures",
    "Points",
    "modality_of",
    "register",
    "registered",
    "unregister",
]

register(Points())
register(Images())
