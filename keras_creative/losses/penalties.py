"""Penalties on the gradient of the discriminator's score."""

import keras
import tensorflow as tf
from keras import ops

from keras_creative.losses.reduction import batch_mean


def squared_gradient_norm(discriminator, samples, training=True):
    """Squared length of the score's gradient at each sample.

    `|grad_x D(x)|^2`, summed over every axis but the first, in float32.

    Args:
        discriminator: Callable from samples to a dict with `score`.
        samples: Tensor `(batch, ...)`.
        training: Whether the discriminator is in training mode. Defaults to
            `True`.

    Returns:
        float32 tensor `(batch,)`.
    """
    samples = ops.convert_to_tensor(samples)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(samples)
        score = discriminator(samples, training=training)["score"]
    gradient = ops.cast(tape.gradient(score, samples), "float32")
    axes = tuple(range(1, len(gradient.shape)))
    return ops.sum(ops.square(gradient), axis=axes)


@keras.saving.register_keras_serializable(package="keras_creative")
class R1Penalty:
    """Keeps the discriminator flat on real samples.

    `gamma / 2 * E |grad D(x)|^2`. It damps the circling of the two players
    that loses modes. With a schedule whose value reaches 0 the penalty ends
    there, and costs nothing from then on.

    Args:
        gamma: Weight, a number that is not negative or a
            `keras.optimizers.schedules.LearningRateSchedule` of the
            discriminator's step. Defaults to `0.1`.

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

    def __init__(self, gamma=0.1):
        if not callable(gamma) and not gamma >= 0:
            raise ValueError(
                f"`gamma` must not be negative. Received: gamma={gamma}"
            )
        self.gamma = gamma

    def penalised(self, real, fake):
        """The batches on which the discriminator is kept flat."""
        return (real,)

    def __call__(self, discriminator, real, fake, step=0, training=True):
        """The penalty of a batch.

        Args:
            discriminator: Callable from samples to a dict with `score`.
            real: Batch of real samples.
            fake: Batch of generated samples.
            step: The discriminator's step, for a schedule. Defaults to `0`.
            training: Whether the discriminator is in training mode. Defaults
                to `True`.

        Returns:
            float32 scalar, divided by the number of replicas.
        """
        gamma = self.gamma(step) if callable(self.gamma) else self.gamma
        gamma = ops.cast(gamma, "float32")

        def penalty():
            norms = [
                squared_gradient_norm(discriminator, samples, training)
                for samples in self.penalised(real, fake)
            ]
            return gamma / 2 * batch_mean(sum(norms))

        return ops.cond(gamma > 0, penalty, lambda: ops.zeros((), "float32"))

    def get_config(self):
        """Arguments that make the same penalty again."""
        return {"gamma": keras.saving.serialize_keras_object(self.gamma)}

    @classmethod
    def from_config(cls, config):
        """Penalty of a configuration."""
        return cls(keras.saving.deserialize_keras_object(config["gamma"]))


@keras.saving.register_keras_serializable(package="keras_creative")
class R1R2Penalty(R1Penalty):
    """Keeps the discriminator flat on real and on generated samples.

    `gamma / 2 * (E |grad D(x)|^2 + E |grad D(G(z))|^2)`.

    Args:
        gamma: Weight or schedule, as for `R1Penalty`. Defaults to `0.1`.

    Reference:

    - [Mescheder et al., 2018, eq. 9, 10](https://arxiv.org/abs/1801.04406)
    - [Huang et al., 2024](https://arxiv.org/abs/2501.05441)
    """

    def penalised(self, real, fake):
        """The batches on which the discriminator is kept flat."""
        return (real, fake)
