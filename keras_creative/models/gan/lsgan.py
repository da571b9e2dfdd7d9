"""Least squares GAN: the game of squared distances from targets."""

from typing import Any

import keras

from keras_creative import losses
from keras_creative.models.gan.gan import GAN


@keras.saving.register_keras_serializable(package="keras_creative")
class LSGAN(GAN):
    """Least squares GAN: the game of squared distances from targets.

    The discriminator's score is drawn to 1 on real and to 0 on generated
    samples, the generator's samples to 1, by squared distance; samples far on
    the right side still pull.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)`.
        **kwargs: As for `GAN`, without `criterion`.

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
