"""Keras callbacks for adversarial models."""

from keras_creative.callbacks.checkpoints import (
    Checkpoints,
    latest_checkpoint,
    load_latest,
)
from keras_creative.callbacks.code_grid import CodeGrid
from keras_creative.callbacks.collapse_watch import (
    COLLAPSE_LOGS,
    CollapseWatch,
    judge,
)
from keras_creative.callbacks.history_csv import HistoryCSV, read_history
from keras_creative.callbacks.loss_curves import LossCurves
from keras_creative.callbacks.nan_guard import NanGuard
from keras_creative.callbacks.palette_watch import PALETTE_LOGS, PaletteWatch
from keras_creative.callbacks.point_grid import PointGrid
from keras_creative.callbacks.sample_grid import SampleGrid

__all__ = [
    "COLLAPSE_LOGS",
    "Checkpoints",
    "CodeGrid",
    "CollapseWatch",
    "HistoryCSV",
    "LossCurves",
    "NanGuard",
    "PALETTE_LOGS",
    "PaletteWatch",
    "PointGrid",
    "SampleGrid",
    "judge",
    "latest_checkpoint",
    "load_latest",
    "read_history",
]
