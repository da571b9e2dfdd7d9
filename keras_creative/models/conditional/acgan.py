"""Auxiliary classifier GAN: the discriminator predicts the label."""

from typing import Any

import keras

from keras_creative import losses
from keras_creative.checks import check_not_negative
from keras_creative.models.conditional.conditional_generator import (
    ConditionalGenerator,
)
from keras_creative.typing import ArrayLike, Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class ACGAN(ConditionalGenerator):
    """Auxiliary classifier GAN, whose discriminator predicts the class.

    The generator is conditioned on a label. The discriminator is not, but
    predicts it, for real and for generated samples. Both players minimize its
    cross-entropy. With `C` the mean cross-entropy of the class:
    `L_D = L_real/fake + lambda_d * (C(real) + C(generated)) / 2`,
    `L_G = L_real/fake + lambda_g * C(generated)`.

    In the paper the discriminator maximizes `L_S + L_C` and the generator
    `L_C - L_S`, where `L_C` is the sum over real and generated samples; this
    corresponds to `lambda_d=2`, `lambda_g=1` and `criterion="minimax"`. By
    default the class loss of the discriminator is halved and the criterion is
    non-saturating.

    Args:
        generator: Built `keras.Model` from a pair of latent vectors and
            attributes `(batch, length)` to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)` and `class_logits` `(batch, num_classes)`.
        attributes: Attributes of each class, array `(num_classes, length)`.
            Defaults to `None`: one-hot codes.
        lambda_d: Weight of the classification loss in the discriminator's loss,
            non-negative. Defaults to `1`.
        lambda_g: Weight of the classification loss in the generator's loss,
            non-negative. Defaults to `1`.
        **kwargs: See `GAN`.

    Raises:
        ValueError: If the discriminator has no class head, the generator
            takes no attributes, or a weight is negative.

    Example:

    ```python
    ring = keras_creative.datasets.load_toy("8Gaussians")
    model = keras_creative.models.ACGAN(
        keras_creative.networks.mlp_generator(attributes_length=8),
        keras_creative.networks.mlp_discriminator(num_classes=8),
    )
    model.compile(
        g_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
    )
    model.fit(ring.batches(400), steps_per_epoch=100)
    third = model.sample(500, labels=3)
    ```

    Reference:

    - [Odena et al., 2017, equations 2 and 3](
        https://arxiv.org/abs/1610.09585)
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        attributes: ArrayLike | None = None,
        lambda_d: float = 1.0,
        lambda_g: float = 1.0,
        **kwargs: Any,
    ) -> None:
        check_not_negative(lambda_d=lambda_d, lambda_g=lambda_g)
        super().__init__(generator, discriminator, attributes, **kwargs)
        if "class_logits" not in self.discriminator.output:
            raise ValueError(
                "`discriminator` must have a class head: build it with "
                "`num_classes`. Received: outputs "
                f"{sorted(self.discriminator.output)}"
            )
        self.classification = losses.Classification()
        self.lambda_d = lambda_d
        self.lambda_g = lambda_g
        real = "classification_real", self.lambda_d / 2, self._classify_real
        fake = "classification_fake", self.lambda_d / 2, self._classify_fake
        self._d_classification = self.add_term(*real), self.add_term(*fake)
        self._g_classification = self.add_term(
            "classification_fake", lambda_g, self._classify_fake
        )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Equations 2 and 3: adversarial loss, and class of all samples."""
        real, labels = self.unpack(data)
        for x, y in self.critic_batches(real, labels):
            d_logs = self.discriminator_step(
                x, y, self.criterion, self.penalty, *self._d_classification
            )
        g_logs = self.generator_step(
            x, y, self.criterion, self._g_classification
        )
        self.average_generator()
        return self.track(d_logs | g_logs)

    def _classify_real(self, scored):
        logits = scored.on_real["class_logits"]
        return self.classification(scored.labels, logits)

    def _classify_fake(self, scored):
        logits = scored.on_fake["class_logits"]
        return self.classification(scored.labels, logits)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            **super().get_config(),
            "lambda_d": self.lambda_d,
            "lambda_g": self.lambda_g,
        }
