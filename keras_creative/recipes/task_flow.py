"""Few-shot generation by conditional flow matching."""

from typing import Any

from keras_creative import commands
from keras_creative.recipes import flow_settings, shared, task_recipe
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.task_recipe import TaskRecipe


@settings
class TaskFlow(TaskRecipe):
    """Few-shot generation by flow matching that is given the shots.

    Example:

    ```text
    recipe = keras_creative.recipes.RECIPES["few-shot-flow-omniglot"]
    model = recipe.run("runs/few", epochs=2)
    shots, others = recipe.load_split().test.shots_of(0, recipe.shots)
    more = model.sample_like(shots, 16)
    ```
    """

    queries: int = setting(
        8,
        "further pictures of a task, which the flow is trained to generate",
        type=commands.positive_int,
    )
    code: int = setting(
        128, "length of the code of the shots", type=commands.positive_int
    )
    width: int = setting(
        16,
        "channels of the networks at the full resolution; a multiple of 8",
        type=commands.positive_int,
    )
    code_dropout: float = setting(
        0.1,
        "probability of dropping the code in training",
        shared.LOSSES,
        type=commands.decay,
    )
    guidance: float = flow_settings.guidance()
    solver: str = flow_settings.solver()
    sampling_steps: int = flow_settings.sampling_steps(12)
    lr: float = shared.learning_rate(1e-3, help="learning rate of the networks")
    ema: float = flow_settings.ema()
    precision: str = shared.precision()
    batch_size: int = task_recipe.batch_size(16)
    steps: int = task_recipe.steps(500)
    epochs: int = shared.epochs(20)
    seed: int = shared.seed()

    def make_model(self, data: Any) -> Any:
        """A compiled `keras_creative.models.FewShotFlow` for the data.

        Args:
            data: Data returned by `load_data()`.

        Raises:
            ValueError: If a setting is unknown or out of range.
        """
        from keras_creative.recipes.building import tasks

        self.check_settings()
        return tasks.make_flow(self, data)
