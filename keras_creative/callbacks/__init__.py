"""Keras callbacks for generative models, in anyone's `fit()`."""

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
from keras_creative.callbacks.exact_resume import ExactResume
from keras_creative.callbacks.generator_ema import GeneratorEMA
from keras_creative.callbacks.history_csv import HistoryCSV, read_history
from keras_creative.callbacks.latent_walk import LatentWalk
from keras_creative.callbacks.loss_curves import LossCurves
from keras_creative.callbacks.metric_logger import MetricLogger
from keras_creative.callbacks.nan_guard import NanGuard
from keras_creative.callbacks.palette_watch import PALETTE_LOGS, PaletteWatch
from keras_creative.callbacks.point_grid import PointGrid
from keras_creative.callbacks.sample_grid import SampleGrid
from keras_creative.callbacks.schedule import Schedule
from keras_creative.callbacks.shots_grid import ShotsGrid
from keras_creative.callbacks.style_grid import StyleGrid
from keras_creative.callbacks.tensorboard_images import TensorBoardImages
from keras_creative.callbacks.training_animation import TrainingAnimation
from keras_creative.callbacks.translation_grid import TranslationGrid

__all__ = [
    "COLLAPSE_LOGS",
    "Checkpoints",
    "CodeGrid",
    "CollapseWatch",
    "ExactResume",
    "GeneratorEMA",
    "HistoryCSV",
    "LatentWalk",
    "LossCurves",
    "MetricLogger",
    "NanGuard",
    "PALETTE_LOGS",
    "PaletteWatch",
    "PointGrid",
    "SampleGrid",
    "Schedule",
    "ShotsGrid",
    "StyleGrid",
    "TensorBoardImages",
    "TrainingAnimation",
    "TranslationGrid",
    "judge",
    "latest_checkpoint",
    "load_latest",
    "read_history",
]
