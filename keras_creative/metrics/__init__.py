"""Measures of generated samples: arrays in, numbers out."""

from keras_creative.metrics.ambiguity import class_ambiguity
from keras_creative.metrics.clusters import (
    cluster_shares,
    clusters_hit,
    find_clusters,
)
from keras_creative.metrics.frechet import frechet_distance
from keras_creative.metrics.held_out import (
    class_share,
    held_out_scores,
    near_copy_distance,
    training_distance_ratio,
    uniqueness,
)
from keras_creative.metrics.meanings import MEANINGS, explain
from keras_creative.metrics.modes import (
    box_chance,
    circle_chance,
    hit_rate,
    mode_measures,
)
from keras_creative.metrics.neighbours import (
    earlier_distances,
    nearest_distances,
    neighbour_distances,
)
from keras_creative.metrics.palette import (
    mean_pairwise_distance,
    palette_measures,
    palette_ratio,
    palette_share,
    reference_measures,
)
from keras_creative.metrics.variety import Variety
from keras_creative.metrics.verdict import Verdict, verdict

__all__ = [
    "MEANINGS",
    "Variety",
    "Verdict",
    "box_chance",
    "circle_chance",
    "class_ambiguity",
    "class_share",
    "cluster_shares",
    "clusters_hit",
    "earlier_distances",
    "explain",
    "find_clusters",
    "frechet_distance",
    "held_out_scores",
    "hit_rate",
    "mean_pairwise_distance",
    "mode_measures",
    "near_copy_distance",
    "nearest_distances",
    "neighbour_distances",
    "palette_measures",
    "palette_ratio",
    "palette_share",
    "reference_measures",
    "training_distance_ratio",
    "uniqueness",
    "verdict",
]
