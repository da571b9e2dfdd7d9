"""GANs whose generator is conditioned on a label or on attributes."""

from typing import Any

import keras
import numpy as np
from keras import ops

from keras_creative.models.conditional.conditioning import (
    Conditioning,
    attributes_taken,
)
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import ArrayLike, Config, Tensor


class ConditionalGenerator(Conditioning, GAN):
    """GAN whose generator is conditioned on a label or on attributes.

    Called on a pair of latent vectors and attributes, the model is its
    generator.

    Args:
        generator: Built `keras.Model` from a pair of latent vectors and
            attributes `(batch, length)` to samples.
        discriminator: See `GAN`.
        attributes: Attributes of each class, array `(num_classes, length)`.
            Defaults to `None`: one-hot codes.
        **kwargs: See `GAN`.

    Raises:
        ValueError: If the generator takes no attributes or attributes of
            another length than the table's.
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

    def generate(self, latent: Tensor, labels: Tensor = None) -> Tensor:
        """Samples for the attributes of labels."""
        latent = ops.convert_to_tensor(latent)
        return super().generate([latent, self.attributes_of(labels)])

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            **super().get_config(),
            "attributes": np.asarray(self.attributes).tolist(),
        }
