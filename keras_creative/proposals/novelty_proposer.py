"""Proposals by distance from the data."""

import numpy as np

from keras_creative.proposals.patch_support import PatchSupport
from keras_creative.proposals.proposer import Proposer, Sampler
from keras_creative.typing import ArrayLike


class NoveltyProposer(Proposer):
    """Proposes images that are like the data locally, and far from it.

    Told nothing, it compares samples of the model with the data. A sample is
    proposed if its patches are like patches of the data, see `PatchSupport`,
    and if it is farther from the nearest example than 95 of 100 examples are
    from their nearest others.

    Args:
        model: Trained model of images with `sample()`, or a
            `keras_creative.models.LocalScoreMachine`.
        images: Array `(m, height, width, channels)` of the data.
        seed: Integer that fixes the patches that are compared. Defaults to
            `0`.

    Raises:
        ValueError: If the shape is wrong, there are too few images, they are
            smaller than a patch, or a number is not finite.

    Example:

    ```python
    images, _ = keras_creative.datasets.load_images("mnist")
    images = keras_creative.datasets.to_network_range(images[:1000])
    machine = keras_creative.models.LocalScoreMachine(images)
    proposer = keras_creative.proposals.NoveltyProposer(machine, images)
    proposals = proposer.propose(64)
    ```
    """

    kinds = ("images",)
    is_seeded = True
    nothing = "No sample is both like the data locally and far from it."

    def __init__(
        self, model: Sampler, images: ArrayLike, seed: int = 0
    ) -> None:
        super().__init__(model, images)
        self.patches = PatchSupport(images, seed=seed)

    def candidates(self, samples: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """See `Proposer.candidates()`."""
        samples = samples[self.patches.contains(samples)]
        if not len(samples):
            return samples, []
        own = self.support.own_distances
        novelty = self.novelty(samples)
        chosen = novelty > np.quantile(own, 0.95) / np.median(own)
        reasons = [
            f"{ratio:.1f} times as far from the data as these from one another"
            for ratio in novelty[chosen]
        ]
        return samples[chosen], reasons
