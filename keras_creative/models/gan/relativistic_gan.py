"""Relativistic GANs: real samples are to look more real than generated ones."""

from typing import Any

import keras

from keras_creative import losses
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import Config


@keras.saving.register_keras_serializable(package="keras_creative")
class RelativisticGAN(GAN):
    """GAN whose discriminator judges real and generated samples by comparison.

    The generator's loss, too, has real samples in it: to win, its samples must
    come to look more real, and the real ones less so.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)`.
        average: Whether a sample is compared with the mean of the other side
            (RaGAN) instead of with one of its samples (RpGAN). Defaults to
            `False`.
        **kwargs: As for `GAN`, without `criterion`.

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

    def get_config(self) -> Config:
        """Arguments that make the same model again."""
        return {**super().get_config(), "average": self.average}
