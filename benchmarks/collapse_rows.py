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


def optimizers(rate, steps, betas=(0.5, 0.999)):
    """Adam with a rate that falls by a cosine, for each player."""
    return [
        keras.optimizers.Adam(
            keras.optimizers.schedules.CosineDecay(rate, steps), *betas
        )
        for _ in range(2)
    ]
