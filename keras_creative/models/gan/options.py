"""Options of every GAN."""

import dataclasses
from collections.abc import Callable
from typing import Any

import keras

from keras_creative import losses
from keras_creative.checks import check_integers, check_not_negative
from keras_creative.typing import Config, Tensor


@dataclasses.dataclass(frozen=True, kw_only=True)
class GameOptions:
    """Options that are independent of the loss.

    They are keyword arguments of `GAN` and of all its variants.

    Args:
        diversity: Term of the generator's loss that keeps its samples apart,
            a name in `keras_creative.losses.DIVERSITY_LOSSES` or a
            `keras_creative.losses.DiversityLoss`. Defaults to `None`.
        lambda_diversity: Its weight, non-negative. Defaults to `1`.
        unrolled_steps: Non-negative number of discriminator steps that the
            generator anticipates: its loss is computed with the discriminator
            after these steps. Defaults to `0`.
        augment: Random augmentation of all inputs of the discriminator, such as
            `keras_creative.layers.DiffAugment`: a function of samples and
            `noise()`. With `keras_creative.layers.AdaptiveAugment`, the
            discriminator's steps adapt its probability, which is logged as
            `augment_probability`. Defaults to `None`.
        instance_noise: Standard deviation of Gaussian noise added to all inputs
            of the discriminator, a non-negative number or a
            `keras.optimizers.schedules.LearningRateSchedule` of the
            discriminator's step. Defaults to `0`.
        clip: Largest absolute value, positive, of the weights that the
            discriminator's score depends on. They are clipped immediately and
            after every optimizer step. Other heads, such as class logits and
            codes, are not clipped. Defaults to `None`, no limit.

    Raises:
        ValueError: If an argument is out of range or a name unknown.
    """

    diversity: str | losses.DiversityLoss | None = None
    lambda_diversity: float = 1.0
    unrolled_steps: int = 0
    augment: Callable[[Tensor, Any], Tensor] | None = None
    instance_noise: float | keras.optimizers.schedules.LearningRateSchedule = (
        0.0
    )
    clip: float | None = None

    def __post_init__(self) -> None:
        check_integers(unrolled_steps=(self.unrolled_steps, 0))
        check_not_negative(lambda_diversity=self.lambda_diversity)
        if not callable(self.instance_noise):
            check_not_negative(instance_noise=self.instance_noise)
        diversity = losses.get_diversity_loss(self.diversity)
        object.__setattr__(self, "diversity", diversity)

    def get_config(self) -> Config:
        """Constructor arguments."""
        serialize = keras.saving.serialize_keras_object
        return {
            "diversity": self.diversity and serialize(self.diversity),
            "lambda_diversity": self.lambda_diversity,
            "unrolled_steps": self.unrolled_steps,
            "augment": self.augment and serialize(self.augment),
            "instance_noise": serialize(self.instance_noise),
            "clip": self.clip,
        }
