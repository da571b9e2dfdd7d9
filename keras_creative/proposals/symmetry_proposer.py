"""Proposals by symmetries of the data."""

import numpy as np

from keras_creative.proposals.proposer import Proposer, Sampler
from keras_creative.proposals.symmetries import find_symmetries
from keras_creative.typing import ArrayLike


class SymmetryProposer(Proposer):
    """Proposes what the symmetries of the data say is missing.

    Told nothing, it finds motions that carry most of the data on to the data,
    see `find_symmetries()`. The generator is made equivariant: with a sample
    `x` it has the images `T(x)` under all of them. An image off the data is
    proposed if about as many of the motions carry it on to the data as carry
    the data themselves: on a ring with a missing mode, rotations carry the
    neighbors of the gap into it, and the gap on to the other modes.

    Data without a symmetry have no proposals, and neither have data that
    nothing is missing in.

    Args:
        model: Trained model of points with `sample()`.
        examples: Array `(m, d)` of the data that it was trained on, at least
            20. At most 2,000 are used.
        motion: Kind of motion, `"rigid"`, `"affine"` or `"learned"`, see
            `find_symmetries()`. Defaults to `"rigid"`.
        starts: Number of random starts of the search. Defaults to `100`.
        seed: Integer that fixes the search. Defaults to `0`.

    Attributes:
        symmetries: List of the `Symmetry` that were found.

    Raises:
        ValueError: If the shape is wrong, there are too few examples, or a
            number is not finite.

    Example:

    ```python
    ring = keras_creative.datasets.load_toy("8Gaussians", holdout=[3])
    recipe = keras_creative.recipes.PointFlow(holdout=(3,), epochs=2)
    model = recipe.run("runs/symmetric")
    examples, _ = ring.sample(2000)
    proposer = keras_creative.proposals.SymmetryProposer(model, examples)
    proposals = proposer.propose(500)
    ```
    """

    kinds = ("points",)
    is_seeded = True

    def __init__(
        self,
        model: Sampler,
        examples: ArrayLike,
        motion: str = "rigid",
        starts: int = 100,
        seed: int = 0,
    ) -> None:
        super().__init__(model, examples)
        self.symmetries = find_symmetries(examples, motion, starts, seed)
        inverses = [symmetry.inverse() for symmetry in self.symmetries]
        self._motions = [*self.symmetries, *filter(None, inverses)]
        if self._motions:
            own = self._returning(self.support.examples)
            self._threshold = np.quantile(own, 0.05)

    @property
    def nothing(self) -> str:
        """What it says if it proposes nothing."""
        if not self.symmetries:
            return "The data have no symmetry; nothing is proposed."
        return "No symmetry leads off the data; nothing is proposed."

    def candidates(self, samples: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """See `Proposer.candidates()`."""
        samples = samples[self.support.contains(samples)]
        found, reasons = [samples[:0]], []
        for motion in self._motions:
            images = motion(samples)
            images = images[self.support.excludes(images)]
            images = images[self._returning(images) >= self._threshold]
            found.append(images)
            reasons += [str(motion)] * len(images)
        return np.concatenate(found), reasons

    def _returning(self, samples):
        """Share of the motions that carry each sample on to the data."""
        inside = [self.support.contains(m(samples)) for m in self._motions]
        return np.mean(inside, axis=0)
