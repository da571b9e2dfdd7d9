"""What all methods that propose new samples share."""

import math
from typing import Any, NamedTuple, Protocol

import numpy as np

from keras_creative.checks import check_integers
from keras_creative.proposals.support import Support
from keras_creative.typing import ArrayLike

_BATCH = 250
_MOST_BATCHES = 40


class Sampler(Protocol):
    """A model that draws samples."""

    def sample(self, n: int, seed: int | None = None) -> np.ndarray:
        """Samples `(n, *sample_shape)`."""


class Proposals(NamedTuple):
    """Samples that a method offers as new.

    Attributes:
        samples: Array `(n, *sample_shape)`; fewer than requested, or none, if
            the method finds nothing new.
        novelty: Distance of each to the nearest example of the data, over the
            median distance between neighbors of the data: about 1 for typical
            samples.
        reasons: Why each is offered, a list of strings.
    """

    samples: np.ndarray
    novelty: np.ndarray
    reasons: list[str]


class Proposer:
    """A trained model with a method that proposes new samples.

    Subclasses define `candidates()`.

    Args:
        model: Trained model with `sample()`.
        examples: Array `(m, *sample_shape)` of the data that it was trained on,
            more than 10.

    Raises:
        ValueError: If there are too few examples, or a number is not finite.
    """

    # Kinds of samples that it can propose.
    kinds = ("points", "images")
    # Whether the constructor takes a seed of its search.
    is_seeded = False
    # What the method says if it proposes nothing.
    nothing = "It found nothing new."

    def __init__(self, model: Sampler, examples: ArrayLike) -> None:
        examples = np.asarray(examples)
        self.model = model
        self.sample_shape = examples.shape[1:]
        self.support = Support(flat(examples))

    def sample(
        self, n: int, seed: int | None = None, **conditions: Any
    ) -> np.ndarray:
        """Ordinary samples of the model.

        Args:
            n: Number of samples.
            seed: Integer that determines them. Defaults to `None`.
            **conditions: See `sample()` of the model.
        """
        return self.model.sample(n, seed=seed, **conditions)

    def propose(self, n: int, seed: int = 0) -> Proposals:
        """Samples that are offered as new.

        Args:
            n: Number of samples.
            seed: Integer that determines them. Defaults to `0`.

        Returns:
            `Proposals`.
        """
        check_integers(n=(n, 1))
        rng = np.random.default_rng(seed)
        samples, reasons = [], []
        for _ in range(_MOST_BATCHES):
            made = self.draw(_BATCH, int(rng.integers(2**31)))
            found, why = self.candidates(made)
            # Not all of one batch, which may be images of a few samples.
            order = rng.permutation(len(found))[: -(-n // 4)]
            samples.extend(found[order])
            reasons.extend(why[i] for i in order)
            if len(samples) >= n or (not len(found) and not samples):
                break
        samples = np.reshape(samples[:n], (-1, *self.sample_shape))
        samples = samples.astype("float32")
        return Proposals(samples, self.novelty(samples), reasons[:n])

    def draw(self, n: int, seed: int) -> np.ndarray:
        """Samples that candidates are made of: those of the model.

        Args:
            n: Number of samples.
            seed: Integer that determines them.
        """
        return self.model.sample(n, seed=seed)

    def candidates(self, samples: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """New samples that are made of samples of the model.

        Args:
            samples: Array `(n, *sample_shape)`.

        Returns:
            Array of new samples, and a reason for each.
        """
        raise NotImplementedError

    def novelty(self, samples: ArrayLike) -> np.ndarray:
        """Distance to the nearest example, over the median of the data's own.

        Args:
            samples: Array `(n, *sample_shape)`.

        Returns:
            float64 array `(n,)`.
        """
        distances = self.support.distances(flat(samples))
        return distances / np.median(self.support.own_distances)


def check_encodes(model: Any) -> None:
    """Raise unless a model is an autoencoder that takes no labels.

    Args:
        model: Model that is to have `encode()`.

    Raises:
        ValueError: If it has none, or takes labels.
    """
    if not hasattr(model, "encode") or getattr(model, "num_classes", None):
        raise ValueError(
            "`model` must be an autoencoder that takes no labels, such as a "
            f"VAE. Received: model={model}"
        )


def flat(samples: ArrayLike) -> np.ndarray:
    """Samples as rows, `(n, features)`.

    Args:
        samples: Array `(n, ...)`.
    """
    samples = np.asarray(samples)
    return samples.reshape(len(samples), math.prod(samples.shape[1:]))
