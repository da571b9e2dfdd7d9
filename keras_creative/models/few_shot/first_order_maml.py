"""First-order MAML for a GAN."""

from typing import Any

import keras

from keras_creative.losses import batch_mean
from keras_creative.models.few_shot.figr import FIGR
from keras_creative.models.few_shot.task_codes import check_queries
from keras_creative.typing import Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class FirstOrderMAML(FIGR):
    """First-order MAML in place of Reptile, for the players of a GAN.

    The inner loop trains a copy of both players on the shots of a task. The
    outer step takes the step that the adapted players would make next on other
    images of the task, the queries: that of the discriminator, and then that of
    the generator. Derivatives of the inner loop are omitted.

    Data are pairs of shots `(tasks, shots, *sample_shape)` and queries
    `(tasks, queries, *sample_shape)`, see
    `keras_creative.datasets.TaskSet.episodes()`. Logs are those of `FIGR`, of
    the step on the queries.

    Args:
        *args: The networks, see `FIGR`.
        **kwargs: Its other arguments.

    Example:

    ```python
    images = np.random.default_rng(0).integers(0, 256, (80, 32, 32, 1))
    tasks = keras_creative.datasets.TaskSet(
        images.astype("uint8"), np.arange(80) // 8
    )
    model = keras_creative.models.FirstOrderMAML(
        keras_creative.networks.figr_generator(width=4),
        keras_creative.networks.figr_discriminator(width=4),
    )
    model.compile()
    model.fit(tasks.episodes(2, shots=4, queries=4), steps_per_epoch=2)
    ```

    Reference:

    - [Finn et al., 2017, section 5.2](https://arxiv.org/abs/1703.03400)
    - [Nichol et al., 2018, section 2](https://arxiv.org/abs/1803.02999)
    """

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """An inner loop on the shots; the outer step is one on the queries."""
        shots, queries = self.unpack(data)
        check_queries(queries)
        adapted, _ = self.inner_loops(self.inner.start(), shots)
        last, logs = self.inner_loops(adapted, queries, 1, is_stacked=True)
        for name in self.players:
            self.outer_step(name, getattr(adapted, name), getattr(last, name))
        return self.track(
            {name: batch_mean(values) for name, values in logs.items()}
        )
