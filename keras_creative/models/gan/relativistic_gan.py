"""Relativistic GAN, which compares scores of real and generated samples."""

from typing import Any

import keras

from keras_creative import losses
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class RelativisticGAN(GAN):
    """GAN whose discriminator compares real with generated samples.

    The discriminator estimates whether a real sample looks more real than a
    generated one, and the generator the reverse. The generator's loss, too,
    depends on real samples.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)`.
        average: Whether a sample is compared with the mean score of the other
            kind (RaGAN) instead of with one sample (RpGAN). Defaults to
            `False`.
        **kwargs: See `GAN`, without `criterion`.

    Reference:

    - [Jolicoeur-Martineau, 2018](https://arxiv.org/abs/1807.00734)
    """

    fixed_arguments = ("criterion",)

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        average: bool = False,
        **kwargs: Any,
    ) -> None:
        criterion = (
            losses.RelativisticAverage()
            if average
            else losses.RelativisticPaired()
        )
        super().__init__(generator, discriminator, criterion, **kwargs)
        self.average = average

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Both losses are functions of differences of scores."""
        real, labels = self.unpack(data)
        compared = self.criterion  # D(x) with D(G(z)), or with its mean
        for x, y in self.critic_batches(real, labels):
            d_logs = self.discriminator_step(x, y, compared, self.penalty)
        g_logs = self.generator_step(x, y, compared)
        self.average_generator()
        return self.track(d_logs | g_logs)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {**super().get_config(), "average": self.average}
