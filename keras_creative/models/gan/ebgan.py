"""Energy-based GAN, whose discriminator is an autoencoder."""

from typing import Any

import keras

from keras_creative import losses
from keras_creative.checks import check_not_negative
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class EBGAN(GAN):
    """Energy-based GAN with the pulling-away term.

    The energy of a sample is the error with which the discriminator, an
    autoencoder, reconstructs it. The discriminator lowers the energy of real
    samples and raises that of generated samples up to `margin`; the generator
    lowers the energy of its samples. The pulling-away term keeps the codes of a
    batch apart, which prevents collapse.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)`, the negated energy, and `features`, the codes; see
            `keras_creative.networks.mlp_autoencoder()` and
            `dcgan_autoencoder()`.
        margin: Energy above which a generated sample adds nothing to the
            discriminator's loss, positive. Defaults to `1`.
        pulling_away: Weight of the pulling-away term, non-negative. Defaults
            to `0.1`.
        **kwargs: See `GAN`, without `criterion`.

    Raises:
        ValueError: If the margin is not positive, the weight negative, or the
            discriminator returns no `features`.

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
        self._apart = ()
        if pulling_away:
            self._apart = (
                self.add_term(
                    "pulling_away",
                    pulling_away,
                    lambda scored: losses.pulling_away(
                        scored.on_fake["features"]
                    ),
                    uses_batch_statistics=True,
                ),
            )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Equations 1 and 2, and the pulling-away term of equation 4."""
        real, labels = self.unpack(data)
        margin = self.criterion  # E(x) + max(0, m - E(G(z)))
        for x, y in self.critic_batches(real, labels):
            d_logs = self.discriminator_step(x, y, margin, self.penalty)
        g_logs = self.generator_step(x, y, margin, *self._apart)
        self.average_generator()
        return self.track(d_logs | g_logs)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            **super().get_config(),
            "margin": self.criterion.margin,
            "pulling_away": self.pulling_away,
        }
