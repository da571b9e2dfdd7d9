"""The 2-D data sets of the 2019 project."""

from collections.abc import Iterable

import numpy as np

from keras_creative.checks import check_choice
from keras_creative.datasets.mixture import GaussianMixture

_ROLL_NODES = 256
_ROLL_ARCS = 8
_ROOT_HALF = np.sqrt(0.5)

# The order of the imbalanced ring's labels: the first two are the frequent.
_IMBALANCED_ORDER = (
    (1, 0),
    (_ROOT_HALF, _ROOT_HALF),
    (_ROOT_HALF, -_ROOT_HALF),
    (-1, 0),
    (0, 1),
    (0, -1),
    (-_ROOT_HALF, _ROOT_HALF),
    (-_ROOT_HALF, -_ROOT_HALF),
)


def load_toy(
    name: str, scale: float = 2.0, holdout: Iterable[int] = ()
) -> GaussianMixture:
    """One of the 2-D data sets of the 2019 project, in its geometry.

    | name | classes | what |
    |---|---|---|
    | 8Gaussians | 8 | ring; label k at 45 k degrees clockwise from (0, 1) |
    | Imbal-8Gaussians | 8 | the ring; labels 0 and 1 have a quarter each |
    | 25Gaussians | 25 | 5 x 5 grid; label 5 i + j in column i, row j |
    | swissroll | 8 | spiral, cut into 8 arcs from the inside outwards |

    With scale 2 the rings have radius 1.414 and standard deviation 0.0354,
    the grid has spacing 1.414. As in 2019, `scale` moves the rings' modes
    apart and leaves their standard deviation at 0.0354; the grid and the
    roll grow as a whole.

    Args:
        name: One of `keras_creative.datasets.TOY_DATASETS`.
        scale: Size of the figure, positive; see above for what grows with
            it. Defaults to `2.0`.
        holdout: Labels that are held out. Defaults to `()`.

    Returns:
        `GaussianMixture`.

    Raises:
        ValueError: If the name is unknown, the scale not positive, or the
            labels wrong.

    Example:

    >>> ring = keras_creative.datasets.load_toy("8Gaussians", holdout=[1])
    >>> ring.shown
    (0, 2, 3, 4, 5, 6, 7)
    """
    check_choice("name", name, TOY_DATASETS)
    if not scale > 0:
        raise ValueError(f"`scale` must be positive. Received: scale={scale}")
    geometry = _GEOMETRIES[name](scale)
    mixture = GaussianMixture(**geometry, holdout=holdout, name=name)
    mixture.half_width = max(scale, mixture.half_width)
    return mixture


def _ring(scale):
    angles = np.arange(8) * np.pi / 4
    directions = np.stack([np.sin(angles), np.cos(angles)], axis=1)
    return {"components": directions * scale / 1.414, "std": 0.05 / 1.414}


def _imbalanced_ring(scale):
    return {
        "components": np.array(_IMBALANCED_ORDER) * scale / 1.414,
        "std": 0.05 / 1.414,
        "weights": [1 / 4] * 2 + [1 / 12] * 6,
    }


def _grid(scale):
    steps = np.arange(-2, 3)
    nodes = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1)
    return {
        "components": nodes.reshape(25, 2) * 2 / 2.828 * scale,
        "std": 0.05 / 2.828 * scale,
    }


def _swiss_roll(scale):
    """The roll as components a quarter of their deviation apart, or closer."""
    count = _ROLL_ARCS * _ROLL_NODES
    turn = 1.5 * np.pi * (1 + 2 * (np.arange(count) + 0.5) / count)
    roll = turn[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return {
        "components": roll / 15 * scale,
        "std": 0.25 / 15 * scale,
        "labels": np.repeat(np.arange(_ROLL_ARCS), _ROLL_NODES),
    }


_GEOMETRIES = {
    "8Gaussians": _ring,
    "Imbal-8Gaussians": _imbalanced_ring,
    "25Gaussians": _grid,
    "swissroll": _swiss_roll,
}
_DESCRIPTIONS = {
    "8Gaussians": "a ring of eight Gaussians",
    "Imbal-8Gaussians": "the ring, some of its modes rare",
    "25Gaussians": "a grid of 25 Gaussians",
    "swissroll": "a noisy spiral",
}
TOY_DATASETS = tuple(_DESCRIPTIONS)
