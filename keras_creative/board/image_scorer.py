"""Scores of images by a referee that knows all classes."""

import functools

import keras
import numpy as np

from keras_creative import datasets, metrics, runs
from keras_creative.board.distance_scorer import DistanceScorer
from keras_creative.board.pictures import draw_images


class ImageScorer(DistanceScorer):
    """Scores images of which some classes were hidden.

    The referee is a classifier of all classes, see
    `keras_creative.runs.Referee`. It is trained once and kept in its cache.

    Args:
        whole: `PictureSet` of all classes.
        hidden: Labels of the hidden classes.
        test: Real images that are not in `whole`, uint8
            `(m, size, size, channels)`, and their labels. One half of them is
            the reference of quality and coverage, the other the row of real
            data.
        out_of_class: Whether to add the measures of Cherti et al.: count,
            maximum and objectness. Defaults to `False`.
    """

    draw = staticmethod(draw_images)

    def __init__(
        self,
        whole: datasets.PictureSet,
        hidden: tuple[int, ...],
        test: tuple[np.ndarray, np.ndarray],
        out_of_class: bool = False,
    ) -> None:
        self.whole, self.labels = whole, hidden
        self.is_hidden = np.isin(whole.labels, hidden)
        self.training = whole.images[~self.is_hidden]
        self.out_of_class = out_of_class
        order = np.random.default_rng(0).permutation(len(test[0]))
        images, labels = test[0][order], test[1][order]
        middle = len(images) // 2
        self.real, self.new = (
            (images[half], np.isin(labels[half], hidden))
            for half in (slice(middle), slice(middle, None))
        )

    @functools.cached_property
    def referee(self) -> runs.Referee:
        """The classifier of all classes."""
        return runs.load_referee(self.whole)

    @functools.cached_property
    def chance(self) -> float:
        """Rate at which real images that are shown pass as hidden ones."""
        images, is_hidden = self.real
        return self.recovered(images[~is_hidden]).mean()

    def recovered(self, images: np.ndarray) -> np.ndarray:
        """Whether images belong to hidden classes.

        Args:
            images: uint8 array `(n, size, size, channels)`.

        Returns:
            Boolean array `(n,)`: the probability is above 0.9.
        """
        if not len(images):
            return np.zeros(0, bool)
        given = self.referee.probabilities(datasets.to_network_range(images))
        return given[:, list(self.labels)].sum(axis=1) > 0.9

    def reference(
        self, name: str, n: int, seed: int
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Real samples of a row of `REFERENCES`, and of hidden classes.

        Args:
            name: Name of the row.
            n: Largest number of samples.
            seed: Integer that determines them.
        """
        rng = np.random.default_rng(seed)
        if name == "training-copy":
            return rng.permutation(self.training)[:n], None
        images, is_hidden = self.new
        order = rng.permutation(len(images))
        images, is_hidden = images[order], is_hidden[order]
        return images[:n], images[is_hidden][:n]

    def score(
        self, samples: np.ndarray, requested: np.ndarray | None = None
    ) -> dict[str, float]:
        """Measures of one run.

        Args:
            samples: uint8 images `(n, size, size, channels)`.
            requested: Images for the labels of hidden classes. Defaults to
                `None`: the method is not asked for them.

        Returns:
            Dict, see `keras_creative.board.columns`.
        """
        asked = samples if requested is None else requested
        return {
            **self._neighborhoods(samples),
            "novelty": self.novelty(samples),
            "uniqueness": self.uniqueness(asked),
            **self._out_of_class(asked),
            "hits": int(self.recovered(asked).sum()),
            "asked": len(asked),
            "chance": float(self.chance),
        }

    def _neighborhoods(self, samples):
        """Quality beside all classes, and coverage of those shown."""
        features = self._features(samples)
        images, is_hidden = self.real
        scores = {}
        for name, of, chosen in (
            ("quality", "precision", images),
            ("coverage", "coverage", images[~is_hidden]),
        ):
            real = self._features(chosen)
            count = min(len(real), len(features))
            found = metrics.neighborhood_measures(
                real[:count], features[:count]
            )
            scores[name] = found[of]
        return scores

    @property
    def copy_reference(self) -> np.ndarray:
        """Real images whose distances tell what a near copy is."""
        return self.real[0]

    def _out_of_class(self, samples):
        if not self.out_of_class or not len(samples):
            return {}
        given = self.referee.probabilities(datasets.to_network_range(samples))
        return metrics.out_of_class_scores(given, self.labels)

    def _features(self, images):
        return hidden_features(self.referee, images)


def hidden_features(referee: runs.Referee, images: np.ndarray) -> np.ndarray:
    """The last hidden layer of a referee.

    Args:
        referee: The classifier.
        images: uint8 array `(n, size, size, channels)`.

    Returns:
        float32 array `(n, features)`.
    """
    network = referee.network
    head = keras.Model(network.input, network.layers[-1].input)
    return head.predict(
        datasets.to_network_range(images), batch_size=500, verbose=0
    )
