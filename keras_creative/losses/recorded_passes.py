"""Passes of a discriminator whose scores are differentiated later."""

from collections.abc import Callable, Mapping

import tensorflow as tf
from keras import ops

from keras_creative.typing import Tensor


class RecordedPasses:
    """Calls a discriminator, and computes the score's gradient at its samples.

    A gradient penalty at samples that have been scored already, such as R1's at
    the real samples, uses the recorded pass instead of a second one.

    Args:
        discriminator: Callable that maps samples to a dict with `score`.

    Example:

    >>> network = keras_creative.networks.mlp_discriminator()
    >>> passes = keras_creative.losses.RecordedPasses(network)
    >>> real = keras.ops.ones((4, 2))
    >>> scores = passes(real)["score"]
    >>> passes.score_gradient(real).shape
    TensorShape([4, 2])
    """

    def __init__(
        self, discriminator: Callable[..., Mapping[str, Tensor]]
    ) -> None:
        self.discriminator = discriminator
        self._passes = {}

    def __call__(
        self, samples: Tensor, training: bool = True
    ) -> Mapping[str, Tensor]:
        """Outputs of the discriminator."""
        samples = ops.convert_to_tensor(samples)
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(samples)
            outputs = self.discriminator(samples, training=training)
        # The tensor is kept, so that no other one takes its id.
        self._passes[id(samples)] = samples, tape, outputs["score"]
        return outputs

    def score_gradient(self, samples: Tensor, training: bool = True) -> Tensor:
        """Gradient of the sum of the scores by the samples.

        Args:
            samples: Tensor `(batch, ...)`. If it has not been scored since its
                last gradient, it is scored first.
            training: Whether the discriminator is in training mode then.
                Defaults to `True`.

        Returns:
            Tensor of the shape of `samples`.
        """
        samples = ops.convert_to_tensor(samples)
        if id(samples) not in self._passes:
            self(samples, training)
        samples, tape, score = self._passes.pop(id(samples))
        return tape.gradient(score, samples)
