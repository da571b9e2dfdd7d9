"""Augmentation that a model's discriminator steps adapt."""

from keras_creative import replicas
from keras_creative.layers import AdaptiveAugment
from keras_creative.losses.reduction import global_mean
from keras_creative.typing import Tensor

LOG = "augment_probability"


def is_adaptive(augment: object) -> bool:
    """Whether an augmentation has a probability that is adapted.

    Args:
        augment: Value of the option `augment`.
    """
    return isinstance(augment, AdaptiveAugment)


def adapt(augment: AdaptiveAugment, accuracy: Tensor) -> None:
    """Adapt the probability to a step of the discriminator.

    Args:
        augment: The augmentation.
        accuracy: Share of the batch's real samples with a positive score,
            divided by the number of replicas.
    """
    share = global_mean(replicas.count_replicas() * accuracy)
    augment.adapt_to(2.0 * share - 1.0, replicas.count_samples())
