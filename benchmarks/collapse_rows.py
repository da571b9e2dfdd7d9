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


def optimizers(rate, steps, hold=0.0):
    """Adam for each player, whose rate falls by a cosine.

    Args:
        rate: The first rate.
        steps: Steps of the training, at whose end it is 0.
        hold: Share of them before the fall. Defaults to `0`.
    """
    held = int(hold * steps)
    return [
        keras.optimizers.Adam(
            keras.optimizers.schedules.CosineDecay(
                rate, steps - held, warmup_target=rate, warmup_steps=held
            ),
            0.5,
        )
        for _ in range(2)
    ]
