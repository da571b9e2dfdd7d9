"""Few-shot generation by learned deformations."""

from typing import Any

from keras_creative import commands
from keras_creative.recipes import shared, task_recipe
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.task_recipe import TaskRecipe


@settings
class TaskVAE(TaskRecipe):
    """Few-shot generation by a VAE of the deformations between drawings.

    The learning rate has a cosine decay to 0.

    Example:

    ```text
    recipe = keras_creative.recipes.RECIPES["deformation-vae-omniglot"]
    model = recipe.run("runs/few")
    shots, others = recipe.load_split().test.shots_of(0, recipe.shots)
    more = model.sample_like(shots, 16)
    ```
    """

    queries: int = setting(
        4,
        "further pictures of a task, which shots are deformed to",
        type=commands.positive_int,
    )
    latent_dim: int = setting(
        16, "length of the code of a deformation", type=commands.positive_int
    )
    width: int = setting(
        32,
        "channels of the largest maps, a multiple of 8",
        type=commands.positive_int,
    )
    deviation: float = setting(
        0.5,
        "standard deviation of a pixel; larger ones give smaller deformations",
        shared.LOSSES,
        type=commands.positive_float,
    )
    beta: float = setting(
        1.0,
        "weight of a VAE's KL divergence",
        shared.LOSSES,
        type=commands.weight,
    )
    temperature: float = setting(
        0.6,
        "scale of the codes of samples; smaller ones are closer to the shots",
        type=commands.weight,
    )
    lr: float = shared.learning_rate(2e-3, help="learning rate of the networks")
    precision: str = shared.precision()
    batch_size: int = task_recipe.batch_size(8)
    steps: int = task_recipe.steps(500)
    epochs: int = shared.epochs(6)
    seed: int = shared.seed()
    jit: bool = shared.jit(False)

    def make_model(self, data: Any) -> Any:
        """A compiled `keras_creative.models.DeformationVAE` for the data.

        Args:
            data: Data returned by `load_data()`.

        Raises:
            ValueError: If a setting is unknown or out of range.
        """
        from keras_creative.recipes.building import tasks

        self.check_settings()
        return tasks.make_vae(self, data)
