"""Diversity terms of the generator's loss, which keep its samples apart."""

import abc
from typing import Self

import keras
from keras import ops

from keras_creative.losses.energy import pulling_away
from keras_creative.losses.reduction import batch_mean
from keras_creative.typing import Config, Tensor

_EPSILON = 1e-5


def mode_seeking(
    samples: Tensor, latent: Tensor, labels: Tensor = None
) -> Tensor:
    """Mode seeking term: small when samples change with their latent vectors.

    `1 / (mean |G(z) - G(z')|_1 / mean |z - z'|_1 + 1e-5)` over pairs of the
    batch; under `tf.distribute`, of the batch of one replica. Each sample is
    paired with the next one of the batch or, with labels, with the next one of
    the same label. Attributes are not compared: the samples of a pair may have
    different attributes, which counts as variety.

    Args:
        samples: Generated samples `(batch, ...)`.
        latent: Latent vectors of the samples, `(batch, ...)`.
        labels: Integer labels of the samples, `(batch,)` or `(batch, 1)`.
            Defaults to `None`.

    Returns:
        float32 scalar, divided by the number of replicas; 0 if no two
        samples have the same label.

    Reference:

    - [Mao et al., 2019, equation 2](https://arxiv.org/abs/1903.05628)
    """
    distances = [_flat(samples), _flat(latent)]
    partners = ops.ones((ops.shape(samples)[0],), "float32")
    if labels is not None:
        labels = ops.reshape(labels, (-1,))
        order = ops.argsort(labels)
        labels = ops.take(labels, order, axis=0)
        partners = ops.cast(labels == ops.roll(labels, -1), "float32")
        distances = [ops.take(rows, order, axis=0) for rows in distances]
    apart, moved = (
        ops.sum(partners * _mean_abs(rows - ops.roll(rows, -1, axis=0)))
        for rows in distances
    )
    term = 1.0 / (ops.divide_no_nan(apart, moved) + _EPSILON)
    return batch_mean(ops.where(moved > 0, term, 0.0))


def batch_distance(samples: Tensor, real: Tensor) -> Tensor:
    """Relative deficit of the samples' mean distance compared to the data.

    `max(0, 1 - d(G(z)) / d(x))`, where `d` is the mean Euclidean distance of
    two different samples of the batch; under `tf.distribute`, of the batch of
    one replica.

    Args:
        samples: Generated samples `(batch, ...)`.
        real: Real samples of the same shape.

    Returns:
        float32 scalar in [0, 1], divided by the number of replicas; 0 if the
        samples are at least as far apart as the data.
    """
    share = _mean_distance(samples) / (_mean_distance(real) + _EPSILON)
    return batch_mean(ops.relu(1.0 - share))


class DiversityLoss(abc.ABC):
    """Base class of diversity terms."""

    # Names of the arguments that the term uses: `features`, `labels`, `real`.
    needs = ()

    @abc.abstractmethod
    def __call__(
        self,
        samples: Tensor,
        latent: Tensor,
        real: Tensor,
        features: Tensor,
        labels: Tensor,
    ) -> Tensor:
        """The term for a batch.

        Args:
            samples: Generated samples.
            latent: Latent vectors of the samples.
            real: The same number of real samples.
            features: The discriminator's last features of the generated
                samples, or `None` if it does not return them.
            labels: Labels that a conditional generator was given, or `None`.

        Returns:
            float32 scalar, divided by the number of replicas.
        """

    def get_config(self) -> Config:
        """Constructor arguments: none."""
        return {}

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Term from its config."""
        return cls(**config)


@keras.saving.register_keras_serializable(package="keras_creative")
class ModeSeeking(DiversityLoss):
    """Rewards samples that change with their latent vectors.

    See `mode_seeking()`.

    Example:

    >>> term = keras_creative.losses.ModeSeeking()
    >>> z = np.array([[0.0], [1.0]])
    >>> round(float(term(2 * z, z, None, None, None)), 4)
    0.5

    Reference:

    - [Mao et al., 2019](https://arxiv.org/abs/1903.05628)
    """

    def __call__(
        self,
        samples: Tensor,
        latent: Tensor,
        real: Tensor,
        features: Tensor,
        labels: Tensor,
    ) -> Tensor:
        """`mode_seeking()` of the batch."""
        return mode_seeking(samples, latent, labels)


@keras.saving.register_keras_serializable(package="keras_creative")
class PullingAway(DiversityLoss):
    """Rewards samples whose features point in different directions.

    See `pulling_away()`; EBGAN applies it to the codes of its autoencoder.

    Reference:

    - [Zhao et al., 2017, equation 4](https://arxiv.org/abs/1609.03126)
    """

    needs = ("features",)

    def __call__(
        self,
        samples: Tensor,
        latent: Tensor,
        real: Tensor,
        features: Tensor,
        labels: Tensor,
    ) -> Tensor:
        """`pulling_away()` of the batch's features."""
        return pulling_away(features)


@keras.saving.register_keras_serializable(package="keras_creative")
class BatchDistance(DiversityLoss):
    """Rewards samples that are as far apart as the data.

    See `batch_distance()`.
    """

    needs = ("real",)

    def __call__(
        self,
        samples: Tensor,
        latent: Tensor,
        real: Tensor,
        features: Tensor,
        labels: Tensor,
    ) -> Tensor:
        """`batch_distance()` of the batch."""
        return batch_distance(samples, real)


def _flat(samples):
    samples = ops.cast(samples, "float32")
    return ops.reshape(samples, (ops.shape(samples)[0], -1))


def _mean_abs(rows):
    return ops.mean(ops.abs(rows), axis=1)


def _mean_distance(samples):
    rows = _flat(samples)
    n = ops.shape(rows)[0]
    # Centered, because the subtraction below loses precision far from 0.
    rows = rows - ops.mean(rows, axis=0)
    norms = ops.sum(ops.square(rows), axis=1)
    squares = norms[:, None] + norms - 2.0 * rows @ ops.transpose(rows)
    others = 1.0 - ops.eye(n, dtype="float32")
    distances = others * ops.sqrt(ops.maximum(squares, _EPSILON**2))
    pairs = ops.cast(n * (n - 1), "float32")
    return ops.sum(distances) / ops.maximum(pairs, 1)
