"""What the numbers of this package's measures say, in a line each."""

from collections.abc import Mapping
from typing import Any

MEANINGS = {
    "box_chance": "hit rate of points drawn evenly in the plot's box",
    "circle_chance": "hit rate of points drawn evenly on the data's circle",
    "class_ambiguity": "mean entropy of the referee's posterior in nats; "
    "that of real examples is usual, more belongs to no class",
    "class_ambiguity_limit": "upper bound of the entropy, ln of the number of "
    "classes",
    "class_ambiguity_real": "the entropy of real examples",
    "class_certainty": "mean probability of the class that the referee finds "
    "most likely",
    "class_certainty_real": "the same of real examples",
    "clusters_hit": "clusters of the data that the samples reach",
    "clusters_ratio": "the same over what real examples reach; 1 is best",
    "hidden_distance_ratio": "distance of recovered samples to what was "
    "hidden, over that between real ones; about 1 is best, far above 1 "
    "fooled the referee",
    "high_quality_3std": "share of points within 3 standard deviations of a "
    "mode; 0.989 is perfect, 0.997 on the swiss roll",
    "hit_rate": "share of points within 3 standard deviations of the mode; "
    "0.989 is perfect, 0.997 on the swiss roll",
    "hit_rates": "hit rate by hidden class",
    "modes_captured": "modes with a sample of high quality; all are best",
    "modes_shown": "modes in the training data",
    "n": "samples measured",
    "n_hidden": "real examples of what was hidden",
    "n_recovered": "samples that the referee gives to hidden classes",
    "n_training": "training examples they are compared with",
    "offset": "distance of the samples' mean from the mode's, in standard "
    "deviations of the mode; 0 is best",
    "owns": "class that most samples of the code fall into",
    "pairwise_distance_ratio": "distance between samples over that between "
    "real examples; 1 is as varied as the data, 0 a collapse",
    "palette_ratio": "spread of the samples' mean colours over the data's; "
    "1 is as varied, 0 a single palette",
    "pixel_mean": "mean pixel of the samples, from -1 to 1; that of real "
    "pictures is best",
    "pixel_mean_real": "mean pixel of real pictures",
    "recovered_uniqueness": "share of recovered samples that are no near "
    "copies of one another; higher is better",
    "recovery_rate": "share of samples that the referee gives to hidden "
    "classes; higher is better",
    "recovery_rate_real": "the same of real examples of what was hidden: the "
    "most to ask for",
    "recovery_rate_shown": "the same of real examples of the classes shown: "
    "what comes for nothing",
    "recovery_rates": "recovery rate by hidden class",
    "referee_accuracy": "share of real test examples that the referee gets "
    "right",
    "reverse_kl": "divergence of the samples' modes from the data's, in nats; "
    "0 is best",
    "shot_distance_ratio": "distance of recovered samples to the few examples "
    "shown, over that of hidden ones; 0 is copying, about 1 is not",
    "shown": "whether the class was in the training data",
    "shown_rate": "share of samples that the referee gives to classes shown",
    "side_information": "what the model was told of hidden classes, beyond "
    "their names",
    "spread_ratio": "spread of all points over that of the data; 1 is best, 0 "
    "is one spot",
    "std_ratio": "spread within a mode over the data's; about 1 is best",
    "training_distance_ratio": "distance of samples to the nearest training "
    "example, over that between training examples; 0 is copying",
    "uniqueness": "share of samples that are no near copies of one another; "
    "higher is better",
}


def explain(measures: Mapping[str, Any]) -> dict[str, str]:
    """What each measure says.

    Args:
        measures: Dict from names to numbers, or to further dicts of measures.

    Returns:
        Dict from the names that occur and are known to a line each, in
        alphabetical order.

    Example:

    >>> found = {"modes": {"modes_captured": 8}, "mine": 0.75}
    >>> keras_creative.metrics.explain(found)
    {'modes_captured': 'modes with a sample of high quality; all are best'}
    """
    names = _names(measures)
    return {name: MEANINGS[name] for name in sorted(names & set(MEANINGS))}


def _names(measures):
    inner = [_names(v) for v in measures.values() if isinstance(v, dict)]
    return set(measures).union(*inner)
