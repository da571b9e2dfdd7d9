"""Common parts of the benchmarks on mode collapse."""

import dataclasses

import keras

from keras_creative import models


@dataclasses.dataclass(frozen=True)
class Row:
    """A model and its settings.

    Args:
        cls: Model class. Defaults to `GAN`.
        kwargs: Its arguments. Defaults to `{}`.
        network: Arguments of the discriminator's builder. Defaults to `{}`.
    """

    cls: type = models.GAN
    kwargs: dict = dataclasses.field(default_factory=dict)
    network: dict = dataclasses.field(default_factory=dict)


def optimizers(rate, steps, betas=(0.5, 0.999), d_rate=None):
    """Adam with cosine decay, for generator and discriminator.

    Args:
        rate: Initial learning rate of the generator.
        steps: Number of steps after which the learning rate is 0.
        betas: Decay rates of Adam's two averages. Defaults to `(0.5, 0.999)`.
        d_rate: Initial learning rate of the discriminator. Defaults to `None`:
            `rate`.
    """
    return [
        keras.optimizers.Adam(
            keras.optimizers.schedules.CosineDecay(first, steps), *betas
        )
        for first in (rate, rate if d_rate is None else d_rate)
    ]
