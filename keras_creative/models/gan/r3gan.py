"""R3GAN: a relativistic GAN with both zero-centered gradient penalties."""

from typing import Any

import keras

from keras_creative import losses
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class R3GAN(GAN):
    """Paired relativistic GAN with R1 and R2 penalties.

    The relativistic comparison prevents mode dropping. R1 and R2, which
    penalize the score's gradient at real and at generated samples, make the
    training converge. The authors use Adam with `beta_1=0` and a `beta_2` from
    0.9 to 0.99.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)`.
        gamma: Weight of both penalties, a non-negative number or a
            `keras.optimizers.schedules.LearningRateSchedule` of the
            discriminator's step. Defaults to `1`. Points in the plane need a
            smaller one, such as `0.01`, large pictures a larger one: the
            authors used 0.05 for CIFAR-10 and 150 for faces of 256 pixels.
        **kwargs: See `GAN`, without `criterion` and `penalty`.

    Raises:
        ValueError: If `gamma` is negative.

    Example:

    ```python
    shape = (32, 32, 3)
    model = keras_creative.models.R3GAN(
        keras_creative.networks.dcgan_generator(shape, width=16),
        keras_creative.networks.dcgan_discriminator(
            shape, width=16, first_width=48
        ),
        gamma=50.0,
        ema=0.999,
    )
    model.compile(
        g_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.0, beta_2=0.99),
        d_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.0, beta_2=0.99),
    )
    ```

    Reference:

    - [Huang et al., 2024, eq. 2, 5](https://arxiv.org/abs/2501.05441)
    """

    fixed_arguments = ("criterion", "penalty")

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        gamma: float | keras.optimizers.schedules.LearningRateSchedule = 1.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            generator,
            discriminator,
            losses.RelativisticPaired(),
            losses.R1R2Penalty(gamma),
            **kwargs,
        )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Equation 2 with both penalties of equation 5."""
        real, labels = self.unpack(data)
        paired, r1_r2 = self.criterion, self.penalty
        for x, y in self.critic_batches(real, labels):
            d_logs = self.discriminator_step(x, y, paired, r1_r2)
        g_logs = self.generator_step(x, y, paired)
        self.average_generator()
        return self.track(d_logs | g_logs)

    def get_config(self) -> Config:
        """Constructor arguments."""
        gamma = keras.saving.serialize_keras_object(self.penalty.weight)
        return {**super().get_config(), "gamma": gamma}
