"""Least squares GAN."""

from typing import Any

import keras

from keras_creative import losses
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class LSGAN(GAN):
    """Least squares GAN.

    The discriminator minimizes the squared distance of its score from 1 for
    real and from 0 for generated samples, the generator that of its samples'
    score from 1. Correctly classified samples far from the boundary still have
    a gradient.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)`.
        **kwargs: See `GAN`, without `criterion`.

    Reference:

    - [Mao et al., 2017, eq. 9](https://arxiv.org/abs/1611.04076)
    """

    fixed_arguments = ("criterion",)

    def __init__(
        self, generator: keras.Model, discriminator: keras.Model, **kwargs: Any
    ) -> None:
        super().__init__(
            generator, discriminator, losses.LeastSquares(), **kwargs
        )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Equation 9: both players minimize squared distances."""
        real, labels = self.unpack(data)
        squares = self.criterion  # (D(x) - 1)^2 / 2 + D(G(z))^2 / 2
        for x, y in self.critic_batches(real, labels):
            d_logs = self.discriminator_step(x, y, squares, self.penalty)
        g_logs = self.generator_step(x, y, squares)  # (D(G(z)) - 1)^2 / 2
        self.average_generator()
        return self.track(d_logs | g_logs)
