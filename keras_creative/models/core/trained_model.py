"""Base class of trained models: noise and logs."""

import itertools
from collections.abc import Mapping
from typing import Any

import keras
import tensorflow as tf
from keras import ops

from keras_creative import replicas
from keras_creative.models.core import step_context
from keras_creative.models.core.checked_model import CheckedModel
from keras_creative.models.core.log_means import LogMeans
from keras_creative.models.core.noise import Noise
from keras_creative.models.core.workers import check_uncompiled
from keras_creative.typing import Tensor


class TrainedModel(CheckedModel):
    """Base class with the noise of training and the means of the logs.

    A subclass has a `seed`, names the logs of a step in `tracked`, and writes
    `train_step()` with `unpack()`, `noise()` and `track()`. Evaluation runs the
    same step without changing variables.

    Args:
        name: Name of the model. Defaults to the class name in snake case.
    """

    tracked: tuple[str, ...] = ()

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name=name)
        # Number of draws of noise so far, saved with the weights.
        self.draws = self.add_weight(
            shape=(),
            dtype="int64",
            initializer="zeros",
            trainable=False,
            aggregation="only_first_replica",
            name="draws",
        )

    def compile(self, *args: Any, **kwargs: Any) -> None:
        """See `keras.Model.compile()`; `jit_compile` defaults to `False`.

        Raises:
            ValueError: If `jit_compile` is `True` on several workers.
        """
        jit = kwargs.setdefault("jit_compile", False)
        check_uncompiled(self.distribute_strategy, jit)
        super().compile(*args, **kwargs)
        self.log_means = LogMeans(self.tracked)

    @property
    def metrics(self) -> list[keras.metrics.Metric]:
        """The means of the logs, as one metric."""
        return [self.log_means] if self.compiled else []

    @property
    def in_training(self) -> bool:
        """Whether the current step trains, not evaluates."""
        return step_context.TRAINING.get()

    def test_step(self, data: Any) -> dict[str, Tensor]:
        """Logs of `train_step()` on held-out data; no variable changes."""
        with step_context.evaluating(self._evaluation_noise()):
            return self.train_step(data)

    def noise(self) -> Noise:
        """Random numbers of the current step.

        Every draw of training is counted, and the count is saved with the
        weights: a resumed run draws the same numbers as an uninterrupted one.
        An evaluation counts its batches from 0, so that it is reproducible.

        Returns:
            `Noise` with `normal(shape)` and `uniform(shape)`.
        """
        return step_context.NOISE.get() or Noise(self.seed, self._count)

    def single_noise(self) -> Noise:
        """Random numbers that count as one draw of training.

        For code whose variable updates are discarded, such as
        `keras.StatelessScope`.

        Returns:
            `Noise`.
        """
        number, _ = self._count()
        streams = itertools.count(1)
        return Noise(self.seed, lambda: (number, next(streams)))

    def _count(self):
        number = tf.identity(self.draws.value)
        self.draws.assign_add(1)
        return number, 0

    def _evaluation_noise(self):
        streams = itertools.count()

        def next_index():
            batches = ops.cast(self.log_means.steps, "int64")
            return -1 - batches, next(streams)

        return Noise(self.seed, next_index)

    def track(self, logs: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Add a step's logs to the epoch's means, weighted by its batch size.

        Args:
            logs: Dict with exactly the names of `tracked`, each already
                divided by the number of replicas.

        Returns:
            Dict of the means so far, as `train_step()` returns it.

        Raises:
            ValueError: If a name is missing or not in `tracked`.
        """
        names = self.log_means.names
        if set(logs) != set(names):
            raise ValueError(
                "`track()` takes a value for each name in `tracked`. Received: "
                f"{sorted(logs)} instead of {sorted(names)}"
            )
        count = self.distribute_strategy.num_replicas_in_sync
        logs = {
            name: count * replicas.weighted(ops.convert_to_tensor(value))
            for name, value in logs.items()
        }
        samples = replicas.end_step()
        weight = 1.0 if samples is None else ops.cast(samples, "float32")
        self.log_means.update_state(logs, weight / count)
        return self.log_means.result()
