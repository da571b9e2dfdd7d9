"""Losses by the names used on the command line and in configs."""

import functools

import keras

from keras_creative.losses.adversarial import (
    Hinge,
    LeastSquares,
    Minimax,
    NonSaturating,
    Wasserstein,
)
from keras_creative.losses.creativity import (
    CANCreativity,
    SharmaMittal,
    UniformCrossentropy,
)
from keras_creative.losses.criterion import Criterion
from keras_creative.losses.diversity import (
    BatchDistance,
    DiversityLoss,
    ModeSeeking,
    PullingAway,
)
from keras_creative.losses.penalties import (
    DiscriminatorPenalty,
    DRAGANPenalty,
    GradientPenalty,
    R1Penalty,
    R1R2Penalty,
)
from keras_creative.losses.relativistic import (
    RelativisticAverage,
    RelativisticPaired,
)

CRITERIA = {
    "hinge": Hinge,
    "least-squares": LeastSquares,
    "minimax": Minimax,
    "non-saturating": NonSaturating,
    "relativistic": RelativisticPaired,
    "relativistic-average": RelativisticAverage,
    "wasserstein": Wasserstein,
}

PENALTIES = {
    "dragan": DRAGANPenalty,
    "gradient": GradientPenalty,
    "r1": R1Penalty,
    "r1-r2": R1R2Penalty,
}

DIVERSITY_LOSSES = {
    "batch-distance": BatchDistance,
    "mode-seeking": ModeSeeking,
    "pulling-away": PullingAway,
}

CREATIVITY_LOSSES = {
    "uniform": UniformCrossentropy,
    "can": CANCreativity,
    "sharma-mittal": SharmaMittal,
    "renyi": functools.partial(SharmaMittal, alpha=2.0, beta=1.0),
    "tsallis": functools.partial(SharmaMittal, alpha=2.0, beta=2.0),
    "kl": functools.partial(SharmaMittal, alpha=1.0, beta=1.0),
    "bhattacharyya": functools.partial(SharmaMittal, alpha=0.5, beta=1.0),
}


def get_criterion(identifier: str | Criterion) -> Criterion:
    """Look up a criterion by name.

    Args:
        identifier: Name in `CRITERIA`, or a `Criterion`, which is returned.

    Returns:
        A `Criterion`.

    Raises:
        ValueError: If `identifier` is neither a known name nor a
            `Criterion`.
    """
    return _get(identifier, "criterion", CRITERIA, Criterion)


def get_penalty(
    identifier: str | DiscriminatorPenalty | None,
) -> DiscriminatorPenalty | None:
    """Look up a penalty by name.

    Args:
        identifier: Name in `PENALTIES`, a `DiscriminatorPenalty` or `None`,
            which are returned.

    Returns:
        A `DiscriminatorPenalty`, or `None`.

    Raises:
        ValueError: If `identifier` is neither a known name nor a penalty.
    """
    if identifier is None:
        return None
    return _get(identifier, "penalty", PENALTIES, DiscriminatorPenalty)


def get_diversity_loss(
    identifier: str | DiversityLoss | None,
) -> DiversityLoss | None:
    """Look up a diversity term by name.

    Args:
        identifier: Name in `DIVERSITY_LOSSES`, a `DiversityLoss` or `None`,
            which are returned.

    Returns:
        A `DiversityLoss`, or `None`.

    Raises:
        ValueError: If `identifier` is neither a known name nor a term.
    """
    if identifier is None:
        return None
    return _get(identifier, "diversity", DIVERSITY_LOSSES, DiversityLoss)


def get_creativity_loss(
    identifier: str | keras.losses.Loss,
) -> keras.losses.Loss:
    """Look up a creativity loss by name.

    Args:
        identifier: One of `"uniform"`, `"can"`, `"sharma-mittal"`, `"renyi"`
            and `"tsallis"` (both of order 2), `"kl"`, `"bhattacharyya"` (twice
            that distance), or a `keras.losses.Loss`, which is returned; see
            `creativity_value()`.

    Returns:
        A `keras.losses.Loss`.

    Raises:
        ValueError: If `identifier` is neither a known name nor a loss.
    """
    return _get(identifier, "creativity", CREATIVITY_LOSSES, keras.losses.Loss)


def _get(identifier, argument, known, kind):
    if isinstance(identifier, kind):
        return identifier
    if isinstance(identifier, str) and identifier in known:
        return known[identifier]()
    raise ValueError(
        f"`{argument}` must be one of {sorted(known)} or a `{kind.__name__}`. "
        f"Received: {argument}={identifier!r}"
    )
