"""Translation of pictures learned from pairs."""

from typing import Any

from keras_creative import commands
from keras_creative.recipes import shared
from keras_creative.recipes.pair_recipe import PairRecipe
from keras_creative.recipes.settings import setting, settings


@settings
class PairPix2Pix(PairRecipe):
    """Pix2pix: translation learned from pairs of partners.

    Partners in two folders have the same name. Learning rates are constant for
    half of the steps, and then fall to 0.

    Example:

    ```text
    recipe = keras_creative.recipes.RECIPES["pix2pix-facades"]
    model = recipe.run("runs/facades")
    photographs = model.translate(maps)
    ```
    """

    width: int = setting(
        32, "channels of the first maps", type=commands.positive_int
    )
    dropout: float = setting(
        0.5,
        "rate of the generator's dropout, its only noise, in training",
        type=commands.decay,
    )
    l1_weight: float = setting(
        100.0,
        "weight of the difference of a translation from the partner",
        shared.LOSSES,
        type=commands.weight,
    )
    lr: float = shared.learning_rate(
        2e-4, help="learning rate of both networks"
    )
    precision: str = shared.precision()
    batch_size: int = shared.batch_size(4)
    epochs: int = shared.epochs(40)
    seed: int = shared.seed()

    paired = True

    def make_model(self, data: Any) -> Any:
        """A compiled `keras_creative.models.Pix2Pix` for the data.

        Args:
            data: Data returned by `load_data()`.

        Raises:
            ValueError: If a setting is unknown or out of range.
        """
        from keras_creative.recipes.building import pairs

        self.check_settings()
        return pairs.make_pix2pix(self, data)
