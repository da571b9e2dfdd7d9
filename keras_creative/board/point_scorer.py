"""Scores of points by the known mixture."""

import numpy as np

from keras_creative import datasets, metrics
from keras_creative.board.distance_scorer import DistanceScorer
from keras_creative.board.pictures import draw_points

_TRAINING = 10000
# Apart from the seeds of samples, whose noise would be the same.
_TRAINING_SEED = 100000


class PointScorer(DistanceScorer):
    """Scores samples of a mixture of which classes were hidden.

    A point hits a mode if it lies within 3 standard deviations of it.

    Args:
        whole: `GaussianMixture` of all classes.
        hidden: Labels of the hidden classes.
    """

    draw = staticmethod(draw_points)

    def __init__(
        self, whole: datasets.GaussianMixture, hidden: tuple[int, ...]
    ) -> None:
        self.whole, self.labels = whole, hidden
        shown, _ = datasets.holdout(whole, hidden)
        self.training, _ = shown.sample(_TRAINING, _TRAINING_SEED)

    @property
    def chance(self) -> float:
        """Hit rate of points drawn from the circle of a ring, or the box."""
        radii = np.linalg.norm(self.whole.components, axis=1)
        if np.allclose(radii, radii[0], rtol=1e-3):
            chance = metrics.circle_chance(self.whole.std, radii[0])
        else:
            chance = metrics.box_chance(self.whole.std, self.whole.half_width)
        return len(self.labels) * chance

    @property
    def hidden_modes(self) -> np.ndarray:
        """Means of the hidden modes, `(k, 2)`."""
        return self.whole.components[~self._is_shown]

    def reference(
        self, name: str, n: int, seed: int
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Real samples of a row of `REFERENCES`, and of hidden classes.

        Args:
            name: Name of the row.
            n: Number of samples.
            seed: Integer that determines them.
        """
        if name == "training-copy":
            return self.training[:n], None
        real, _ = self.whole.sample(n, seed)
        hidden, _ = self.whole.sample(n, seed, labels=self.labels)
        return real, hidden

    def score(
        self, samples: np.ndarray, requested: np.ndarray | None = None
    ) -> dict[str, float]:
        """Measures of one run.

        Args:
            samples: Points `(n, 2)`.
            requested: Points for the labels of hidden classes. Defaults to
                `None`: the method is not asked for them.

        Returns:
            Dict, see `keras_creative.board.columns`.
        """
        found = metrics.mode_measures(
            samples, self.whole.components[self._is_shown], self.whole.std
        )
        asked = samples if requested is None else requested
        hit = 0.0
        if len(asked):
            hit = metrics.hit_rate(asked, self.hidden_modes, self.whole.std)
        return {
            "quality": metrics.hit_rate(
                samples, self.whole.components, self.whole.std
            ),
            "coverage": found["modes_captured"] / found["modes_shown"],
            "hits": round(hit * len(asked)),
            "asked": len(asked),
            "chance": self.chance,
            "novelty": self.novelty(_finite(samples)),
            "uniqueness": self.uniqueness(_finite(asked)),
        }

    @property
    def _is_shown(self):
        return ~np.isin(self.whole.labels, self.labels)


def _finite(points):
    return points[np.isfinite(points).all(axis=1)]
