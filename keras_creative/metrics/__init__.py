"""Measures of generated samples: arrays in, numbers out."""

import importlib
import pkgutil

from keras_creative.metrics.ambiguity import class_ambiguity
from keras_creative.metrics.authenticity import authenticity
from keras_creative.metrics.class_scores import am_score, class_score
from keras_creative.metrics.clusters import (
    cluster_shares,
    clusters_hit,
    find_clusters,
)
from keras_creative.metrics.copies import (
    near_copy_distance,
    training_distance_ratio,
    uniqueness,
)
from keras_creative.metrics.few_shot import (
    augmentation_gain,
    recognition_rate,
    shot_cluster_diversity,
    shot_distance_ratio,
)
from keras_creative.metrics.frechet import frechet_distance
from keras_creative.metrics.held_out import (
    class_share,
    held_out_scores,
    real_recovery_rates,
)
from keras_creative.metrics.hits import (
    box_chance,
    circle_chance,
    class_measures,
    code_measures,
    hit_rate,
    hit_rates,
)
from keras_creative.metrics.intensity import intensity_statistics
from keras_creative.metrics.intervals import binomial_interval
from keras_creative.metrics.kernel import kernel_distance
from keras_creative.metrics.measure import (
    MEASURES,
    NEEDS,
    Measure,
    check_measures,
    compute_measures,
    explain,
    measure_names,
    register_measures,
)
from keras_creative.metrics.modes import mode_measures
from keras_creative.metrics.neighborhoods import neighborhood_measures
from keras_creative.metrics.neighbors import (
    earlier_distances,
    nearest_distances,
    nearest_examples,
    neighbour_distances,
)
from keras_creative.metrics.out_of_class import out_of_class_scores
from keras_creative.metrics.palette import (
    mean_pairwise_distance,
    palette_measures,
    palette_ratio,
    palette_share,
    reference_measures,
)
from keras_creative.metrics.pixels import pixel_means
from keras_creative.metrics.structure import structural_similarity
from keras_creative.metrics.variety import Variety
from keras_creative.metrics.vendi import vendi_score
from keras_creative.metrics.verdict import Verdict, verdict

# Each file registers its measures, so that a new measure is one file.
for _module in pkgutil.iter_modules(__path__, f"{__name__}."):
    importlib.import_module(_module.name)

__all__ = [
    "augmentation_gain",
    "MEASURES",
    "NEEDS",
    "Measure",
    "Variety",
    "Verdict",
    "am_score",
    "authenticity",
    "binomial_interval",
    "box_chance",
    "check_measures",
    "circle_chance",
    "class_ambiguity",
    "class_measures",
    "class_score",
    "class_share",
    "cluster_shares",
    "clusters_hit",
    "code_measures",
    "compute_measures",
    "earlier_distances",
    "explain",
    "find_clusters",
    "frechet_distance",
    "held_out_scores",
    "hit_rate",
    "hit_rates",
    "intensity_statistics",
    "kernel_distance",
    "mean_pairwise_distance",
    "measure_names",
    "mode_measures",
    "near_copy_distance",
    "nearest_distances",
    "nearest_examples",
    "neighborhood_measures",
    "neighbour_distances",
    "out_of_class_scores",
    "palette_measures",
    "palette_ratio",
    "palette_share",
    "pixel_means",
    "real_recovery_rates",
    "recognition_rate",
    "reference_measures",
    "register_measures",
    "shot_cluster_diversity",
    "shot_distance_ratio",
    "structural_similarity",
    "training_distance_ratio",
    "uniqueness",
    "vendi_score",
    "verdict",
]


def __getattr__(name):
    """`MEANINGS`, an older name: what `explain()` says of all measures."""
    if name == "MEANINGS":
        return explain(MEASURES)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
