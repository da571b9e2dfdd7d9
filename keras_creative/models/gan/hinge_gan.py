"""GAN with the hinge loss."""

from typing import Any

import keras

from keras_creative import losses
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class HingeGAN(GAN):
    """GAN with the hinge loss.

    The discriminator minimizes `max(0, 1 - D(x)) + max(0, 1 + D(G(z)))`, which
    is 0 for scores beyond the margins 1 and -1; the generator minimizes
    `-D(G(z))`.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)`.
        **kwargs: See `GAN`, without `criterion`.

    Reference:

    - [Lim and Ye, 2017](https://arxiv.org/abs/1705.02894)
    """

    fixed_arguments = ("criterion",)

    def __init__(
        self, generator: keras.Model, discriminator: keras.Model, **kwargs: Any
    ) -> None:
        super().__init__(generator, discriminator, losses.Hinge(), **kwargs)

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """One discriminator and one generator step with the hinge loss."""
        real, labels = self.unpack(data)
        hinge = self.criterion  # max(0, 1 - D(x)) + max(0, 1 + D(G(z)))
        for x, y in self.critic_batches(real, labels):
            d_logs = self.discriminator_step(x, y, hinge, self.penalty)
        g_logs = self.generator_step(x, y, hinge)  # -D(G(z))
        self.average_generator()
        return self.track(d_logs | g_logs)
