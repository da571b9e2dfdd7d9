"""DesIGN: a GAN with classification and creativity losses."""

from typing import Any, Self

import keras

from keras_creative import losses
from keras_creative.checks import check_not_negative
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class DesignGAN(GAN):
    """GAN with DesIGN's classification and creativity losses.

    The discriminator learns to distinguish real from generated samples, and to
    classify the real ones:
    `L_D = L_real/fake + lambda_d * L_classification(real)`. The generator is
    trained to be classified as real and as no particular class:
    `L_G = L_real/fake + lambda_g * L_creativity(G(z))`.

    The real/fake loss is bounded: by leaving the data the generator loses at
    most `2 log 2` nats (Goodfellow et al., theorem 1). The creativity loss of a
    class head that is certain of real samples is not bounded, so that even with
    a small `lambda_g` the total loss is lowest when all samples lie where the
    classes meet. The classes' targets are therefore smoothed, which bounds it:
    see the page on creativity losses for the bound and for measurements.

    The real/fake loss can be any criterion except the energy-based one, with
    any penalty: with `criterion="hinge"`, `"least-squares"`, or with
    `"wasserstein"`, `penalty="gradient"` and `n_critic=5`, the same terms are
    added to a hinge GAN, an LSGAN or a WGAN-GP. With a discriminator without a
    class head it is the plain GAN of its criterion: labels and both weights
    then have no effect.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)` and, for labeled data, `class_logits`
            `(batch, num_classes)`.
        criterion: The adversarial loss, see `GAN`. Defaults to
            `"non-saturating"`.
        creativity: The creativity loss, a name of
            `keras_creative.losses.get_creativity_loss()` or any
            `keras.losses.Loss`, see `creativity_value()`. Defaults to
            `"uniform"`, the paper's cross-entropy.
        lambda_d: Weight of the classification loss, non-negative. Defaults
            to `0.5`.
        lambda_g: Weight of the creativity loss, non-negative. Defaults to
            `0.5`.
        label_smoothing: Smoothing of the classification loss, in [0, 1); `0`
            is the paper's loss. Defaults to `0.2`.
        **kwargs: Further arguments of `GAN`: `penalty`, `n_critic`,
            `instance_noise`, `clip`, `ema`, `gradient_norms`, `seed`, `name`.

    Raises:
        ValueError: If a weight is negative, a name unknown, or the networks
            do not fit together.

    Example:

    ```python
    model = keras_creative.models.DesignGAN(
        keras_creative.networks.mlp_generator(),
        keras_creative.networks.mlp_discriminator(num_classes=8),
        lambda_g=0.5,
    )
    model.compile(
        g_optimizer=keras.optimizers.Adam(3e-3, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(9e-3, beta_1=0.5),
    )
    ring = keras_creative.datasets.load_toy("8Gaussians", holdout=[1])
    model.fit(ring.batches(400), steps_per_epoch=100, epochs=30)
    points = model.sample(2500)
    ```

    Reference:

    - [Sbai et al., 2018](https://arxiv.org/abs/1804.00921)
    - [Goodfellow et al., 2014](https://arxiv.org/abs/1406.2661)
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        criterion: str | losses.Criterion = "non-saturating",
        creativity: str | keras.losses.Loss = "uniform",
        lambda_d: float = 0.5,
        lambda_g: float = 0.5,
        label_smoothing: float = 0.2,
        **kwargs: Any,
    ) -> None:
        check_not_negative(lambda_d=lambda_d, lambda_g=lambda_g)
        super().__init__(generator, discriminator, criterion, **kwargs)
        self.creativity = losses.get_creativity_loss(creativity)
        self.classification = losses.Classification(label_smoothing)
        self.lambda_d = lambda_d
        self.lambda_g = lambda_g
        self.classification_terms = self.creativity_terms = ()
        if self.num_classes is not None:
            self.classification_terms = (
                self.add_term("classification", lambda_d, self._classify),
            )
            self.creativity_terms = (
                self.add_term("creativity", lambda_g, self._create),
            )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Sbai et al., section 3: both losses with a class term."""
        real, labels = self.unpack(data)
        for x, y in self.critic_batches(real, labels):
            d_logs = self.discriminator_step(
                x, y, self.criterion, self.penalty, *self.classification_terms
            )
        g_logs = self.generator_step(
            x, y, self.criterion, *self.creativity_terms
        )
        self.average_generator()
        return self.track(d_logs | g_logs)

    def _classify(self, scored):
        """Classification loss of the real samples."""
        logits = scored.on_real["class_logits"]
        return self.classification(scored.labels, logits)

    def _create(self, scored):
        """Creativity loss of the generated samples."""
        logits = scored.on_fake["class_logits"]
        return losses.creativity_value(self.creativity, logits)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            **super().get_config(),
            "creativity": keras.saving.serialize_keras_object(self.creativity),
            "lambda_d": self.lambda_d,
            "lambda_g": self.lambda_g,
            "label_smoothing": self.classification.label_smoothing,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Model from its config; those of 0.1.0 had no smoothing."""
        return super().from_config({"label_smoothing": 0.0, **config})
