"""Creativity losses: distances of the class posterior from uniform.

The generator minimizes them on its samples, so that they look real and yet
belong to no known class. All are functions of the class head's logits and are
minimal where the posterior is uniform.
"""

import math

import keras
from keras import ops

from keras_creative.losses.divergences import (
    check_degree,
    sharma_mittal_divergence,
)
from keras_creative.typing import Config, Tensor


def uniform_crossentropy(class_logits: Tensor) -> Tensor:
    """Cross-entropy between the uniform distribution and the posterior.

    In nats, per sample.

    DesIGN's multi-class criterion (MCE),
    `-sum_k (1/K) log softmax(D_b(G(z)))_k`. It is
    `KL(uniform || posterior) + log K`, so its minimum is `log K`.

    Args:
        class_logits: Class head's logits for generated samples,
            `(batch, num_classes)`.

    Returns:
        Tensor `(batch,)`, at least `log(num_classes)`.

    Reference:

    - [Sbai et al., 2018, section 3.2](https://arxiv.org/abs/1804.00921)
    """
    return -ops.mean(ops.log_softmax(class_logits, axis=-1), axis=-1)


def can_creativity(class_logits: Tensor) -> Tensor:
    """CAN's style ambiguity loss: one binary cross-entropy per class, in nats.

    `-sum_k [(1/K) log s_k + (1 - 1/K) log(1 - s_k)]` with
    `s_k = sigmoid(D_b(G(z))_k)`. The classes are independent binary problems;
    the loss is minimal at `s_k = 1/K` for all classes.

    Args:
        class_logits: Class head's logits for generated samples,
            `(batch, num_classes)`.

    Returns:
        Tensor `(batch,)`.

    Reference:

    - [Elgammal et al., 2017, eq. 4](https://arxiv.org/abs/1706.07068)
    """
    class_logits = ops.convert_to_tensor(class_logits)
    share = 1.0 / class_logits.shape[-1]
    return ops.sum(
        share * ops.softplus(-class_logits)
        + (1.0 - share) * ops.softplus(class_logits),
        axis=-1,
    )


def sharma_mittal(class_logits: Tensor, alpha: float, beta: float) -> Tensor:
    """Sharma-Mittal divergence of the posterior from uniform, in nats.

    Args:
        class_logits: Class head's logits for generated samples,
            `(batch, num_classes)`.
        alpha: Order, a positive number.
        beta: Degree; for 10 classes at most 20.3, see `check_degree()`.

    Returns:
        Tensor `(batch,)`, 0 where the posterior is uniform.

    Raises:
        ValueError: If `beta` is so large that the divergence overflows.

    Reference:

    - [Sbai et al., 2018, section 3.2](https://arxiv.org/abs/1804.00921)
    """
    class_logits = ops.convert_to_tensor(class_logits)
    wide = keras.backend.result_type(class_logits.dtype, "float32")
    check_degree(beta, class_logits.shape[-1], wide)
    log_p = ops.log_softmax(ops.cast(class_logits, wide), axis=-1)
    log_q = ops.full_like(log_p, -math.log(class_logits.shape[-1]))
    divergence = sharma_mittal_divergence(log_p, log_q, alpha, beta)
    return ops.cast(divergence, class_logits.dtype)


def creativity_value(loss: keras.losses.Loss, class_logits: Tensor) -> Tensor:
    """Value of any Keras loss between the class posterior and uniform.

    A `CreativityLoss` is called with the logits. Any other loss is called with
    `y_true`, the uniform distribution, and `y_pred`, the class posterior, both
    `(batch, num_classes)`; if its config has `from_logits=True`, `y_pred` is
    the logits.

    Args:
        loss: `keras.losses.Loss`.
        class_logits: Class head's logits for generated samples,
            `(batch, num_classes)`.

    Returns:
        Scalar tensor.

    Example:

    >>> creativity_value = keras_creative.losses.creativity_value
    >>> kl = keras.losses.KLDivergence()  # KL(uniform || posterior)
    >>> round(float(creativity_value(kl, np.log([[0.9, 0.1]]))), 4)
    0.5108
    """
    class_logits = ops.convert_to_tensor(class_logits)
    uniform = ops.full_like(class_logits, 1.0 / class_logits.shape[-1])
    takes_logits = isinstance(loss, CreativityLoss) or loss.get_config().get(
        "from_logits", False
    )
    return loss(
        uniform, class_logits if takes_logits else ops.softmax(class_logits)
    )


