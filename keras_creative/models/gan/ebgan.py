"""Energy-based GAN, whose discriminator is an autoencoder."""

from collections.abc import Mapping
from typing import Any

import keras

from keras_creative import losses
from keras_creative.checks import check_not_negative
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class EBGAN(GAN):
    """Energy-based GAN with the pulling-away term.

    The discriminator gives each sample an energy, the error with which it
    reconstructs it: low for real samples, at least `margin` for generated
    ones. The generator lowers the energy of its samples; the pulling-away term
    keeps the codes of a batch apart, against collapse.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)`, the energy with its sign reversed, and `features`,
            the codes; see `keras_creative.networks.mlp_autoencoder()` and
            `dcgan_autoencoder()`.
        margin: Energy from which on generated samples cost the discriminator
            nothing, positive. Defaults to `1`.
        pulling_away: Weight of the pulling-away term, not negative. Defaults
            to `0.1`.
        **kwargs: As for `GAN`, without `criterion`.

    Raises:
        ValueError: If the margin is not positive, the weight negative, or the
            discriminator has no `features` to pull apart.

    Reference:

    - [Zhao et al., 2017, eq. 1, 2, 4](https://arxiv.org/abs/1609.03126)
    """

    fixed_arguments = ("criterion",)

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        margin: float = 1.0,
        pulling_away: float = 0.1,
        **kwargs: Any,
    ) -> None:
        check_not_negative(pulling_away=pulling_away)
        self.pulling_away = pulling_away
        super().__init__(
            generator, discriminator, losses.EnergyMargin(margin), **kwargs
        )
        if pulling_away and "features" not in self.discriminator.output:
            raise ValueError(
                "`discriminator` must return `features` for the pulling-away "
                f"term. Received: outputs {sorted(self.discriminator.output)}"
            )

    @property
    def tracked(self) -> tuple[str, ...]:
        """Names of the logs: those of the terms that there are."""
        names = super().tracked
        return (*names, "pulling_away") if self.pulling_away else names

    @property
    def uses_batch_statistics(self) -> bool:
        """Whether the codes of the batch are pulled apart."""
        return bool(self.pulling_away) or super().uses_batch_statistics

    def generator_terms(
        self, labels: Tensor, on_fake: Mapping[str, Tensor], latent: Tensor
    ) -> dict[str, tuple[Tensor, Tensor]]:
        """How alike the codes of the batch are."""
        if not self.pulling_away:
            return {}
        loss = losses.pulling_away(on_fake["features"])
        return {"pulling_away": (self.pulling_away, loss)}

    def get_config(self) -> Config:
        """Arguments that make the same model again."""
        return {
            **super().get_config(),
            "margin": self.criterion.margin,
            "pulling_away": self.pulling_away,
        }
