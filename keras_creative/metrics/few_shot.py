"""Measures of samples that a few shots of a concept were given for."""

import numpy as np

from keras_creative.metrics.copies import distance_ratio
from keras_creative.metrics.feature_sets import check_features
from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.metrics.neighbors import (
    nearest_distances,
    nearest_examples,
)
from keras_creative.typing import ArrayLike


def shot_distance_ratio(
    samples: ArrayLike, shots: ArrayLike, reference: ArrayLike
) -> float:
    """Distance of samples to the nearest shot, relative to real examples.

    The median distance of a sample to the nearest shot, over that of a real
    example of the concept which is no shot.

    Args:
        samples: Array `(n, ...)`.
        shots: The shots `(k, ...)`.
        reference: Other real examples of the concept `(m, ...)`.

    Returns:
        Ratio: 0 for copies of the shots, 1 for samples that are as different
        from the shots as real examples are, more for samples that do not
        belong to the concept.

    Raises:
        ValueError: If shapes differ or there are no shots.

    Example:

    >>> keras_creative.metrics.shot_distance_ratio(
    ...     [[1.0], [4.0]], shots=[[0.0], [3.0]], reference=[[5.0]]
    ... )
    0.5
    """
    usual = np.median(nearest_distances(reference, shots))
    return distance_ratio(np.median(nearest_distances(samples, shots)), usual)


def shot_cluster_diversity(features: ArrayLike, shots: ArrayLike) -> float:
    """Mean distance of samples that have the same nearest shot.

    Each sample is assigned to the nearest shot. The distances of all pairs of
    samples of a shot are averaged, and then the shots that have at least two
    samples.

    Args:
        features: Features of the samples `(n, features)`.
        shots: Features of the shots `(k, features)`.

    Returns:
        Mean distance: 0 if all samples of a shot are the same, and NaN if no
        shot has two samples.

    Raises:
        ValueError: If a shape is wrong, or a number is not finite.

    Example:

    >>> keras_creative.metrics.shot_cluster_diversity(
    ...     [[0.1], [0.3], [4.0], [8.0]], shots=[[0.0], [5.0]]
    ... )
    2.1

    Reference:

    - [Ojha et al., 2021, section 4](https://arxiv.org/abs/2104.06820), with
      the distance of an LPIPS network
    """
    made, given = check_features(1, features=features, shots=shots)
    nearest, _ = nearest_examples(made, given)
    means = []
    for shot in range(len(given)):
        own = made[nearest == shot]
        if len(own) > 1:
            apart = np.linalg.norm(own[:, None] - own, axis=2)
            means.append(apart[np.triu_indices(len(own), 1)].mean())
    return float(np.mean(means)) if means else float("nan")


def recognition_rate(
    features: ArrayLike,
    concepts: ArrayLike,
    real_features: ArrayLike,
    real_concepts: ArrayLike,
) -> float:
    """Share of samples that a classifier assigns to their concepts.

    The classifier knows the mean of the features of real examples of each
    concept, and takes the nearest.

    Args:
        features: Features of the samples `(n, features)`.
        concepts: The concept of each, integers `(n,)`.
        real_features: Features of real examples `(m, features)`.
        real_concepts: Their concepts `(m,)`.

    Returns:
        Share in [0, 1]; with `c` concepts, chance is `1 / c`.

    Raises:
        ValueError: If a shape is wrong, a number is not finite, or a concept of
            a sample has no real example.

    Example:

    >>> keras_creative.metrics.recognition_rate(
    ...     [[0.2], [0.9], [0.8]], [0, 0, 1], [[0.0], [1.0]], [0, 1]
    ... )
    0.6666666666666666

    Reference:

    - [Snell et al., 2017, equations 1 and 2](
        https://arxiv.org/abs/1703.05175)
    """
    made, real = check_features(
        1, features=features, real_features=real_features
    )
    concepts, known = np.asarray(concepts), np.asarray(real_concepts)
    if len(concepts) != len(made) or len(known) != len(real):
        raise ValueError(
            "`concepts` and `real_concepts` must have an entry for each row. "
            f"Received: {len(concepts)} for {len(made)} samples, {len(known)} "
            f"for {len(real)} real examples"
        )
    names = np.unique(known)
    if not np.isin(concepts, names).all():
        unknown = np.setdiff1d(concepts, names)[0]
        raise ValueError(
            "`real_concepts` must contain the concepts of the samples. "
            f"Received: no real example of concept {unknown}"
        )
    means = np.stack([real[known == name].mean(axis=0) for name in names])
    nearest, _ = nearest_examples(made, means)
    return float((names[nearest] == concepts).mean())


def augmentation_gain(
    shots: ArrayLike,
    shot_concepts: ArrayLike,
    samples: ArrayLike,
    sample_concepts: ArrayLike,
    real: ArrayLike,
    real_concepts: ArrayLike,
) -> float:
    """Gain in accuracy of a classifier of shots, if samples are added to them.

    A real example is assigned to the concept of the nearest shot, and then to
    that of the nearest shot or sample.

    Args:
        shots: Array `(k, ...)` of all shots.
        shot_concepts: The concept of each, integers `(k,)`.
        samples: Array `(n, ...)` of samples for these shots.
        sample_concepts: Their concepts `(n,)`.
        real: Other real examples `(m, ...)`.
        real_concepts: Their concepts `(m,)`.

    Returns:
        Difference of the two accuracies, in [-1, 1]: 0 for copies of the shots,
        below 0 for samples that look like other concepts.

    Raises:
        ValueError: If an array has no concept for each row.

    Example:

    >>> keras_creative.metrics.augmentation_gain(
    ...     [[0.0], [4.0]], [0, 1], [[1.5]], [0], [[2.2], [5.0]], [0, 1]
    ... )
    0.5

    Reference:

    - [Antoniou et al., 2017, section 4](https://arxiv.org/abs/1711.04340), with
      a neural classifier
    """
    sets = {
        "shots": (np.asarray(shots), np.asarray(shot_concepts)),
        "samples": (np.asarray(samples), np.asarray(sample_concepts)),
        "real": (np.asarray(real), np.asarray(real_concepts)),
    }
    for name, (rows, concepts) in sets.items():
        if len(rows) != len(concepts):
            raise ValueError(
                f"`{name}` must have a concept for each row. Received: "
                f"{len(rows)} rows, {len(concepts)} concepts"
            )
    before, added, (real, truth) = sets.values()
    after = [np.concatenate(pair) for pair in zip(before, added, strict=True)]
    accuracies = [
        (labels[nearest_examples(real, rows)[0]] == truth).mean()
        for rows, labels in (before, after)
    ]
    return float(accuracies[1] - accuracies[0])


register_measures(
    Measure(
        "shot_cluster_diversity",
        shot_cluster_diversity,
        "Mean distance of samples that have the same nearest shot, in "
        "features; 0 if they are copies of each other.",
        best="high",
        needs=("features", "shot_features"),
    ),
)
