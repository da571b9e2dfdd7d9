"""Symmetries: motions that carry most of the data on to the data."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from keras_creative.typing import ArrayLike


class Symmetry(NamedTuple):
    """A motion `x A + b` that carries most of the data on to the data.

    Attributes:
        matrix: Matrix `A`, `(d, d)`.
        shift: Shift `b`, `(d,)`.
        share: Share of the data that it carries on to the data, or of the data
            that it reaches, whichever is less.
        order: Number of repetitions that return to the start, at most 24;
            `None` if there is none, as for shifts.
    """

    matrix: np.ndarray
    shift: np.ndarray
    share: float
    order: int | None

    def __call__(self, samples: ArrayLike) -> np.ndarray:
        """Moved samples `(n, d)`."""
        return samples @ self.matrix + self.shift

    def inverse(self) -> "Symmetry":
        """The motion that undoes this one."""
        matrix = np.linalg.inv(self.matrix)
        return self._replace(matrix=matrix, shift=-self.shift @ matrix)

    def __str__(self) -> str:
        d = len(self.shift)
        if np.allclose(self.matrix, np.eye(d), atol=0.05):
            text = ", ".join(f"{number:.2f}" for number in self.shift)
            return f"shift by ({text})"
        mirrors = np.linalg.det(self.matrix) < 0
        kind = "reflection" if mirrors else "rotation"
        if d == 2 and not mirrors:
            turn = np.arctan2(self.matrix[0, 1], self.matrix[0, 0])
            kind += f" by {np.degrees(turn):.0f} degrees"
        order = f" of order {self.order}" if self.order else ""
        return f"{kind}{order}"


class LearnedSymmetry(NamedTuple):
    """A learned map that carries most of the data on to the data.

    Attributes:
        function: Function of samples `(n, d)`.
        share: See `Symmetry`.
        order: See `Symmetry`.
    """

    function: Callable[[ArrayLike], np.ndarray]
    share: float
    order: int | None

    def __call__(self, samples: ArrayLike) -> np.ndarray:
        """Moved samples `(n, d)`."""
        return self.function(samples)

    def inverse(self) -> None:
        """None: the inverse of a network is not known."""

    def __str__(self) -> str:
        return "learned map" + (f" of order {self.order}" if self.order else "")
