"""What training shares in every model: data, noise that is saved, logs."""

import itertools
from collections.abc import Callable, Mapping
from typing import Any

import keras
import tensorflow as tf
from keras import ops

from keras_creative import replicas
from keras_creative.models.core.checked_data import check_no_weights
from keras_creative.models.core.executions import compiled_executions
from keras_creative.models.core.fitting import Fitting
from keras_creative.models.core.log_means import LogMeans
from keras_creative.models.core.noise import Noise
from keras_creative.typing import Tensor


class Steps(Fitting):
    """Noise that a resumed run goes on with, and the means of the logs.

    Mixed into models with a `seed` and with `tracked`, the names of the logs
    of a step, in order, and with what `Fitting` needs. They call
    `add_step_state()` when they are made.
    """

    def add_step_state(self) -> None:
        """Make the count of the noise, saved with the weights, and the logs."""
        self.draws = self.add_weight(
            shape=(),
            dtype="int64",
            initializer="zeros",
            trainable=False,
            aggregation="only_first_replica",
            name="draws",
        )
        self.log_means = LogMeans(self.tracked)

    @property
    def metrics(self) -> list[keras.metrics.Metric]:
        """The means of the logs, as one metric."""
        return [self.log_means]

    def make_train_function(self, force: bool = False) -> Callable[..., Any]:
        """What `fit()` calls for an execution, as `keras.Model` makes it.

        With `jit_compile=True` and some `steps_per_execution` all steps of an
        execution are one program of XLA, on one device.

        Args:
            force: Whether to make it anew. Defaults to `False`.

        Returns:
            Function of an iterator.
        """
        if self.train_function is None or force:
            super().make_train_function(force)
            if self._compiles_executions():
                self.train_function = compiled_executions(
                    self, self.train_function
                )
        return self.train_function

    def _compiles_executions(self):
        return (
            self.jit_compile
            and not self.run_eagerly
            and self.steps_per_execution > 1
            and self.distribute_strategy.num_replicas_in_sync == 1
        )

    def unpack(self, data: Any) -> tuple[Tensor, Tensor]:
        """Samples and labels (or `None`) of what `fit()` hands over.

        A step begins with it, which is how losses, noise and logs know this
        replica's share of the batch under `tf.distribute`.

        Raises:
            ValueError: If there are weights of the samples as well.
        """
        samples, labels, weights = keras.utils.unpack_x_y_sample_weight(data)
        check_no_weights(sample_weight=weights)
        return replicas.begin_step(samples, labels)

    def noise(self, training: bool = True) -> Noise:
        """Random numbers of the step being made.

        In training every draw counts, and the count is saved with the weights:
        a resumed run goes on with the noise of an unbroken one. An evaluation
        counts its own batches from 0, so that it is the same each time.

        Args:
            training: Whether the draws are training's. Defaults to `True`.

        Returns:
            `Noise` with `normal(shape)` and `uniform(shape)`.
        """
        streams = itertools.count()

        def next_of_training():
            number = tf.identity(self.draws.value)
            self.draws.assign_add(1)
            return number, 0

        def next_of_evaluation():
            batches_seen = ops.cast(self.log_means.steps, "int64")
            return -1 - batches_seen, next(streams)

        return Noise(
            self.seed, next_of_training if training else next_of_evaluation
        )

    def single_noise(self) -> Noise:
        """Random numbers under one draw of training's.

        For code whose changes of variables are dropped, such as
        `keras.StatelessScope`: nothing is counted there.

        Returns:
            `Noise`.
        """
        number = tf.identity(self.draws.value)
        self.draws.assign_add(1)
        streams = itertools.count(1)
        return Noise(self.seed, lambda: (number, next(streams)))

    def track(self, logs: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Add a step's logs to the epoch's means, weighed by its samples.

        Args:
            logs: Dict with every name of `tracked`, each already divided by
                the number of replicas.

        Returns:
            Dict of the means so far, as `train_step()` returns it.
        """
        count = self.distribute_strategy.num_replicas_in_sync
        logs = {
            name: count * replicas.weighted(ops.convert_to_tensor(logs[name]))
            for name in self.tracked
        }
        samples = replicas.end_step()
        weight = 1.0 if samples is None else ops.cast(samples, "float32")
        self.log_means.update_state(logs, weight / count)
        return self.log_means.result()
