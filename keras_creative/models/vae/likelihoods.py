"""Likelihoods: the distribution that a decoder's outputs define."""

import keras
from keras import ops

from keras_creative.checks import check_choice
from keras_creative.losses import (
    bernoulli_log_likelihood,
    gaussian_log_likelihood,
)
from keras_creative.models.core.network_forms import graph_of


class Bernoulli(keras.layers.Layer):
    """Bernoulli likelihood of pixels; the decoder returns logits."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.built = True

    def log_likelihood(self, samples, outputs):
        """Log-likelihood of each sample, in nats; pixels in [-1, 1]."""
        targets = 0.5 * (ops.cast(samples, "float32") + 1.0)
        return bernoulli_log_likelihood(targets, outputs)

    def expected(self, outputs):
        """Mean samples, in [-1, 1]: `2 sigmoid(x) - 1 = tanh(x / 2)`."""
        return ops.tanh(0.5 * outputs)

    def sampler(self, decoder):
        """The decoder with `expected()`, made of plain Keras layers."""
        half = keras.layers.Rescaling(0.5, dtype="float32", name="half_logits")
        tanh = keras.layers.Activation("tanh", dtype="float32", name="expected")
        inputs, logits = graph_of(decoder)
        return keras.Model(inputs, tanh(half(logits)))


class Gaussian(keras.layers.Layer):
    """Gaussian likelihood: the outputs are means, and one variance is learned.

    Reference:

    - [Rybkin et al., 2021](https://arxiv.org/abs/2006.13202)
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.log_variance = self.add_weight(
            shape=(), initializer="zeros", name="log_variance"
        )
        self.built = True

    def log_likelihood(self, samples, outputs):
        """Log-likelihood of each sample, in nats."""
        return gaussian_log_likelihood(samples, outputs, self.log_variance)

    def expected(self, outputs):
        """Mean samples, the outputs themselves."""
        return outputs

    def sampler(self, decoder):
        """The decoder itself."""
        return decoder


LIKELIHOODS = {"bernoulli": Bernoulli, "gaussian": Gaussian}


def get_likelihood(name):
    """Create a likelihood by name.

    Args:
        name: One of `LIKELIHOODS`.

    Returns:
        `keras.layers.Layer` with `log_likelihood(samples, outputs)`,
        `expected(outputs)` and `sampler(decoder)`.

    Raises:
        ValueError: If the name is unknown.
    """
    check_choice("likelihood", name, LIKELIHOODS)
    return LIKELIHOODS[name](name=name)
