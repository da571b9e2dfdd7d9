"""Few-shot generation by a GAN that is trained to be adapted."""

from typing import Any

from keras_creative import catalog, commands
from keras_creative.recipes import shared, task_recipe
from keras_creative.recipes.settings import setting, settings
from keras_creative.recipes.task_recipe import TaskRecipe


@settings
class TaskFIGR(TaskRecipe):
    """FIGR: a GAN whose initial weights are learned by Reptile.

    Example:

    ```text
    recipe = keras_creative.recipes.RECIPES["figr-omniglot"]
    model = recipe.run("runs/figr", epochs=2)
    shots, others = recipe.load_split().test.shots_of(0, recipe.shots)
    more = model.sample_like(shots, 16)
    ```
    """

    networks: str = setting(
        "dcgan",
        "architecture",
        choices=catalog.names("networks/families.py", "FIGR_NETWORKS"),
    )
    width: int = setting(
        16,
        "channels of the networks at the full resolution; published are 64",
        type=commands.positive_int,
    )
    latent_dim: int = setting(
        100, "length of the latent vector", type=commands.positive_int
    )
    loss: str = setting(
        "wasserstein",
        "loss of the inner loop: WGAN-GP, or that of a GAN",
        shared.LOSSES,
        choices=("wasserstein", "non-saturating"),
    )
    channel_norms: bool = setting(
        False,
        "compute the penalty's norms over channels alone, as published",
        shared.LOSSES,
    )
    inner_steps: int = setting(
        10, "steps of the inner loop", type=commands.positive_int
    )
    inner_lr: float = shared.learning_rate(
        1e-3, help="learning rate of the inner loop"
    )
    outer_lr: float = shared.learning_rate(
        1e-4, help="learning rate of the outer loop"
    )
    batch_size: int = task_recipe.batch_size(4)
    steps: int = task_recipe.steps(500)
    epochs: int = shared.epochs(20)
    seed: int = shared.seed()

    def check_settings(self) -> None:
        """Raise if settings are wrong, before the data are loaded.

        Raises:
            ValueError: See `Recipe.check_settings()`; also if `channel_norms`
                is given for a loss without a penalty.
        """
        super().check_settings()
        if self.channel_norms and self.loss != "wasserstein":
            raise ValueError(
                "`channel_norms` must be False for a loss without a penalty. "
                f"Received: channel_norms=True, loss={self.loss!r}"
            )

    def make_model(self, data: Any) -> Any:
        """A compiled `keras_creative.models.FIGR` for the data.

        Args:
            data: Data returned by `load_data()`.

        Raises:
            ValueError: If a setting is unknown or out of range.
        """
        from keras_creative.recipes.building import tasks

        self.check_settings()
        return tasks.make_figr(self, data)
