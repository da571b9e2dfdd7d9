"""Data sets: points with a known density, and pictures."""

from keras_creative.datasets.cell_set import CellSet
from keras_creative.datasets.folders import PictureFolder
from keras_creative.datasets.fonts import Fonts, load_fonts
from keras_creative.datasets.held_out import Split, few_shot, holdout
from keras_creative.datasets.images import (
    IMAGE_DATASETS,
    image_batches,
    load_images,
    read_idx,
    read_npz,
    to_network_range,
)
from keras_creative.datasets.mixture import GaussianMixture
from keras_creative.datasets.pair_set import PairSet
from keras_creative.datasets.pair_sources import PAIR_DATASETS, load_pairs
from keras_creative.datasets.pictures import PictureSet
from keras_creative.datasets.pipeline import side_by_side
from keras_creative.datasets.sources import open_pictures
from keras_creative.datasets.task_set import TaskSet, TaskSplit
from keras_creative.datasets.task_sources import TASK_DATASETS, load_tasks
from keras_creative.datasets.toy import TOY_DATASETS, load_toy

__all__ = [
    "CellSet",
    "Fonts",
    "GaussianMixture",
    "IMAGE_DATASETS",
    "PAIR_DATASETS",
    "PairSet",
    "PictureFolder",
    "PictureSet",
    "Split",
    "TOY_DATASETS",
    "TASK_DATASETS",
    "TaskSet",
    "TaskSplit",
    "few_shot",
    "holdout",
    "image_batches",
    "load_fonts",
    "load_images",
    "load_pairs",
    "load_tasks",
    "load_toy",
    "open_pictures",
    "read_idx",
    "read_npz",
    "side_by_side",
    "to_network_range",
]
