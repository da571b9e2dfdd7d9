"""Proposals in the emptiest place of a closed curve."""

import numpy as np

from keras_creative.proposals.closed_curve import ClosedCurve
from keras_creative.proposals.proposer import Proposer, Sampler
from keras_creative.typing import ArrayLike

# Examples that the curve is fitted to.
_POINTS = 500
# Largest error of the curve relative to the spread of the data, and how much
# larger than any other the gap must be.
_MOST_ERROR = 0.1
_LARGER = 1.5


class GapProposer(Proposer):
    """Proposes what would fill the largest gap on a closed curve.

    Told nothing, it presumes that the data lie in groups along a closed curve,
    an ellipse. The code of a point is its place on the curve; where codes are
    missing longest is the emptiest place. Samples of the model are moved there:
    the middle of their group to the middle of the gap, with their distances
    along and across the curve.

    It proposes nothing if the data are no curve, or if the largest gap is not
    1.5 times as large as any other.

    Args:
        model: Trained model of points with `sample()`.
        examples: Array `(m, 2)` of the data that it was trained on, more than
            10.

    Raises:
        ValueError: If the shape is wrong, there are too few examples, or a
            number is not finite.

    Example:

    ```python
    ring = keras_creative.datasets.load_toy("8Gaussians", holdout=[3])
    recipe = keras_creative.recipes.PointFlow(holdout=(3,), epochs=2)
    model = recipe.run("runs/gap")
    proposer = keras_creative.proposals.GapProposer(model, ring.sample(500)[0])
    proposals = proposer.propose(200)
    ```
    """

    kinds = ("points",)

    def __init__(self, model: Sampler, examples: ArrayLike) -> None:
        super().__init__(model, examples)
        points = self.support.examples
        if points.shape[1] != 2:
            raise ValueError(
                "`examples` must be points of the plane, (n, 2). "
                f"Received: examples.shape={np.shape(examples)}"
            )
        self.curve = ClosedCurve(points[:_POINTS])
        codes = np.sort(self.curve.codes(points))
        self._codes = codes
        self._gaps = np.diff(codes, append=codes[0] + 2 * np.pi)
        self.second_gap, self.largest_gap = np.sort(self._gaps)[-2:]

    @property
    def nothing(self) -> str:
        """What it says if it proposes nothing."""
        if not self._is_curve:
            return "The data do not lie along a closed curve."
        return "No gap is larger than all others; nothing is proposed."

    @property
    def _is_curve(self):
        spread = np.sqrt(self.support.examples.var(axis=0).sum())
        return self.curve.error < _MOST_ERROR * spread

    def candidates(self, samples: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """See `Proposer.candidates()`."""
        is_alone = self.largest_gap > _LARGER * self.second_gap
        if not (self._is_curve and is_alone):
            return samples[:0], []
        samples = samples[self.support.contains(samples)]
        codes = self.curve.codes(samples)
        across = (
            (samples - self.curve(codes)) * self.curve.normals(codes)
        ).sum(axis=1, keepdims=True)
        last = self._gaps.argmax()
        middle = self._codes[last] + self.largest_gap / 2
        codes = middle + self._from_middle_of_group(codes)
        moved = self.curve(codes) + across * self.curve.normals(codes)
        largest, second = np.degrees([self.largest_gap, self.second_gap])
        reason = f"gap of {largest:.0f} degrees, the next {second:.0f}"
        return moved, [reason] * len(moved)

    def _from_middle_of_group(self, codes):
        """Signed distance of codes to the middle of their group of examples."""
        ends = np.flatnonzero(self._gaps > self.second_gap / 2)
        starts = self._codes[(ends + 1) % len(self._codes)]
        lengths = (self._codes[np.roll(ends, -1)] - starts) % (2 * np.pi)
        middles = starts + lengths / 2
        away = (codes[:, None] - middles + np.pi) % (2 * np.pi) - np.pi
        nearest = np.abs(away).argmin(axis=1)
        return away[np.arange(len(codes)), nearest]
