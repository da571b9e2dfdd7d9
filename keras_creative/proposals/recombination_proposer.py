"""Proposals by combining the codes of different examples."""

from typing import Any

import numpy as np

from keras_creative.proposals.proposer import Proposer, check_encodes, flat
from keras_creative.typing import ArrayLike

_COMBINATIONS = 20


class RecombinationProposer(Proposer):
    """Proposes combinations of factors that did not occur in the data.

    Told nothing, it presumes that each number of a code describes a factor of
    the data, and that the factors are independent, as a
    `keras_creative.models.TCVAE` makes them. Each number is taken from the code
    of another example. What the decoder makes of such a code is proposed if it
    lies off the data: on a grid with a missing cell, the row of one example
    and the column of another.

    Args:
        model: Trained model with `encode()`, called on codes.
        examples: Array `(m, *sample_shape)` of the data that it was trained on,
            more than 10.

    Raises:
        ValueError: If the model has no `encode()` or takes labels, there are
            too few examples, or a number is not finite.

    Example:

    ```python
    grid = keras_creative.datasets.load_toy("25Gaussians", holdout=[12])
    model = keras_creative.models.TCVAE(
        keras_creative.networks.mlp_vae_encoder((2,), latent_dim=2),
        keras_creative.networks.mlp_vae_decoder(2, (2,)),
        likelihood="gaussian",
        beta=0.02,
        gamma=1.0,
    )
    model.compile(keras.optimizers.Adam(3e-3), steps_per_execution=50)
    model.fit(grid.batches(256), steps_per_epoch=5000)
    proposer = keras_creative.proposals.RecombinationProposer(
        model, grid.sample(2000)[0]
    )
    proposals = proposer.propose(100)
    ```
    """

    nothing = "All combinations of factors occur in the data."

    def __init__(self, model: Any, examples: ArrayLike) -> None:
        check_encodes(model)
        super().__init__(model, examples)
        self.codes = model.encode(np.asarray(examples, "float32"))

    def draw(self, n: int, seed: int) -> np.ndarray:
        """Decoded codes, each number of which is that of another example.

        Few combinations are new, so many are decoded.

        Args:
            n: A twentieth of the number of samples.
            seed: Integer that determines them.
        """
        rng = np.random.default_rng(seed)
        size = _COMBINATIONS * n, self.codes.shape[1]
        rows = rng.integers(len(self.codes), size=size)
        codes = np.take_along_axis(self.codes, rows, axis=0)
        return np.asarray(self.model(codes))

    def candidates(self, samples: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """See `Proposer.candidates()`."""
        samples = samples[self.support.excludes(flat(samples))]
        return samples, ["factors of different examples"] * len(samples)
