"""Translation of pictures without pairs."""

from typing import Any

from keras_creative import commands
from keras_creative.recipes import shared
from keras_creative.recipes.pair_recipe import PairRecipe
from keras_creative.recipes.settings import setting, settings


@settings
class PairCycleGAN(PairRecipe):
    """CycleGAN: translation between two sides without pairs.

    Learning rates are constant for half of the steps, and then fall to 0.

    Example:

    ```text
    recipe = keras_creative.recipes.RECIPES["cyclegan-emoji"]
    model = recipe.run("runs/cycle")
    drawings = model.translate(photographs)
    ```
    """

    width: int = setting(
        24, "channels of the largest maps", type=commands.positive_int
    )
    blocks: int = setting(
        4, "residual blocks of each generator", type=commands.positive_int
    )
    cycle_weight: float = setting(
        10.0,
        "weight of the difference of a picture from its translation there and "
        "back",
        shared.LOSSES,
        type=commands.weight,
    )
    identity_weight: float = setting(
        5.0,
        "weight of the difference of a picture from its translation to its "
        "own side",
        shared.LOSSES,
        type=commands.weight,
    )
    pool_size: int = setting(
        50,
        "earlier samples of each side that discriminators are shown as well",
        type=commands.count,
    )
    lr: float = shared.learning_rate(2e-4, help="learning rate of all networks")
    precision: str = shared.precision()
    batch_size: int = shared.batch_size(1)
    epochs: int = shared.epochs(20)
    seed: int = shared.seed()

    def make_model(self, data: Any) -> Any:
        """A compiled `keras_creative.models.CycleGAN` for the data.

        Args:
            data: Data returned by `load_data()`.

        Raises:
            ValueError: If a setting is unknown or out of range.
        """
        from keras_creative.recipes.building import pairs

        self.check_settings()
        return pairs.make_cycle_gan(self, data)
