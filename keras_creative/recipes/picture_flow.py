"""Flow matching on pictures."""

from typing import Any

from keras_creative import catalog, commands
from keras_creative.recipes import flow_settings, shared
from keras_creative.recipes.picture_recipe import PictureRecipe
from keras_creative.recipes.settings import setting, settings

_NETWORKS = catalog.names("networks/families.py", "VELOCITY_NETWORKS")


@settings
class PictureFlow(PictureRecipe):
    """Flow matching on pictures.

    Example:

    ```python
    recipe = keras_creative.recipes.RECIPES["flow-fashion-mnist"]
    model = recipe.run("runs/flow", epochs=2)
    pictures = model.sample(64)
    ```
    """

    size: int | str = shared.size(28)
    networks: str = setting(
        "unet", "architecture of a flow's network", choices=_NETWORKS
    )
    width: int | None = setting(
        None,
        "channels of a unet at the full resolution",
        type=commands.positive_int,
    )
    conditional: bool = flow_settings.conditional()
    label_dropout: float = flow_settings.label_dropout()
    guidance: float = flow_settings.guidance()
    times: str = flow_settings.times()
    solver: str = flow_settings.solver()
    sampling_steps: int = flow_settings.sampling_steps(8)
    lr: float = shared.learning_rate(1e-3, help="learning rate of the network")
    ema: float = flow_settings.ema()
    precision: str = shared.precision()
    batch_size: int = shared.batch_size(64)
    epochs: int = shared.epochs(10)
    seed: int = shared.seed()
    jit: bool = shared.jit(False)

    def check_settings(self) -> None:
        """Raise if settings are wrong, before the data are loaded.

        Raises:
            ValueError: See `PictureRecipe.check_settings()`; also if `width` is
                given for an architecture without it, or settings of labels
                without `conditional`.
        """
        super().check_settings()
        flow_settings.check_labels_are_used(self)
        if self.width is not None and self.networks != "unet":
            raise ValueError(
                "`width` must be None for networks other than a unet. "
                f"Received: width={self.width}, networks={self.networks!r}"
            )

    def make_model(self, data: Any) -> Any:
        """A compiled model for the data.

        Args:
            data: Data returned by `load_data()`.

        Raises:
            ValueError: If a setting is unknown or out of range, or the data
                have no labels to condition on.
        """
        from keras_creative.recipes.building import flow

        self.check_settings()
        return flow.make_picture_model(self, data)
