"""Proposals by symmetries of the codes of data."""

from typing import Any

import numpy as np

from keras_creative.proposals.proposer import Proposer, check_encodes, flat
from keras_creative.proposals.symmetry_proposer import SymmetryProposer
from keras_creative.typing import ArrayLike


class CodeSymmetryProposer(Proposer):
    """Proposes what the symmetries of a learned latent space say is missing.

    Told nothing, it finds motions that carry most of the codes of the data on
    to such codes, see `SymmetryProposer`: for images, whose own space has no
    useful motions. What the decoder makes of a new code is proposed if it lies
    off the data.

    Args:
        model: Trained model with `sample()` and `encode()`, called on codes,
            such as a VAE. A code should be short, or its symmetries cannot be
            estimated.
        examples: Array `(m, *sample_shape)` of the data that it was trained on,
            at least 20.
        motion: See `SymmetryProposer`. Defaults to `"affine"`.
        seed: Integer that fixes the search. Defaults to `0`.

    Attributes:
        symmetries: List of the symmetries of the codes that were found.

    Raises:
        ValueError: If the model has no `encode()` or takes labels, there are
            too few examples, or a number is not finite.

    Example:

    ```python
    digits = keras_creative.datasets.PictureSet.load("mnist", size=28)
    model = keras_creative.recipes.RECIPES["vae-mnist"].make_model(digits)
    model.fit(digits.batches(64, labelled=False), steps_per_epoch=1000)
    examples, _ = digits.sample(min(2000, len(digits)))
    proposer = keras_creative.proposals.CodeSymmetryProposer(
        model, examples
    )
    proposals = proposer.propose(64)
    ```
    """

    is_seeded = True

    def __init__(
        self,
        model: Any,
        examples: ArrayLike,
        motion: str = "affine",
        seed: int = 0,
    ) -> None:
        check_encodes(model)
        super().__init__(model, examples)
        codes = model.encode(np.asarray(examples, "float32"))
        self.of_codes = SymmetryProposer(model, codes, motion, seed=seed)
        self.symmetries = self.of_codes.symmetries

    @property
    def nothing(self) -> str:
        """What it says if it proposes nothing."""
        if not self.symmetries:
            return "The codes have no symmetry; nothing is proposed."
        return "No symmetry of the codes leads off the data."

    def draw(self, n: int, seed: int) -> np.ndarray:
        """Codes of samples of the model.

        Args:
            n: Number of codes.
            seed: Integer that determines them.
        """
        return self.model.encode(super().draw(n, seed))

    def candidates(self, samples: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """See `Proposer.candidates()`; here of codes."""
        codes, reasons = self.of_codes.candidates(samples)
        if not len(codes):
            return np.empty((0, *self.sample_shape), "float32"), []
        made = np.asarray(self.model(codes.astype("float32")))
        is_new = self.support.excludes(flat(made))
        return made[is_new], [reasons[i] for i in np.flatnonzero(is_new)]
