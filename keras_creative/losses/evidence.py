"""The two terms of the evidence lower bound, per sample, in nats."""

import math

import keras
from keras import ops

from keras_creative.typing import Tensor


def gaussian_kl(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL divergence of a diagonal Gaussian from the standard normal.

    `KL(N(mean, variance) || N(0, 1)) = sum(mean^2 + variance - 1 -
    log_variance) / 2`.

    Args:
        mean: Tensor `(batch, ...)`.
        log_variance: Tensor of the same shape.

    Returns:
        Tensor `(batch,)` of at least float32, in nats; 0 if `mean` and
        `log_variance` are 0.

    Example:

    >>> kl = keras_creative.losses.gaussian_kl([[1.0, 2.0]], [[0.0, 0.0]])
    >>> kl.numpy().tolist()
    [2.5]

    Reference:

    - [Kingma & Welling, 2014, appendix B](https://arxiv.org/abs/1312.6114)
    """
    mean = _at_least_float32(mean)
    log_variance = ops.cast(log_variance, mean.dtype)
    return 0.5 * _sum_per_sample(
        ops.square(mean) + ops.expm1(log_variance) - log_variance
    )


def bernoulli_log_likelihood(targets: Tensor, logits: Tensor) -> Tensor:
    """Log-likelihood of independent Bernoulli variables, from their logits.

    Targets between 0 and 1, such as gray pixels, weight both outcomes, as is
    common for images; the value is then not the logarithm of a probability.

    Args:
        targets: Tensor `(batch, ...)` of numbers in [0, 1].
        logits: Tensor of the same shape.

    Returns:
        Tensor `(batch,)` of at least float32, in nats; never positive.

    Example:

    >>> log_likelihood = keras_creative.losses.bernoulli_log_likelihood
    >>> round(float(log_likelihood([[1.0, 0.0]], [[0.0, 0.0]])[0]), 4)
    -1.3863

    Reference:

    - [Kingma & Welling, 2014, eq. 11](https://arxiv.org/abs/1312.6114)
    """
    logits = _at_least_float32(logits)
    targets = ops.cast(targets, logits.dtype)
    return _sum_per_sample(targets * logits - ops.softplus(logits))


def gaussian_log_likelihood(
    targets: Tensor, means: Tensor, log_variance: Tensor = 0.0
) -> Tensor:
    """Log-density of independent Gaussian variables.

    Args:
        targets: Tensor `(batch, ...)`.
        means: Tensor of the same shape.
        log_variance: Number, or tensor that is broadcast to `targets`.
            Defaults to `0`, a variance of 1.

    Returns:
        Tensor `(batch,)` of at least float32, in nats.

    Example:

    >>> log_likelihood = keras_creative.losses.gaussian_log_likelihood
    >>> round(float(log_likelihood([[1.0]], [[1.0]])[0]), 4)
    -0.9189

    Reference:

    - [Kingma & Welling, 2014, eq. 12](https://arxiv.org/abs/1312.6114)
    """
    means = _at_least_float32(means)
    targets = ops.cast(targets, means.dtype)
    log_variance = ops.cast(log_variance, means.dtype)
    scaled = ops.square(targets - means) * ops.exp(-log_variance)
    return -0.5 * _sum_per_sample(scaled + log_variance + math.log(2 * math.pi))


def _at_least_float32(values):
    values = ops.convert_to_tensor(values)
    wide = keras.backend.result_type(values.dtype, "float32")
    return ops.cast(values, wide)


def _sum_per_sample(values):
    return ops.sum(values, axis=tuple(range(1, len(values.shape))))
