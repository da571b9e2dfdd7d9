"""Conditional GANs: both players, or the generator alone, are told a label."""

from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
from keras import ops

from keras_creative import losses
from keras_creative.checks import check_not_negative
from keras_creative.models.conditional.conditioning import (
    Conditioning,
    attributes_taken,
)
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import ArrayLike, Config, Tensor


class ConditionalGenerator(Conditioning, GAN):
    """GAN whose generator is asked for a label or for attributes.

    Called on a pair of latent vectors and attributes, the model is its
    generator.

    Args:
        generator: Built `keras.Model` from a pair of latent vectors and
            attributes `(batch, length)` to samples.
        discriminator: As for `GAN`.
        attributes: What each class is, array `(num_classes, length)`.
            Defaults to `None`: a one-hot code.
        **kwargs: As for `GAN`.

    Raises:
        ValueError: If the generator takes no attributes, or others than the
            table has.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        attributes: ArrayLike | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(generator, discriminator, **kwargs)
        logits = self.discriminator.output.get("class_logits")
        self.set_attributes(
            attributes,
            None if logits is None else logits.shape[-1],
            attributes_taken("generator", generator),
        )

    def generator_inputs(self, latent: Tensor, labels: Tensor) -> Tensor:
        """Latent vectors, and the attributes of the labels."""
        return [ops.convert_to_tensor(latent), self.attributes_of(labels)]

    def get_config(self) -> Config:
        """Arguments that make the same model again."""
        return {
            **super().get_config(),
            "attributes": np.asarray(self.attributes).tolist(),
        }


@keras.saving.register_keras_serializable(package="keras_creative")
class CGAN(ConditionalGenerator):
    """Conditional GAN, on labels or on attributes that mean something.

    The generator makes a sample under a condition, the discriminator judges
    it under the same one. With one-hot codes, the default, a class that is
    held out is a code never seen, and what the generator makes of it is
    anyone's guess. With attributes, such as the sine and cosine of a mode's
    angle, it lies between others, and can be asked for.

    Under a `vicinity` above 0 each sample is trained on under a condition
    drawn from a Gaussian around its own, anew in every step: the conditions'
    empirical distribution is smoothed by a kernel, and those between the
    classes are trained on as well. This is the vicinal estimate of a
    continuous conditional GAN, by sampling where that paper weights.

    Args:
        generator: Built `keras.Model` from a pair of latent vectors and
            attributes `(batch, length)` to samples.
        discriminator: Built `keras.Model` from a pair of samples and
            attributes to a dict with `score` `(batch, 1)`.
        attributes: What each class is, array `(num_classes, length)`.
            Defaults to `None`: a one-hot code.
        vicinity: Standard deviation of the conditions around their sample's
            own, in the unit of the attributes. Defaults to `0`.
        **kwargs: As for `GAN`: `criterion`, `penalty`, `n_critic`,
            `instance_noise`, `clip`, `ema`, `gradient_norms`, `seed`, `name`.

    Raises:
        ValueError: If a network takes no attributes, or others than the table
            has, or if `vicinity` is negative.

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
    hidden = model.sample(500, labels=1)  # asked for by its direction alone
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

    def discriminator_inputs(self, samples: Tensor, labels: Tensor) -> Tensor:
        """Samples, and the attributes of the labels."""
        attributes = self.pack(self.attributes_of(labels))
        return [ops.convert_to_tensor(samples), attributes]

    def discriminator_step(
        self, real: Tensor, labels: Tensor = None
    ) -> dict[str, Tensor]:
        """Descend once, under conditions near those of the samples."""
        return super().discriminator_step(real, self.nearby(labels))

    def generator_step(
        self, real: Tensor, labels: Tensor = None
    ) -> dict[str, Tensor]:
        """Descend once, under conditions near those of the samples."""
        return super().generator_step(real, self.nearby(labels))

    def nearby(self, labels: Tensor) -> Tensor:
        """Conditions around those of a batch.

        Args:
            labels: Labels or attributes of the batch.

        Returns:
            Attributes `(batch, length)`, or `labels` without a vicinity.
        """
        if self.vicinity == 0:
            return labels
        attributes = self.attributes_of(labels)
        noise = self.noise().normal(ops.shape(attributes))
        return attributes + self.vicinity * noise

    def get_config(self) -> Config:
        """Arguments that make the same model again."""
        return {**super().get_config(), "vicinity": self.vicinity}


@keras.saving.register_keras_serializable(package="keras_creative")
class ACGAN(ConditionalGenerator):
    """Auxiliary classifier GAN: the discriminator names the class.

    The generator is asked for a label; the discriminator is not told it, but
    finds it out, for real and for generated samples alike. Both players want
    it found. With `C` the mean cross-entropy of the class:
    `L_D = L_real/fake + lambda_d * (C(real) + C(generated)) / 2`,
    `L_G = L_real/fake + lambda_g * C(generated)`.

    In the paper the discriminator maximizes `L_S + L_C` and the generator
    `L_C - L_S`, where `L_C` is the sum of both sides: that is `lambda_d=2`,
    `lambda_g=1` and `criterion="minimax"`. The default halves the class in
    the discriminator's loss, and the generator's game is non-saturating.

    Args:
        generator: Built `keras.Model` from a pair of latent vectors and
            attributes `(batch, length)` to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)` and `class_logits` `(batch, num_classes)`.
        attributes: What each class is to the generator, array
            `(num_classes, length)`. Defaults to `None`: a one-hot code.
        lambda_d: Weight of the class in the discriminator's loss, not
            negative. Defaults to `1`.
        lambda_g: Weight of the class in the generator's loss, not negative.
            Defaults to `1`.
        **kwargs: As for `GAN`.

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

    @property
    def tracked(self) -> tuple[str, ...]:
        """Names of the logs: the class on real and on generated samples."""
        names = ("classification_real", "classification_fake")
        return (*super().tracked, *names)

    def discriminator_terms(
        self,
        labels: Tensor,
        on_real: Mapping[str, Tensor],
        on_fake: Mapping[str, Tensor],
        latent: Tensor,
    ) -> dict[str, tuple[Tensor, Tensor]]:
        """The class of real and of generated samples."""
        weight = self.lambda_d / 2
        return {
            "classification_real": (weight, self._find(labels, on_real)),
            "classification_fake": (weight, self._find(labels, on_fake)),
        }

    def generator_terms(
        self, labels: Tensor, on_fake: Mapping[str, Tensor], latent: Tensor
    ) -> dict[str, tuple[Tensor, Tensor]]:
        """The class that the generated samples were asked for."""
        loss = self._find(labels, on_fake)
        return {"classification_fake": (self.lambda_g, loss)}

    def _find(self, labels, outputs):
        return self.classification(labels, outputs["class_logits"])

    def get_config(self) -> Config:
        """Arguments that make the same model again."""
        return {
            **super().get_config(),
            "lambda_d": self.lambda_d,
            "lambda_g": self.lambda_g,
        }
