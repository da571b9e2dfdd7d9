"""A variational autoencoder of fonts."""

from typing import TYPE_CHECKING, Any

from keras_creative import commands
from keras_creative.recipes import shared
from keras_creative.recipes.recipe import Recipe
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.shared import DATA, LOSSES

if TYPE_CHECKING:
    import keras
    import tensorflow as tf


@settings
class FontVAE(Recipe):
    """A VAE with one code for each font, told the character.

    The trained model writes other characters in the font of a few, see
    `keras_creative.models.GroupVAE`.

    Example:

    ```text
    recipe = keras_creative.recipes.RECIPES["group-vae-fonts"]
    model = recipe.run("runs/fonts", epochs=2)
    fonts = keras_creative.datasets.load_fonts()
    capitals = keras_creative.datasets.to_network_range(fonts.images[0, :4])
    more = model.sample_like(capitals, range(4), labels=range(4, 62))
    ```
    """

    data: str = setting(
        "fonts",
        "file of fonts, see datasets.load_fonts(); fonts is fonts32.npz in the "
        "folder KERAS_CREATIVE_DATA",
        DATA,
        metavar="PATH",
    )
    latent_dim: int = setting(
        64, "length of the code of a font", type=commands.positive_int
    )
    width: int = setting(
        32, "channels of the largest maps", type=commands.positive_int
    )
    units: int = shared.units(512)
    beta: float = setting(
        0.1, "weight of a VAE's KL divergence", LOSSES, type=commands.weight
    )
    lr: float = shared.learning_rate(1e-3, help="learning rate of a VAE")
    members: int = setting(
        8, "characters of each font in a batch", type=commands.positive_int
    )
    precision: str = shared.precision()
    batch_size: int = shared.batch_size(128)
    epochs: int = shared.epochs(10)
    seed: int = shared.seed()

    def check_settings(self) -> None:
        """Raise if settings are wrong, before the data are loaded.

        Raises:
            ValueError: See `Recipe.check_settings()`; also if `members` does
                not divide `batch_size`, or is 1, where there are no others to
                predict a character from.
        """
        super().check_settings()
        if self.members < 2 or self.batch_size % self.members:
            raise ValueError(
                "`members` must be at least 2 and divide `batch_size`. "
                f"Received: members={self.members}, "
                f"batch_size={self.batch_size}"
            )

    def load_data(self) -> Any:
        """The characters of all fonts, a `CellSet`.

        Raises:
            FileNotFoundError: If the file is missing.
            ValueError: If a setting is wrong, the file is damaged, or its fonts
                have fewer characters than `members`.
        """
        from keras_creative.recipes.building import font_vae

        self.check_settings()
        return font_vae.load_data(self)

    def make_model(self, data: Any) -> Any:
        """A compiled `keras_creative.models.GroupVAE` for the data.

        Args:
            data: Data returned by `load_data()`.

        Raises:
            ValueError: If a setting is wrong.
        """
        from keras_creative.recipes.building import font_vae

        self.check_settings()
        return font_vae.make_model(self, data)

    def make_batches(
        self, data: Any, model: "keras.Model", epochs_made: int = 0
    ) -> "tf.data.Dataset":
        """Batches with several characters of each of some fonts.

        Args:
            data: Data returned by `load_data()`.
            model: Model returned by `make_model()`.
            epochs_made: See `Recipe.make_batches()`. Defaults to `0`.
        """
        return data.group_batches(
            self.batch_size // self.members,
            self.members,
            self.seed,
            first_step=epochs_made * self.steps_per_epoch(data, model),
        )
