"""Checks of feature arrays, and their distances in blocks."""

from collections.abc import Iterator

import numpy as np

from keras_creative.typing import ArrayLike

# Number of distances in a block, 128 MiB.
_BLOCK = 2**24


def check_features(least: int, **sets: ArrayLike) -> list[np.ndarray]:
    """Sets of features as float64 arrays.

    Args:
        least: Smallest number of rows of each set.
        **sets: Each `(n, features)`, by the name of the argument.

    Returns:
        List of float64 arrays, in the order of the arguments.

    Raises:
        ValueError: If a set has another shape, fewer rows or another number
            of features than the first, or if a number is not finite.
    """
    checked = []
    for name, features in sets.items():
        features = np.asarray(features, "float64")
        if features.ndim != 2 or len(features) < least or not features.size:
            raise ValueError(
                f"`{name}` must have the shape (n, features), n at least "
                f"{least}. Received: {name}.shape={features.shape}"
            )
        if checked and features.shape[1] != checked[0].shape[1]:
            first = next(iter(sets))
            raise ValueError(
                f"`{name}` must have as many features as `{first}`, "
                f"{checked[0].shape[1]}. "
                f"Received: {name}.shape={features.shape}"
            )
        if not np.all(np.isfinite(features)):
            wrong = np.sum(~np.isfinite(features))
            raise ValueError(
                f"`{name}` must be finite. Received: {wrong} of "
                f"{features.size} numbers that are not"
            )
        checked.append(features)
    return checked


def square_blocks(
    rows: np.ndarray, others: np.ndarray
) -> Iterator[tuple[slice, np.ndarray]]:
    """Squared Euclidean distances of all pairs, a block of rows at a time.

    They are computed by a matrix product. Squares that could be 0, given its
    rounding errors, are 0, so that copies have no distance.

    Args:
        rows: float64 array `(n, features)`.
        others: float64 array `(m, features)`.

    Yields:
        Slice of the rows, and their squares, a float64 array `(rows, m)`.
    """
    # Centered, because the subtraction below loses digits far from the origin.
    middle = others.mean(axis=0)
    others = others - middle
    norms = np.einsum("ij,ij->i", others, others)
    step = max(1, _BLOCK // len(others))
    for start in range(0, len(rows), step):
        block = rows[start : start + step] - middle
        block_norms = np.einsum("ij,ij->i", block, block)
        squares = block @ others.T
        squares *= -2
        squares += norms
        squares += block_norms[:, None]
        rounding = 1e-14 * (norms.max() + block_norms.max())
        squares[squares < rounding] = 0
        yield slice(start, start + len(block)), squares


def neighbor_squares(features: np.ndarray, *ranks: int) -> np.ndarray:
    """Squared distances of each example to some of its nearest others.

    Args:
        features: float64 array `(n, features)`, `n` above the largest rank.
        *ranks: Integers, 1 for the nearest.

    Returns:
        float64 array `(len(ranks), n)`.
    """
    found = np.empty((len(ranks), len(features)))
    for part, squares in square_blocks(features, features):
        rows = np.arange(len(squares))
        squares[rows, rows + part.start] = 0
        # The example itself is at rank 0.
        nearest = np.partition(squares, ranks, axis=1)
        found[:, part] = nearest[:, list(ranks)].T
    return found
