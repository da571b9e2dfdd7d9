"""Runs: sessions, folders, measurements and exports."""

from keras_creative.runs.comparison import compare
from keras_creative.runs.concept_network import ConceptNetwork
from keras_creative.runs.evaluation import evaluate, load_recipe
from keras_creative.runs.export import export_generator
from keras_creative.runs.extractors import load_extractor
from keras_creative.runs.held_out import score_samples
from keras_creative.runs.imitating import imitate, read_shots
from keras_creative.runs.interpolating import (
    find_waypoints,
    interpolate,
    write_interpolation,
)
from keras_creative.runs.memorization import write_memorization
from keras_creative.runs.progress import RunProgress
from keras_creative.runs.projecting import (
    ProjectedPhoto,
    project,
    read_latent,
    read_photo,
    write_projection,
)
from keras_creative.runs.proposing import propose
from keras_creative.runs.referee import (
    PosteriorReferee,
    Referee,
    load_referee,
)
from keras_creative.runs.run_folder import RunFolder
from keras_creative.runs.run_verdict import run_verdict
from keras_creative.runs.samples import load_sampler, write_samples
from keras_creative.runs.session import Session
from keras_creative.runs.stylizing import stylize
from keras_creative.runs.sweep import (
    Trial,
    make_trials,
    sweep_results,
    write_table,
)
from keras_creative.runs.translating import translate
from keras_creative.runs.workers import (
    check_agreement,
    is_chief,
    worker_folder,
    worker_strategy,
)

__all__ = [
    "ConceptNetwork",
    "PosteriorReferee",
    "ProjectedPhoto",
    "Referee",
    "RunFolder",
    "RunProgress",
    "Session",
    "Trial",
    "check_agreement",
    "compare",
    "evaluate",
    "export_generator",
    "find_waypoints",
    "imitate",
    "interpolate",
    "is_chief",
    "load_extractor",
    "load_recipe",
    "load_referee",
    "load_sampler",
    "make_trials",
    "project",
    "propose",
    "read_latent",
    "read_photo",
    "read_shots",
    "run_verdict",
    "score_samples",
    "stylize",
    "sweep_results",
    "translate",
    "worker_folder",
    "worker_strategy",
    "write_interpolation",
    "write_memorization",
    "write_projection",
    "write_samples",
    "write_table",
]