class CreativityLoss(keras.losses.Loss):
    """Base class of the creativity losses.

    A subclass implements `divergence(class_logits)`. The target is the uniform
    distribution, so there is no `y_true`: pass `None`.

    Args:
        name: Name of the loss. Defaults to the class name in snake case.
        reduction: How to reduce over the batch. Defaults to
            `"sum_over_batch_size"`.
        dtype: Type that the logits are cast to. Defaults to
            `keras.config.floatx()`.

    Example:

    >>> loss = keras_creative.losses.UniformCrossentropy()
    >>> float(loss(None, np.zeros((8, 10))))  # log 10
    2.3025851249694824
    """

    def __call__(
        self, y_true: Tensor, y_pred: Tensor, sample_weight: Tensor = None
    ) -> Tensor:
        """Reduced loss of the logits `y_pred`; `y_true` is not used."""
        return super().__call__(y_pred, y_pred, sample_weight)

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Loss per sample."""
        return self.divergence(y_pred)


@keras.saving.register_keras_serializable(package="keras_creative")
class UniformCrossentropy(CreativityLoss):
    """Mean `uniform_crossentropy()`: DesIGN's creativity loss.

    Reference:

    - [Sbai et al., 2018, section 3.2](https://arxiv.org/abs/1804.00921)
    """

    def divergence(self, class_logits: Tensor) -> Tensor:
        """See `uniform_crossentropy()`."""
        return uniform_crossentropy(class_logits)


@keras.saving.register_keras_serializable(package="keras_creative")
class CANCreativity(CreativityLoss):
    """Mean `can_creativity()`: CAN's style ambiguity loss.

    Reference:

    - [Elgammal et al., 2017, eq. 4](https://arxiv.org/abs/1706.07068)
    """

    def divergence(self, class_logits: Tensor) -> Tensor:
        """See `can_creativity()`."""
        return can_creativity(class_logits)


@keras.saving.register_keras_serializable(package="keras_creative")
class SharmaMittal(CreativityLoss):
    """Mean `sharma_mittal()` divergence from the uniform distribution.

    | alpha | beta | divergence |
    |---|---|---|
    | any | 1 | Renyi's of order alpha |
    | any | alpha | Tsallis' of order alpha |
    | 1 | 1 | Kullback-Leibler, `KL(posterior \\|\\| uniform)` |
    | 1/2 | 1 | twice the Bhattacharyya distance |
    | 1/2 | 1/2 | twice the squared Hellinger distance |

    Args:
        alpha: Order, a positive number. Defaults to `0.5`.
        beta: Degree, a finite number for which the divergence does not
            overflow: at most 20.3 for 10 classes. Defaults to `0.5`.
        name: Name of the loss. Defaults to `"sharma_mittal"`.
        reduction: How to reduce over the batch. Defaults to
            `"sum_over_batch_size"`.
        dtype: Type that the logits are cast to. Defaults to
            `keras.config.floatx()`.

    Raises:
        ValueError: If `alpha` is not positive, if `alpha` or `beta` is not
            finite, or, at the first call, if `beta` is too large for the
            number of classes.

    Example:

    >>> renyi = keras_creative.losses.SharmaMittal(alpha=2.0, beta=1.0)
    >>> round(float(renyi(None, np.log([[0.9, 0.1]]))), 4)  # log(2 * 0.82)
    0.4947

    Reference:

    - [Sbai et al., 2018, section 3.2](https://arxiv.org/abs/1804.00921)
    """

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        name: str = "sharma_mittal",
        reduction: str = "sum_over_batch_size",
        dtype: str | keras.DTypePolicy | None = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not (math.isfinite(alpha) and alpha > 0):
            raise ValueError(
                f"`alpha` must be a positive number. Received: alpha={alpha}"
            )
        if not math.isfinite(beta):
            raise ValueError(
                f"`beta` must be a finite number. Received: beta={beta}"
            )
        self.alpha = alpha
        self.beta = beta

    def divergence(self, class_logits: Tensor) -> Tensor:
        """See `sharma_mittal()`."""
        return sharma_mittal(class_logits, self.alpha, self.beta)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {**super().get_config(), "alpha": self.alpha, "beta": self.beta}
