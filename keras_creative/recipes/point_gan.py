"""GANs on points, of which classes can be hidden."""

from typing import Any

from keras_creative import catalog, commands
from keras_creative.recipes import shared
from keras_creative.recipes.adversarial import AdversarialRecipe
from keras_creative.recipes.point_recipe import PointRecipe
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.shared import LOSSES
from keras_creative.recipes.variants import POINT_VARIANTS


@settings
class PointGAN(AdversarialRecipe, PointRecipe):
    """A GAN on points in the plane.

    The learning rates have a cosine decay to 0, and a small R1 penalty lets the
    training converge.

    Example:

    ```python
    recipe = keras_creative.recipes.PointGAN(holdout=(1,))
    model = recipe.run("runs/ring", epochs=30)
    hidden = model.sample(500, labels=1)  # a class that was never shown
    ```
    """

    VARIANTS = POINT_VARIANTS

    variant: str = setting(
        "cgan", "training algorithm", choices=tuple(POINT_VARIANTS)
    )
    condition: str = setting(
        "linear",
        "how the generator of a cgan on points takes attributes",
        choices=catalog.names("networks/mlp.py", "CONDITIONS"),
    )
    lambda_info: float = setting(
        1.0,
        "weight of an infogan's mutual information",
        LOSSES,
        type=commands.weight,
    )
    num_layers: int = shared.num_layers()
    units: int = shared.units(64)
    lr_g: float = shared.lr_g(3e-3)
    lr_d: float = shared.lr_d(3e-3)
    gamma: float = setting(
        0.01,
        "weight of the R1 penalty, and of an r3gan's R2 penalty",
        LOSSES,
        type=commands.weight,
    )
    ema: float = shared.ema(0.99)
    batch_size: int = shared.batch_size(400)
    epochs: int = shared.epochs(30)
    seed: int = shared.seed()
    jit: bool = shared.jit(False)

    @property
    def is_conditional(self) -> bool:
        """Whether the variant takes labels."""
        return self.variant_record.networks == "conditional"

    def make_model(self, data: Any, **compile_kwargs: Any) -> Any:
        """A compiled model for the data.

        Args:
            data: Data returned by `load_data()`.
            **compile_kwargs: Further arguments of `compile()`.

        Raises:
            ValueError: If a setting is unknown.
        """
        from keras_creative.recipes.building import point_gan

        self.check_settings()
        return point_gan.make_model(self, data, **compile_kwargs)
