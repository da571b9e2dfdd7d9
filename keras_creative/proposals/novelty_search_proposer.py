"""Proposals by a search of codes for what is far from the data."""

from typing import Any

import numpy as np
import tensorflow as tf

from keras_creative.proposals.proposer import Proposer, check_encodes, flat
from keras_creative.typing import ArrayLike

_STEPS = 100
# Length of the first step, where codes have a variance of about 1.
_FIRST_STEP = 0.1
# Share of the data that is within the limits of the manifold.
_WITHIN = 0.95
# Weight of what exceeds the limit of errors.
_PENALTY = 10.0
_TINY = 1e-9


class NoveltySearchProposer(Proposer):
    """Proposes samples that are repelled by what exists, on the manifold.

    Told nothing, it searches the codes of an autoencoder. From the codes of
    random examples, gradient ascent enlarges the distance of each decoded
    sample to the nearest example, and to the nearest other sample of the
    search. The learned manifold constrains it: codes stay as close to the
    origin as those of the data, where the prior is dense, and a sample has to
    equal its reconstruction as well as the data do. Samples that leave the data
    under these limits are proposed.

    Args:
        model: Trained `keras_creative.models.VAE`, without labels.
        examples: Array `(m, *sample_shape)` of the data that it was trained on,
            more than 10.

    Raises:
        ValueError: If the model has no `encode()` or takes labels, there are
            too few examples, or a number is not finite.

    Example:

    ```python
    digits = keras_creative.datasets.PictureSet.load("mnist", size=28)
    model = keras_creative.recipes.RECIPES["vae-mnist"].make_model(digits)
    model.fit(digits.batches(64, labelled=False), steps_per_epoch=1000)
    examples, _ = digits.sample(min(2000, len(digits)))
    proposer = keras_creative.proposals.NoveltySearchProposer(
        model, examples
    )
    proposals = proposer.propose(64)
    ```

    Reference:

    - [Lehman and Stanley, 2011](https://doi.org/10.1162/EVCO_a_00025), who
      search by evolution, and compare with an archive of what was found;
      here with the examples
    """

    nothing = "The search left the data nowhere on the learned manifold."

    def __init__(self, model: Any, examples: ArrayLike) -> None:
        check_encodes(model)
        super().__init__(model, examples)
        examples = np.asarray(examples, "float32")
        self.codes = model.encode(examples)
        self._examples = tf.constant(flat(examples))
        lengths = np.linalg.norm(self.codes, axis=1)
        self._longest = float(np.quantile(lengths, _WITHIN))
        self._largest_error = 1.0
        errors = self._relative_errors(examples)
        self._largest_error = max(float(np.quantile(errors, _WITHIN)), _TINY)
        self._ascend = tf.function(self._search)

    def draw(self, n: int, seed: int) -> np.ndarray:
        """Decoded codes at the end of a search.

        Args:
            n: Number of samples.
            seed: Integer that determines them.
        """
        rng = np.random.default_rng(seed)
        codes = self.codes[rng.integers(len(self.codes), size=n)]
        return np.asarray(self.model(self._ascend(tf.constant(codes))))

    def candidates(self, samples: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """See `Proposer.candidates()`."""
        fits = self._relative_errors(samples) <= 1
        samples = samples[fits & self.support.excludes(flat(samples))]
        reason = "far from all examples, on the learned manifold"
        return samples, [reason] * len(samples)

    def _search(self, codes):
        """Codes after gradient ascent of the distance, within the limits."""
        for i in tf.range(_STEPS):
            with tf.GradientTape() as tape:
                tape.watch(codes)
                merit = self._merit(codes)
            gradient = tf.math.l2_normalize(tape.gradient(merit, codes), axis=1)
            left = 1 - tf.cast(i, "float32") / _STEPS
            codes += _FIRST_STEP * left * gradient
            codes = tf.clip_by_norm(codes, self._longest, axes=[1])
        return codes

    def _merit(self, codes):
        """Log-distance of decoded codes, less a penalty of their errors."""
        samples = self.model(codes)
        rows = tf.reshape(samples, (len(codes), -1))
        among = _squares(rows, rows)
        among += tf.linalg.diag(tf.fill([len(codes)], among.dtype.max / 2))
        squares = tf.concat([_squares(rows, self._examples), among], axis=1)
        distance = tf.math.log(tf.reduce_min(squares, axis=1) + _TINY)
        excess = tf.nn.relu(self._relative_errors(samples) - 1)
        return distance - _PENALTY * excess

    def _relative_errors(self, samples):
        """Squared errors of reconstructions, over the largest permitted."""
        again = self.model(self.model.encoder(samples)["mean"])
        axes = tuple(range(1, len(self.sample_shape) + 1))
        errors = tf.reduce_sum((samples - again) ** 2, axis=axes)
        return errors / self._largest_error


def _squares(x, y):
    """Squared distances of rows."""
    norms = [tf.reduce_sum(rows**2, axis=1) for rows in (x, y)]
    products = tf.matmul(x, y, transpose_b=True)
    return tf.nn.relu(norms[0][:, None] - 2 * products + norms[1])
