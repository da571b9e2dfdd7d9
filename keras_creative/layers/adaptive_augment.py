"""Augmentation whose probability follows the overfitting."""

from collections.abc import Callable
from typing import Any, Self

import keras
from keras import ops

from keras_creative.checks import check_fractions, check_integers
from keras_creative.layers.diff_augment import DiffAugment
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class AdaptiveAugment(keras.layers.Layer):
    """Augmentation that is applied as often as the discriminator overfits.

    A discriminator that overfits is certain of all training images. The mean
    sign of its scores of these, where positive means real, is compared with
    `target` every `interval` batches. Above it, the probability of the
    augmentation rises by the number of images since the last time divided by
    `images`; below it, it falls by as much. It stays within [0, 1], and is
    saved with the model.

    With a relativistic criterion, a score counts as positive if it is above
    the middle between the mean scores of real and of generated images.

    Args:
        augment: Function of images, noise and the probability with which each
            of its transformations is applied to each image. Defaults to
            `None`: `DiffAugment()`.
        target: Mean sign at which the probability stays, in (0, 1). Defaults
            to `0.6`.
        images: Number of images, positive, over which the probability rises
            from 0 to 1. Defaults to `500000`.
        interval: Batches between two comparisons. Defaults to `4`.
        name: Name of the layer. Defaults to the class name in snake case.

    Raises:
        ValueError: If a number is out of range.

    Example:

    ```python
    model = keras_creative.models.R3GAN(
        keras_creative.networks.dcgan_generator(width=8),
        keras_creative.networks.dcgan_discriminator(width=8),
        augment=keras_creative.layers.AdaptiveAugment(images=50000),
    )
    ```

    Reference:

    - [Karras et al., 2020, section 3](https://arxiv.org/abs/2006.06676)
    """

    def __init__(
        self,
        augment: Callable[[Tensor, Any, Tensor], Tensor] | None = None,
        target: float = 0.6,
        images: int = 500_000,
        interval: int = 4,
        name: str | None = None,
    ) -> None:
        check_fractions(target=target)
        check_integers(images=(images, 1), interval=(interval, 1))
        super().__init__(dtype="float32", name=name)
        self.augment = DiffAugment() if augment is None else augment
        self.target, self.images, self.interval = target, images, interval
        self.probability = self._add_number("probability")
        self._sign_sum = self._add_number("sign_sum")
        self._image_count = self._add_number("image_count")
        self._batch_count = self._add_number("batch_count")
        self.built = True

    def __call__(self, images: Tensor, noise: Any) -> Tensor:
        """Augment a batch of images, with the present probability.

        Args:
            images: Images `(batch, height, width, channels)` in [-1, 1].
            noise: Object with `uniform(shape)`.

        Returns:
            float32 tensor of the same shape.
        """
        return self.augment(images, noise, self.probability)

    def adapt_to(self, sign: Tensor, count: Tensor) -> None:
        """Take the scores of a batch of real images into account.

        Args:
            sign: Mean sign of the scores of the batch, in [-1, 1].
            count: Number of images in the batch.
        """
        total = self._sign_sum + sign
        images = self._image_count + ops.cast(count, "float32")
        batches = self._batch_count + 1.0
        is_due = batches >= self.interval
        change = ops.sign(total / batches - self.target) * images / self.images
        changed = ops.clip(self.probability + change, 0.0, 1.0)
        self.probability.assign(ops.where(is_due, changed, self.probability))
        for variable, value in (
            (self._sign_sum, total),
            (self._image_count, images),
            (self._batch_count, batches),
        ):
            variable.assign(ops.where(is_due, 0.0, value))

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            "augment": keras.saving.serialize_keras_object(self.augment),
            "target": self.target,
            "images": self.images,
            "interval": self.interval,
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Augmentation from its config."""
        augment = keras.saving.deserialize_keras_object(config["augment"])
        return cls(**{**config, "augment": augment})

    def _add_number(self, name):
        return self.add_weight(
            shape=(),
            dtype="float32",
            initializer="zeros",
            trainable=False,
            aggregation="only_first_replica",
            name=name,
        )
