"""Wasserstein GAN with gradient penalty."""

from typing import Any

import keras

from keras_creative import losses
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class WGANGP(GAN):
    """Wasserstein GAN that penalizes gradients of other length than 1.

    The critic takes `n_critic` steps for each of the generator. A batch of the
    data is split among them: pass `fit()` batches `n_critic` times as large as
    the critic's. The critic must score each sample
    alone: use no batch normalization.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: The critic, a built `keras.Model` from samples to a dict
            with `score` `(batch, 1)`.
        penalty_weight: Weight of the gradient penalty, a number that is not
            negative or a `keras.optimizers.schedules.LearningRateSchedule` of
            the critic's step. Defaults to `10`; the paper's points in the
            plane take `0.1`.
        n_critic: Steps of the critic for each of the generator. Defaults to
            `5`.
        **kwargs: As for `GAN`, without `criterion` and `penalty`. The paper
            trains both players by Adam at 1e-4 with coefficients 0 and 0.9.

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
        """Arguments that make the same model again."""
        weight = keras.saving.serialize_keras_object(self.penalty.weight)
        return {**super().get_config(), "penalty_weight": weight}
