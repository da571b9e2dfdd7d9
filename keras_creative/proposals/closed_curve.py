"""A closed curve through points of the plane."""

import numpy as np

from keras_creative.typing import ArrayLike

_ITERATIONS = 40
_ANGLES = np.linspace(-np.pi, np.pi, 2000, endpoint=False)


class ClosedCurve:
    """The ellipse nearest to points of the plane.

    Its points are `(1, cos a, sin a) C`, with a code `a` for each point. Codes
    and coefficients are improved in turn: the coefficients by least squares,
    the codes by the nearest point of the curve.

    Args:
        points: Array `(m, 2)`.

    Attributes:
        error: Root mean square distance of the points to the curve.
    """

    def __init__(self, points: ArrayLike) -> None:
        points = np.asarray(points, "float64")
        away = points - points.mean(axis=0)
        codes = np.arctan2(away[:, 1], away[:, 0])
        for _ in range(_ITERATIONS):
            self._fit(points, codes)
            codes = self.codes(points)
        distances = np.linalg.norm(points - self(codes), axis=1)
        self.error = float(np.sqrt(np.mean(distances**2)))

    def __call__(self, codes: ArrayLike) -> np.ndarray:
        """Points `(n, 2)` of the curve for codes `(n,)` in radians."""
        return _waves(codes) @ self._coefficients

    def codes(self, points: ArrayLike) -> np.ndarray:
        """Code of the curve's point that is nearest to each point.

        Args:
            points: Array `(n, 2)`.

        Returns:
            Array `(n,)` of angles from -pi to pi, in steps of 0.003.
        """
        curve = self(_ANGLES)
        squares = (curve**2).sum(axis=1) - 2 * np.asarray(points) @ curve.T
        return _ANGLES[squares.argmin(axis=1)]

    def normals(self, codes: ArrayLike) -> np.ndarray:
        """Unit vectors `(n, 2)` across the curve at codes `(n,)`."""
        tangents = _waves(np.asarray(codes) + np.pi / 2) - [1.0, 0.0, 0.0]
        tangents = tangents @ self._coefficients
        normals = tangents[:, ::-1] * [1.0, -1.0]
        return normals / np.linalg.norm(normals, axis=1, keepdims=True)

    def _fit(self, points, codes):
        found = np.linalg.lstsq(_waves(codes), points, rcond=None)
        self._coefficients = found[0]


def _waves(codes):
    codes = np.asarray(codes)
    return np.stack([np.ones_like(codes), np.cos(codes), np.sin(codes)], axis=1)
