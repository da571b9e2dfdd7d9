"""Conditional GAN: both networks are conditioned on a label or attributes."""

from typing import Any

import keras
from keras import ops

from keras_creative.checks import check_not_negative
from keras_creative.models.conditional.conditional_generator import (
    ConditionalGenerator,
)
from keras_creative.models.conditional.conditioning import attributes_taken
from keras_creative.models.gan.scoring import pack
from keras_creative.typing import ArrayLike, Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class CGAN(ConditionalGenerator):
    """Conditional GAN on labels, or on attributes with a meaning.

    The generator generates a sample under a condition, and the discriminator
    scores it under the same condition. With one-hot codes, the default, a
    held-out class is a code that was never trained on, and the generator's
    samples of it are arbitrary. With attributes, such as the sine and cosine of
    a mode's angle, the condition of a held-out class lies between those of
    other classes, and the class can be generated.

    With a `vicinity` above 0 each sample gets a condition drawn from a Gaussian
    around its own in every step. This kernel smooths the empirical distribution
    of the conditions, so that the networks are also trained on conditions
    between the classes. This is the vicinal estimate of a continuous
    conditional GAN, with sampling instead of weighting.

    Args:
        generator: Built `keras.Model` from a pair of latent vectors and
            attributes `(batch, length)` to samples.
        discriminator: Built `keras.Model` from a pair of samples and
            attributes to a dict with `score` `(batch, 1)`.
        attributes: Attributes of each class, array `(num_classes, length)`.
            Defaults to `None`: one-hot codes.
        vicinity: Standard deviation of the conditions around that of the
            sample, in the unit of the attributes. Defaults to `0`.
        **kwargs: Further arguments of `GAN`: `criterion`, `penalty`,
            `n_critic`, `instance_noise`, `clip`, `ema`, `gradient_norms`,
            `seed`, `name`.

    Raises:
        ValueError: If a network takes no attributes or attributes of another
            length than the table's, or if `vicinity` is negative.

    Example:

    ```python
    ring = keras_creative.datasets.load_toy("8Gaussians", holdout=[1])
    directions = ring.centers / np.linalg.norm(ring.centers[0])
    model = keras_creative.models.CGAN(
        keras_creative.networks.mlp_generator(
            attributes_length=2, condition="linear"
        ),
        keras_creative.networks.mlp_discriminator(attributes_length=2),
        attributes=directions,
    )
    model.compile(
        g_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
    )
    model.fit(ring.batches(400), steps_per_epoch=100)
    hidden = model.sample(500, labels=1)  # by its direction alone
    ```

    Reference:

    - [Mirza and Osindero, 2014, equation 2](https://arxiv.org/abs/1411.1784)
    - Projection: [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637)
    - Vicinity: [Ding et al., 2021](https://arxiv.org/abs/2011.07466)
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        attributes: ArrayLike | None = None,
        vicinity: float = 0.0,
        **kwargs: Any,
    ) -> None:
        check_not_negative(vicinity=vicinity)
        super().__init__(generator, discriminator, attributes, **kwargs)
        received = attributes_taken("discriminator", self.discriminator)
        if received != self.attributes_length:
            raise ValueError(
                "Both networks must take the same attributes. Received: "
                f"{self.attributes_length} by the generator, {received} by "
                "the discriminator"
            )
        self.vicinity = vicinity

    def discriminate(
        self, samples: Tensor, labels: Tensor = None, n: Tensor = None
    ) -> dict[str, Tensor]:
        """The discriminator's outputs for the attributes of labels."""
        attributes = pack(self.attributes_of(labels), self.packing)
        samples = ops.convert_to_tensor(samples)
        return super().discriminate([samples, attributes], n=n)

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Equation 2, with the conditions or others in their vicinity."""
        real, labels = self.unpack(data)
        for x, y in self.critic_batches(real, labels):
            d_logs = self.discriminator_step(
                x, self.nearby(y), self.criterion, self.penalty
            )
        g_logs = self.generator_step(x, self.nearby(y), self.criterion)
        self.average_generator()
        return self.track(d_logs | g_logs)

    def nearby(self, labels: Tensor) -> Tensor:
        """Conditions around those of a batch.

        Args:
            labels: Labels or attributes of the batch.

        Returns:
            Attributes `(batch, length)`; or `labels` without a vicinity and in
            evaluation.
        """
        if self.vicinity == 0 or not self.in_training:
            return labels
        attributes = self.attributes_of(labels)
        noise = self.noise().normal(ops.shape(attributes))
        return attributes + self.vicinity * noise

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {**super().get_config(), "vicinity": self.vicinity}
