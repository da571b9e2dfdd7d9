"""Penalties on the gradient of the discriminator's score."""

import abc
from collections.abc import Callable, Mapping
from typing import Any, Self

import keras
from keras import ops

from keras_creative.checks import check_not_negative
from keras_creative.losses.recorded_passes import RecordedPasses
from keras_creative.losses.reduction import batch_mean
from keras_creative.typing import Config, Tensor

_EPSILON = 1e-12


def squared_gradient_norm(
    discriminator: Callable[..., Mapping[str, Tensor]],
    samples: Tensor,
    training: bool = True,
    axes: tuple[int, ...] | None = None,
) -> Tensor:
    """Squared norm of the score's gradient at each sample.

    `|grad_x D(x)|^2`, summed over all axes except the first, in float32.

    Args:
        discriminator: Callable that maps samples to a dict with `score`, or
            its `RecordedPasses`.
        samples: Tensor `(batch, ...)`.
        training: Whether the discriminator is in training mode. Defaults to
            `True`.
        axes: Axes of the sum. Defaults to `None`: all except the first.

    Returns:
        float32 tensor `(batch,)`, or `(batch, ...)` with the other axes.
    """
    if not isinstance(discriminator, RecordedPasses):
        discriminator = RecordedPasses(discriminator)
    gradient = discriminator.score_gradient(samples, training)
    gradient = ops.cast(gradient, "float32")
    axes = tuple(range(1, len(gradient.shape))) if axes is None else axes
    return ops.sum(ops.square(gradient), axis=axes)


