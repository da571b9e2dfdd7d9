"""Wasserstein GAN with clipped weights."""

from typing import Any

import keras

from keras_creative import losses
from keras_creative.models.gan.gan import GAN


@keras.saving.register_keras_serializable(package="keras_creative")
class WGAN(GAN):
    """Wasserstein GAN, its critic kept Lipschitz by clipping its weights.

    The critic makes `n_critic` steps for each of the generator; a batch of the
    data is shared out among them, so that `fit()` takes `n_critic` times the
    batch that the critic is to see.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: The critic, a built `keras.Model` from samples to a dict
            with `score` `(batch, 1)`.
        clip: Largest size of the critic's weights, positive. Defaults to
            `0.01`.
        n_critic: Steps of the critic for each of the generator. Defaults to
            `5`.
        **kwargs: As for `GAN`, without `criterion`. The paper trains both
            players by RMSprop at 5e-5.

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
