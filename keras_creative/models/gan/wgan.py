"""Wasserstein GAN with clipped weights."""

from typing import Any

import keras

from keras_creative import losses
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class WGAN(GAN):
    """Wasserstein GAN with clipped critic weights.

    The critic takes `n_critic` steps per generator step. A batch of the data is
    split among them: use batches `n_critic` times as large as those of a critic
    step.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: The critic, a built `keras.Model` from samples to a dict
            with `score` `(batch, 1)`.
        clip: Largest absolute value of the critic's weights, positive.
            Defaults to `0.01`.
        n_critic: Critic steps per generator step. Defaults to `5`.
        **kwargs: See `GAN`, without `criterion`. The paper trains both players
            with RMSprop and a learning rate of 5e-5.

    Raises:
        ValueError: If `clip` is not positive.

    Reference:

    - [Arjovsky et al., 2017, algorithm 1](https://arxiv.org/abs/1701.07875)
    """

    fixed_arguments = ("criterion",)

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        clip: float = 0.01,
        n_critic: int = 5,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            generator,
            discriminator,
            losses.Wasserstein(),
            clip=clip,
            n_critic=n_critic,
            **kwargs,
        )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Algorithm 1; the critic's optimizer clips its weights (line 7)."""
        real, labels = self.unpack(data)
        wasserstein = self.criterion  # D(G(z)) - D(x)
        for x, y in self.critic_batches(real, labels):
            d_logs = self.discriminator_step(x, y, wasserstein, self.penalty)
        g_logs = self.generator_step(x, y, wasserstein)  # -D(G(z))
        self.average_generator()
        return self.track(d_logs | g_logs)