class DiscriminatorPenalty(abc.ABC):
    """Base class of penalties on the gradient norm of the score.

    A subclass defines at which samples the gradient is computed and the
    penalty as a function of its norm. Where the value of a schedule is 0, the
    penalty is not computed.

    Args:
        weight: Non-negative number, or a
            `keras.optimizers.schedules.LearningRateSchedule` of the
            discriminator's steps.

    Raises:
        ValueError: If the weight is negative.
    """

    _weight_name = "weight"
    # Whether a sample's penalty depends on the others of its batch.
    uses_batch_statistics = False
    # Axes of the norm; all except the first if None.
    norm_axes = None

    def __init__(
        self, weight: float | keras.optimizers.schedules.LearningRateSchedule
    ) -> None:
        if not callable(weight):
            check_not_negative(**{self._weight_name: weight})
        self.weight = weight

    @abc.abstractmethod
    def penalised(
        self, real: Tensor, fake: Tensor, noise: Any
    ) -> tuple[Tensor, ...]:
        """The batches at which the gradient is computed, as a tuple."""

    @abc.abstractmethod
    def cost(self, squared_norms: Tensor) -> Tensor:
        """Penalty per sample for these squared gradient norms."""

    def __call__(
        self,
        discriminator: Callable[..., Mapping[str, Tensor]],
        real: Tensor,
        fake: Tensor,
        step: Tensor = 0,
        training: bool = True,
        noise: Any = keras.random,
    ) -> Tensor:
        """The penalty of a batch.

        Args:
            discriminator: Callable that maps samples to a dict with `score`,
                or its `RecordedPasses`.
            real: Batch of real samples.
            fake: Batch of generated samples.
            step: Step of the discriminator, for a schedule. Defaults to `0`.
            training: Whether the discriminator is in training mode. Defaults
                to `True`.
            noise: Object with `uniform(shape)` and `normal(shape)`. Defaults
                to `keras.random`; a model passes its own, whose state is saved.

        Returns:
            float32 scalar, divided by the number of replicas.
        """
        batches = self.penalised(real, fake, noise)

        def penalty(weight):
            costs = [
                self.cost(
                    squared_gradient_norm(
                        discriminator, x, training, self.norm_axes
                    )
                )
                for x in batches
            ]
            return weight * batch_mean(sum(costs))

        if self.weight == 0:
            return ops.zeros((), "float32")
        if not callable(self.weight):
            return penalty(ops.cast(self.weight, "float32"))
        weight = ops.cast(self.weight(step), "float32")
        return ops.cond(
            weight > 0,
            lambda: penalty(weight),
            lambda: ops.zeros((), "float32"),
        )

    def get_config(self) -> Config:
        """Constructor arguments."""
        weight = keras.saving.serialize_keras_object(self.weight)
        return {self._weight_name: weight}

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Penalty from its config."""
        weight = config[cls._weight_name]
        return cls(keras.saving.deserialize_keras_object(weight))


@keras.saving.register_keras_serializable(package="keras_creative")
class R1Penalty(DiscriminatorPenalty):
    """Penalizes the gradient norm of the score at real samples.

    `gamma / 2 * E |grad D(x)|^2`. It damps the oscillation of generator and
    discriminator by which modes are lost.

    Args:
        gamma: Weight, a non-negative number or a schedule of the
            discriminator's steps. Defaults to `0.1`.

    Raises:
        ValueError: If `gamma` is negative.

    Example:

    >>> schedule = keras.optimizers.schedules.PolynomialDecay(0.1, 1500, 0.0)
    >>> penalty = keras_creative.losses.R1Penalty(schedule)
    >>> network = keras_creative.networks.mlp_discriminator()
    >>> real, fake = np.ones((4, 2), "float32"), np.zeros((4, 2), "float32")
    >>> float(penalty(network, real, fake, step=1500))
    0.0

    Reference:

    - [Mescheder et al., 2018, eq. 9](https://arxiv.org/abs/1801.04406)
    """

    _weight_name = "gamma"

    def __init__(
        self,
        gamma: float | keras.optimizers.schedules.LearningRateSchedule = 0.1,
    ) -> None:
        super().__init__(gamma)

    def penalised(
        self, real: Tensor, fake: Tensor, noise: Any
    ) -> tuple[Tensor, ...]:
        """The real samples."""
        return (real,)

    def cost(self, squared_norms: Tensor) -> Tensor:
        """Half the squared norm."""
        return squared_norms / 2


@keras.saving.register_keras_serializable(package="keras_creative")
class R1R2Penalty(R1Penalty):
    """Penalizes the gradient norm of the score at real and generated samples.

    `gamma / 2 * (E |grad D(x)|^2 + E |grad D(G(z))|^2)`.

    Args:
        gamma: Weight or schedule, see `R1Penalty`. Defaults to `0.1`.

    Reference:

    - [Mescheder et al., 2018, eq. 9, 10](https://arxiv.org/abs/1801.04406)
    - [Huang et al., 2024](https://arxiv.org/abs/2501.05441)
    """

    def penalised(
        self, real: Tensor, fake: Tensor, noise: Any
    ) -> tuple[Tensor, ...]:
        """The real and the generated samples."""
        return (real, fake)


@keras.saving.register_keras_serializable(package="keras_creative")
class GradientPenalty(DiscriminatorPenalty):
    """Penalty of WGAN-GP: gradient norms near 1 between real and generated.

    `weight * E (|grad D(x')| - 1)^2` at `x' = e x + (1 - e) G(z)`, with one
    `e` from U(0, 1) per pair of a real sample `x` and a generated one `G(z)`.

    Args:
        weight: Non-negative number, or a schedule of the discriminator's
            steps. Defaults to `10`; the paper uses `0.1` for points in the
            plane.

    Raises:
        ValueError: If the weight is negative.

    Reference:

    - [Gulrajani et al., 2017, eq. 3](https://arxiv.org/abs/1704.00028)
    """

    def __init__(
        self,
        weight: float | keras.optimizers.schedules.LearningRateSchedule = 10.0,
    ) -> None:
        super().__init__(weight)

    def penalised(
        self, real: Tensor, fake: Tensor, noise: Any
    ) -> tuple[Tensor, ...]:
        """Random points between pairs of real and generated samples."""
        share = noise.uniform(_one_per_sample(real))
        real, fake = ops.cast(real, "float32"), ops.cast(fake, "float32")
        return (share * real + (1.0 - share) * fake,)

    def cost(self, squared_norms: Tensor) -> Tensor:
        """Squared difference of the norm from 1."""
        return ops.square(ops.sqrt(squared_norms + _EPSILON) - 1.0)


@keras.saving.register_keras_serializable(package="keras_creative")
class DRAGANPenalty(GradientPenalty):
    """Penalty of DRAGAN: gradient norms near 1 around real samples.

    Like `GradientPenalty`, at `x' = x + a s u / 2`, where `s` is the standard
    deviation of the batch, `u` is drawn from U(0, 1) per number and `a` from
    U(0, 1) per sample. This is the perturbation of the authors' code, which is
    never negative, whereas the paper describes noise. Under `tf.distribute`,
    `s` is computed from the batch of one replica.

    Args:
        weight: Non-negative number, or a schedule of the discriminator's
            steps. Defaults to `10`.

    Raises:
        ValueError: If the weight is negative.

    Reference:

    - [Kodali et al., 2017, section 2.3](https://arxiv.org/abs/1705.07215)
    """

    uses_batch_statistics = True

    def penalised(
        self, real: Tensor, fake: Tensor, noise: Any
    ) -> tuple[Tensor, ...]:
        """Random points near the real samples."""
        real = ops.cast(real, "float32")
        share = noise.uniform(_one_per_sample(real))
        step = noise.uniform(ops.shape(real))
        return (real + 0.5 * ops.std(real) * share * step,)


def _one_per_sample(samples):
    return (ops.shape(samples)[0], *[1] * (len(samples.shape) - 1))
