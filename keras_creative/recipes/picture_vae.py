"""Variational autoencoders on pictures."""

from typing import Any

from keras_creative import catalog, commands
from keras_creative.recipes import shared
from keras_creative.recipes.picture_recipe import PictureRecipe
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.shared import LOSSES

_LIKELIHOODS = catalog.names("models/vae/likelihoods.py", "LIKELIHOODS")


@settings
class PictureVAE(PictureRecipe):
    """A variational autoencoder on pictures.

    The defaults are those of the project of 2019, whose code has two numbers
    so that it can be drawn.

    Example:

    ```python
    recipe = keras_creative.recipes.RECIPES["vae-fashion-mnist"]
    model = recipe.run("runs/codes", epochs=2)
    pictures = model.sample(64)
    ```
    """

    size: int | str = shared.size(28)
    networks: str = setting(
        "mlp",
        "architecture: mlp, one hidden layer of 400 units, or conv, for "
        "pictures with a side of at least 8",
        choices=("mlp", "conv"),
    )
    conditional: bool = setting(False, "condition the networks on the label")
    latent_dim: int = setting(
        2, "length of a latent vector or code", type=commands.positive_int
    )
    likelihood: str = setting(
        "bernoulli",
        "distribution of a VAE's pictures",
        LOSSES,
        choices=_LIKELIHOODS,
    )
    beta: float = setting(
        1.0,
        "weight of a VAE's KL divergence",
        LOSSES,
        type=commands.weight,
    )
    gamma: float = setting(
        0.0,
        "weight of the total correlation of codes; above 0 a VAE's numbers of "
        "a code are made independent",
        LOSSES,
        type=commands.weight,
    )
    lr: float = shared.learning_rate(1e-3, help="learning rate of a VAE")
    precision: str = shared.precision()
    batch_size: int = shared.batch_size(64)
    epochs: int = shared.epochs(10)
    seed: int = shared.seed()
    jit: bool = shared.jit(True)

    def check_settings(self) -> None:
        """Raise if settings are wrong, before the data are loaded.

        Raises:
            ValueError: See `PictureRecipe.check_settings()`; also if `gamma` is
                given for a conditional model.
        """
        super().check_settings()
        if self.conditional and self.gamma:
            raise ValueError(
                "`gamma` must be 0 for a conditional VAE. "
                f"Received: gamma={self.gamma}, conditional=True"
            )

    def make_model(self, data: Any) -> Any:
        """A compiled model for the data.

        Args:
            data: Data returned by `load_data()`.

        Raises:
            ValueError: If a setting is unknown or out of range, or the data
                have no labels to condition on.
        """
        from keras_creative.recipes.building import picture_vae

        self.check_settings()
        return picture_vae.make_model(self, data)
