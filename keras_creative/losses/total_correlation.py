"""Total correlation: how far the numbers of a code depend on one another."""

import math

import keras
from keras import ops

from keras_creative.typing import Tensor


def total_correlation(
    latent: Tensor, mean: Tensor, log_variance: Tensor
) -> Tensor:
    """Total correlation of codes, estimated in a batch, for each code.

    It is the divergence `KL(q(z) || prod_d q(z_d))` of the distribution of all
    codes from the product of its marginals: 0 if the numbers of a code are
    independent. `q(z)` is the mean of the batch's Gaussians, a lower bound with
    a bias that vanishes in large batches; under `tf.distribute` the batch is
    that of the replica.

    Args:
        latent: Codes drawn from the Gaussians, `(batch, latent_dim)`.
        mean: Means of the Gaussians, of the same shape.
        log_variance: Logarithms of their variances, of the same shape.

    Returns:
        Tensor `(batch,)` of at least float32, in nats.

    Example:

    >>> codes = np.diag([1.0, 2.0, 3.0, 4.0])  # disjoint, each of 4 numbers
    >>> losses = keras_creative.losses.total_correlation(
    ...     codes, codes, np.full((4, 4), -20.0)
    ... )
    >>> bool(losses[0] > 0)
    True

    Reference:

    - [Chen et al., 2018, eq. 2 and appendix C.1](
        https://arxiv.org/abs/1802.04942)
    """
    latent = ops.convert_to_tensor(latent)
    dtype = keras.backend.result_type(latent.dtype, "float32")
    latent, mean, log_variance = (
        ops.cast(values, dtype) for values in (latent, mean, log_variance)
    )
    # Log-density of each number of code i under Gaussian j.
    away = ops.square(latent[:, None] - mean) * ops.exp(-log_variance)
    log_q = -0.5 * (away + log_variance + math.log(2 * math.pi))
    log_count = ops.log(ops.cast(ops.shape(latent)[0], dtype))
    joint = ops.logsumexp(ops.sum(log_q, axis=2), axis=1) - log_count
    marginals = ops.logsumexp(log_q, axis=1) - log_count
    return joint - ops.sum(marginals, axis=1)
