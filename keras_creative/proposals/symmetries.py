"""Symmetries of data of which a part may be missing."""

import numpy as np

from keras_creative.checks import check_choice, check_integers
from keras_creative.metrics.feature_sets import check_features
from keras_creative.proposals.drift import MOTIONS, drift
from keras_creative.proposals.learned_maps import LearnedMaps
from keras_creative.proposals.motions import LearnedSymmetry, Symmetry
from keras_creative.proposals.support import Support
from keras_creative.typing import ArrayLike

# Examples of which motions are estimated, and by which they are judged.
_POINTS = 200
_EXAMPLES = 2000
# Relative to the spread of the data: first width of the Gaussians, where wide
# ones make affine maps shrink; least displacement; and distance of motions that
# count as one.
_FIRST_WIDTH = {"rigid": 0.25, "affine": 0.12, "learned": 0.4}
_LEAST_MOVE = 0.3
_SAME = 0.1
# Least share of the data that a motion carries on to the data, and back.
_LEAST_SHARE = 0.5
_HIGHEST_ORDER = 24
# Affine motions that change lengths by more than this are discarded.
_STRETCH = 2.0
# Learned maps that bend more are discarded: they carry any data anywhere.
_MOST_BENDING = 0.005


def find_symmetries(
    examples: ArrayLike,
    motion: str = "rigid",
    starts: int = 100,
    seed: int = 0,
) -> list[Symmetry | LearnedSymmetry]:
    """Motions, other than the identity, that carry most data on to the data.

    Coherent point drift from random starts, each of which carries a random
    example to another, without any turn or with a random one. Points without
    a counterpart have no influence, so that a missing part does no harm.

    Args:
        examples: Array `(m, d)`, at least 20. At most 2,000 are used.
        motion: `"rigid"` or `"affine"`, see `drift()`; or `"learned"` for
            networks, see `LearnedMaps`. Defaults to `"rigid"`.
        starts: Number of random starts. Defaults to `100`.
        seed: Integer that fixes the starts. Defaults to `0`.

    Returns:
        Different symmetries, that of the largest share first; none if the data
        have no symmetry.

    Raises:
        ValueError: If the shape is wrong, there are too few examples, or a
            number is not finite.

    Example:

    >>> ring = keras_creative.datasets.load_toy("8Gaussians", holdout=[1])
    >>> points, _ = ring.sample(1000, seed=0)
    >>> found = keras_creative.proposals.find_symmetries(points)
    >>> any("rotation" in str(s) and s.order == 8 for s in found)
    True
    """
    [examples] = check_features(20, examples=examples)
    check_integers(starts=(starts, 1))
    check_choice("motion", motion, tuple(_FIRST_WIDTH))
    rng = np.random.default_rng(seed)
    support = Support(_some(examples, _EXAMPLES, rng))
    points = _some(support.examples, _POINTS, rng)
    spread = np.sqrt(points.var(axis=0).sum())
    if not spread:
        return []
    widths = _FIRST_WIDTH[motion] * spread, np.median(support.radii)
    if motion in MOTIONS:
        first = _starts(points, starts, rng)
        moved = zip(*drift(points, *first, widths, motion), strict=True)
        found = [Symmetry(*m, 0.0, None) for m in moved if _keeps_lengths(m[0])]
    else:
        maps = LearnedMaps(points, starts, widths, seed)
        straight = np.flatnonzero(maps.bending(points) < _MOST_BENDING)
        found = [LearnedSymmetry(maps.single(i), 0.0, None) for i in straight]
    judged = [_judge(symmetry, support, spread) for symmetry in found]
    return _different(judged, points, spread)


def _some(examples, n, rng):
    """At most `n` of the examples."""
    if len(examples) <= n:
        return examples
    return examples[rng.choice(len(examples), n, replace=False)]


def _starts(points, n, rng):
    """Random motions, each of which carries a point to another."""
    d = points.shape[1]
    matrices = np.linalg.qr(rng.normal(size=(n, d, d)))[0]
    matrices[rng.random(n) < 0.4] = np.eye(d)
    here, there = points[rng.integers(len(points), size=(2, n))]
    return matrices, there - np.einsum("sd,sde->se", here, matrices)


def _keeps_lengths(matrix):
    if not np.isfinite(matrix).all():
        return False
    stretches = np.linalg.svd(matrix, compute_uv=False)
    return stretches.max() < _STRETCH and stretches.min() > 1 / _STRETCH


def _judge(symmetry, support, spread):
    """The motion with its share and order; none without displacement."""
    points = support.examples
    moved = symmetry(points)
    if not _distance(moved, points) >= _LEAST_MOVE * spread:
        return symmetry
    share = support.contains(moved).mean()
    if share >= _LEAST_SHARE:
        share = min(share, _reached(symmetry, support, moved))
    return symmetry._replace(
        share=float(share),
        order=_order(symmetry, points, _SAME * spread),
    )


def _reached(symmetry, support, moved):
    """Share of the data that the moved data reach."""
    inverse = symmetry.inverse()
    if inverse is None:
        return Support(moved).contains(support.examples).mean()
    return support.contains(inverse(support.examples)).mean()


def _order(symmetry, points, tolerance):
    moved = points
    for order in range(1, _HIGHEST_ORDER + 1):
        moved = symmetry(moved)
        if _distance(moved, points) < tolerance:
            return order
    return None


def _distance(moved, points):
    """Root of the mean squared distance."""
    return np.sqrt(((moved - points) ** 2).sum(axis=1).mean())


def _different(found, points, spread):
    """Those of a sufficient share, each once."""
    chosen = []
    for symmetry in sorted(found, key=lambda s: -s.share):
        if symmetry.share < _LEAST_SHARE:
            break
        moved = symmetry(points)
        if all(_distance(moved, s(points)) > _SAME * spread for s in chosen):
            chosen.append(symmetry)
    return chosen
