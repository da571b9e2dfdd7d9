"""Base class of models that generate from a few examples."""

import abc
from collections.abc import Callable
from typing import Any

import numpy as np
from keras import ops

from keras_creative.models.core.data_rules import DataRules
from keras_creative.models.core.players import PlayersModel
from keras_creative.models.core.sampling import Sampling
from keras_creative.models.few_shot.task_codes import check_queries, pick_shots
from keras_creative.typing import ArrayLike, Tensor

# Samples that are made at a time.
BATCH = 256


class FewShotModel(Sampling, PlayersModel):
    """Base class of models that generate more of what a few shots show.

    Data are batches of tasks, see
    `keras_creative.datasets.TaskSet.episodes()`.
    """

    @property
    def data_rules(self) -> DataRules:
        """Rules that the shots of tasks must follow."""
        return DataRules((None, *self.sample_shape), output_range=(-1.0, 1.0))

    def queries_of(self, data: Any) -> tuple[Tensor, Tensor, Tensor]:
        """Shots, queries and a random shot of the task of each query.

        Args:
            data: Batch of a pair: shots `(tasks, shots, *sample_shape)` and
                queries `(tasks, queries, *sample_shape)`.

        Returns:
            Tuple of the shots, the queries `(tasks * queries, *sample_shape)`
            in rows of tasks, and as many shots.

        Raises:
            ValueError: If there are no queries.
        """
        shots, queries = self.unpack(data)
        check_queries(queries)
        tasks, count = ops.shape(queries)[:2]
        picked = pick_shots(shots, self.noise().uniform((tasks, count)))
        x = ops.reshape(ops.cast(queries, "float32"), (-1, *self.sample_shape))
        return shots, x, ops.cast(picked, "float32")

    def per_query(
        self,
        draw: Callable[[tuple[int, ...]], Tensor],
        shots: Tensor,
        queries: Tensor,
        shape: tuple[int, ...] | None = None,
    ) -> Tensor:
        """Random numbers for each query of some tasks.

        Args:
            draw: Function of a shape, whose first axis are the tasks.
            shots: Shots of the tasks.
            queries: Queries of all tasks.
            shape: Shape for one query. Defaults to `None`: `latent_shape`.

        Returns:
            Tensor `(tasks * queries, *shape)`.
        """
        shape = self.latent_shape if shape is None else shape
        tasks = ops.shape(shots)[0]
        count = ops.shape(queries)[0] // tasks
        return ops.reshape(draw((tasks, count, *shape)), (-1, *shape))

    @abc.abstractmethod
    def sample_like(
        self, shots: ArrayLike, n: int, *, seed: int | None = None
    ) -> np.ndarray:
        """Samples of what some shots show.

        Args:
            shots: Array `(shots, *sample_shape)`, in the range of the samples.
            n: Number of samples.
            seed: Integer that determines them.

        Returns:
            NumPy array `(n, *sample_shape)`.
        """
