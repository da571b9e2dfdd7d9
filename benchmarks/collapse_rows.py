"""What the rows of the tables on mode collapse have in common."""

import dataclasses

import keras

from keras_creative import models


@dataclasses.dataclass(frozen=True)
class Row:
    """A game.

    Args:
        cls: Model class. Defaults to `GAN`.
        kwargs: Its arguments. Defaults to `{}`.
        network: Arguments of the discriminator's builder. Defaults to `{}`.
    """

    cls: type = models.GAN
    kwargs: dict = dataclasses.field(default_factory=dict)
    network: dict = dataclasses.field(default_factory=dict)


def optimizers(rate, steps, betas=(0.5, 0.999), d_rate=None):
    """Adam with a rate that falls by a cosine, for each player.

    Args:
        rate: First rate of the generator.
        steps: Steps of the training, at whose end it is 0.
        betas: Decays of both averages. Defaults to `(0.5, 0.999)`.
        d_rate: First rate of the discriminator. Defaults to `None`: `rate`.
    """
    return [
        keras.optimizers.Adam(
            keras.optimizers.schedules.CosineDecay(first, steps), *betas
        )
        for first in (rate, rate if d_rate is None else d_rate)
    ]
