"""The logs of an epoch as one metric."""

from collections.abc import Mapping, Sequence
from typing import Any

import keras
from keras import ops

from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class LogMeans(keras.metrics.Metric):
    """Weighted means of several named scalars, kept in one variable.

    One metric per name needs several operations per step, a large part of the
    step for small networks.

    Args:
        names: Names of the scalars.
        name: Name of the metric. Defaults to `"logs"`.

    Example:

    >>> means = keras_creative.models.LogMeans(["a", "b"])
    >>> means.update_state({"a": 1.0, "b": 2.0})
    >>> means.update_state({"a": 3.0, "b": 2.0})
    >>> {name: float(mean) for name, mean in means.result().items()}
    {'a': 2.0, 'b': 2.0}
    """

    def __init__(self, names: Sequence[str], name: str = "logs") -> None:
        super().__init__(name=name)
        self.names = tuple(names)
        self.sums = self.add_variable(
            (len(self.names) + 2,), initializer="zeros", name="sums"
        )

    @property
    def count(self) -> Tensor:
        """Sum of the weights."""
        return self.sums[-2]

    @property
    def steps(self) -> Tensor:
        """Number of steps; under `tf.distribute` that of this replica."""
        return self.sums[-1]

    def update_state(
        self, logs: Mapping[str, Tensor], weight: Tensor = 1.0
    ) -> None:
        """Add a step's scalars.

        Args:
            logs: Dict with every name.
            weight: Weight of the step, such as its number of samples.
                Defaults to `1`.
        """
        weight = ops.cast(weight, self.dtype)
        values = [ops.cast(logs[name], self.dtype) for name in self.names]
        ones = ops.ones((), self.dtype)
        values = weight * ops.stack([*values, ones])
        self.sums.assign_add(ops.concatenate([values, ones[None]]))

    def result(self) -> dict[str, Tensor]:
        """Dict of the means; zeros before the first step."""
        means = ops.divide_no_nan(self.sums[:-2], self.sums[-2])
        return {name: means[i] for i, name in enumerate(self.names)}

    def save_own_variables(self, store: Any) -> None:
        """Save nothing: the means are those of an epoch."""

    def load_own_variables(self, store: Any) -> None:
        """Load nothing, as nothing is saved."""

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {"names": list(self.names), "name": self.name}
