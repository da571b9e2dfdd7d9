"""The Sharma-Mittal family of divergences, stable at its limits.

`SM(p || q) = ((sum p^a q^(1-a))^((1-b)/(1-a)) - 1) / (b - 1)` is 0/0 at
`a = 1` and at `b = 1`. It is computed from the ratios
`expm1(x) / x` and `log1p(x) / x`, which are smooth at 0, so that the limits
need no special case.
"""

import math

import keras
import numpy as np
from keras import ops

from keras_creative.typing import Tensor

_SERIES_RADIUS = 1e-3
_LIMIT_RADIUS = 0.1
_LOWEST_LOG = -80.0


def sharma_mittal_divergence(
    log_p: Tensor, log_q: Tensor, alpha: float, beta: float
) -> Tensor:
    """Sharma-Mittal divergence of `p` from `q` over the last axis, in nats.

    Its limits are, for `beta -> 1`, the Renyi divergence of order `alpha`; for
    `beta -> alpha`, the Tsallis divergence; for both at 1, the KL divergence
    `KL(p || q)`; for `alpha = 1/2` and `beta -> 1`, twice the Bhattacharyya
    distance. It is symmetric in `p` and `q` for `alpha = 1/2`.

    Args:
        log_p: Log-probabilities `(..., num_classes)`. The computation uses at
            least float32; float16 and bfloat16 are cast and cast back.
        log_q: Log-probabilities that are broadcast to `log_p`.
        alpha: Order, a positive number.
        beta: Degree, any number. Far above 1 the divergence grows like
            `exp((beta - 1) R)` with the Renyi divergence `R`; see
            `check_degree()`.

    Returns:
        Tensor `(...)`, 0 where `p == q` and positive elsewhere.

    Example:

    >>> log_p, log_q = np.log([0.9, 0.1]), np.log([0.5, 0.5])
    >>> divergence = keras_creative.losses.sharma_mittal_divergence
    >>> round(float(divergence(log_p, log_q, alpha=1.0, beta=1.0)), 4)
    0.3681

    Reference:

    - [Sbai et al., 2018, section 3.2](https://arxiv.org/abs/1804.00921)
    - [Akturk et al., 2007](https://arxiv.org/abs/cond-mat/0703277)
    """
    log_p = ops.convert_to_tensor(log_p)
    wide = keras.backend.result_type(log_p.dtype, "float32")
    renyi = _renyi_divergence(
        ops.cast(log_p, wide), ops.cast(log_q, wide), alpha
    )
    divergence = renyi * _expm1_ratio((beta - 1.0) * renyi)
    return ops.cast(divergence, log_p.dtype)


def check_degree(beta, num_classes, dtype="float32"):
    """Check that the divergence from the uniform distribution is finite.

    The Renyi divergence from it is at most `log(num_classes)`. The square of
    the divergence must not overflow either, because Adam squares gradients.

    Args:
        beta: Degree.
        num_classes: Number of classes.
        dtype: Type that the divergence is computed in. Defaults to
            `"float32"`.

    Raises:
        ValueError: If `beta` is too large.
    """
    largest = math.log(float(np.finfo(dtype).max)) / 2
    limit = 1 + largest / math.log(max(num_classes, 2))
    if beta > limit:
        raise ValueError(
            f"`beta` must be at most {limit:.1f} for {num_classes} classes, or "
            f"the divergence overflows in {dtype}. Received: beta={beta}"
        )


def _renyi_divergence(log_p, log_q, alpha):
    order = alpha - 1.0
    if abs(order) > _LIMIT_RADIUS:
        overlap = ops.logsumexp(alpha * log_p - order * log_q, axis=-1)
        return overlap / order
    # Near alpha = 1 the overlap is 1, and its logarithm would lose precision.
    # Classes below exp(-80) are negligible; the clip keeps exp() finite.
    log_ratio = ops.maximum(log_p, _LOWEST_LOG) - log_q
    mean = ops.sum(
        ops.exp(log_p) * log_ratio * _expm1_ratio(order * log_ratio), axis=-1
    )
    return mean * _log1p_ratio(order * mean)


def _expm1_ratio(x):
    """`(exp(x) - 1) / x`, 1 at 0."""
    small = ops.abs(x) < _SERIES_RADIUS
    series = 1.0 + x * (1.0 / 2.0 + x * (1.0 / 6.0 + x / 24.0))
    safe = ops.where(small, ops.ones_like(x), x)
    return ops.where(small, series, ops.expm1(safe) / safe)


def _log1p_ratio(x):
    """`log(1 + x) / x`, 1 at 0."""
    small = ops.abs(x) < _SERIES_RADIUS
    series = 1.0 - x * (1.0 / 2.0 - x * (1.0 / 3.0 - x / 4.0))
    safe = ops.where(small, ops.ones_like(x), x)
    return ops.where(small, series, ops.log1p(safe) / safe)
