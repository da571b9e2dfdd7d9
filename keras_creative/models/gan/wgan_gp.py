"""Wasserstein GAN with a gradient penalty (WGAN-GP)."""

from typing import Any

import keras

from keras_creative import losses
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class WGANGP(GAN):
    """Wasserstein GAN with a gradient penalty (WGAN-GP).

    The critic takes `n_critic` steps per generator step. A batch of the data is
    split among them: use batches `n_critic` times as large as those of a critic
    step. The critic must score samples independently: do not use batch
    normalization.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: The critic, a built `keras.Model` from samples to a dict
            with `score` `(batch, 1)`.
        penalty_weight: Weight of the gradient penalty, a non-negative number or
            a `keras.optimizers.schedules.LearningRateSchedule` of the critic's
            step. Defaults to `10`; for points in the plane the paper uses
            `0.1`.
        n_critic: Critic steps per generator step. Defaults to `5`.
        **kwargs: See `GAN`, without `criterion` and `penalty`. The paper trains
            both players with Adam, a learning rate of 1e-4, `beta_1=0` and
            `beta_2=0.9`.

    Raises:
        ValueError: If `penalty_weight` is negative.

    Reference:

    - [Gulrajani et al., 2017, algorithm 1](https://arxiv.org/abs/1704.00028)
    """

    fixed_arguments = ("criterion", "penalty")

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        penalty_weight: float
        | keras.optimizers.schedules.LearningRateSchedule = 10.0,
        n_critic: int = 5,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            generator,
            discriminator,
            losses.Wasserstein(),
            losses.GradientPenalty(penalty_weight),
            n_critic=n_critic,
            **kwargs,
        )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Algorithm 1: `n_critic` steps of the critic, one of the generator."""
        real, labels = self.unpack(data)
        wasserstein, gradient_penalty = self.criterion, self.penalty
        for x, y in self.critic_batches(real, labels):
            d_logs = self.discriminator_step(
                x, y, wasserstein, gradient_penalty
            )
        g_logs = self.generator_step(x, y, wasserstein)
        self.average_generator()
        return self.track(d_logs | g_logs)

    def get_config(self) -> Config:
        """Constructor arguments."""
        weight = keras.saving.serialize_keras_object(self.penalty.weight)
        return {**super().get_config(), "penalty_weight": weight}
