"""Flow matching on points, of which classes can be hidden."""

from typing import Any

from keras_creative.recipes import flow_settings, shared
from keras_creative.recipes.point_recipe import PointRecipe
from keras_creative.recipes.settings import settings


@settings
class PointFlow(PointRecipe):
    """Flow matching on points in the plane.

    The learning rate has a cosine decay to 0.

    Example:

    ```python
    recipe = keras_creative.recipes.RECIPES["flow-8gaussians"]
    model = recipe.run("runs/flow", epochs=5)
    points = model.sample(500)
    ```
    """

    conditional: bool = flow_settings.conditional()
    label_dropout: float = flow_settings.label_dropout()
    guidance: float = flow_settings.guidance()
    times: str = flow_settings.times()
    solver: str = flow_settings.solver()
    sampling_steps: int = flow_settings.sampling_steps(32)
    num_layers: int = shared.num_layers()
    units: int = shared.units(128)
    lr: float = shared.learning_rate(1e-2, help="learning rate of the network")
    ema: float = flow_settings.ema()
    batch_size: int = shared.batch_size(512)
    epochs: int = shared.epochs(120)
    seed: int = shared.seed()
    jit: bool = shared.jit(True)

    @property
    def is_conditional(self) -> bool:
        """Whether the model takes labels."""
        return self.conditional

    def check_settings(self) -> None:
        """Raise if settings are wrong, before the data are loaded.

        Raises:
            ValueError: See `Recipe.check_settings()`; also if settings of
                labels are given without `conditional`.
        """
        super().check_settings()
        flow_settings.check_labels_are_used(self)

    def make_model(self, data: Any, **compile_kwargs: Any) -> Any:
        """A compiled model for the data.

        Args:
            data: Data returned by `load_data()`.
            **compile_kwargs: Further arguments of `compile()`.

        Raises:
            ValueError: If a setting is unknown or out of range.
        """
        from keras_creative.recipes.building import flow

        self.check_settings()
        return flow.make_point_model(self, data, **compile_kwargs)
