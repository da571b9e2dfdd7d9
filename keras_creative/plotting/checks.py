"""Argument validation that several kinds of figure share."""

import numpy as np


def check_half_width(half_width):
    """Check that `half_width` is positive and finite, and convert it.

    Args:
        half_width: Float, half the side of a square window around the origin.

    Returns:
        The same value as a float.

    Raises:
        ValueError: If `half_width` is not positive and finite.

    Example:

    ```python
    half_width = check_half_width(3)
    ```
    """
    if not (np.isscalar(half_width) and 0 < half_width < np.inf):
        raise ValueError(
            "`half_width` must be a positive, finite number. "
            f"Received: half_width={half_width}"
        )
    return float(half_width)


def check_points(name, points):
    """Check that points have the shape `(n, 2)`, and convert them.

    Args:
        name: String, the argument's name for the error message.
        points: Array-like of shape `(n, 2)`; `n` may be 0.

    Returns:
        Float array of shape `(n, 2)`.

    Raises:
        ValueError: If `points` has another shape.

    Example:

    ```python
    real = check_points("real", [[0.0, 1.0], [1.0, 0.0]])
    ```
    """
    points = np.asarray(points, dtype=float)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(
            f"`{name}` must have the shape (n, 2). "
            f"Received: {name}.shape={points.shape}"
        )
    return points
