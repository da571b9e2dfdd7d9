"""GAN with the hinge loss."""

from typing import Any

import keras

from keras_creative import losses
from keras_creative.models.gan.gan import GAN


@keras.saving.register_keras_serializable(package="keras_creative")
class HingeGAN(GAN):
    """GAN with the hinge loss.

    The discriminator is asked for a margin of 1 on either side and no more;
    the generator raises its samples' scores.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)`.
        **kwargs: As for `GAN`, without `criterion`.

    Reference:

    - [Lim and Ye, 2017](https://arxiv.org/abs/1705.02894)
    """

    fixed_arguments = ("criterion",)

    def __init__(
        self, generator: keras.Model, discriminator: keras.Model, **kwargs: Any
    ) -> None:
        super().__init__(generator, discriminator, losses.Hinge(), **kwargs)
