"""CGAN of dense networks: the 2019 project's second experiment."""

from typing import ClassVar

from keras_creative import commands
from keras_creative.recipes.design_mlp import DesignMLP
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.shared import RUN


@settings
class ConditionalMLP(DesignMLP):
    """A `CGAN` of dense networks; the weights of losses have no effect.

    The one-hot code of the class is appended to the generator's latent vector
    and to the input of the discriminator, with room for the codes of held-out
    classes, which are never used in training.
    """

    is_conditional: ClassVar[bool] = True

    iterations: int = setting(
        2500, "steps of each network", RUN, type=commands.positive_int
    )
