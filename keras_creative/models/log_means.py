"""The logs of an epoch as one metric."""

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="keras_creative")
class LogMeans(keras.metrics.Metric):
    """Means of several named scalars, kept in one variable.

    A metric for each name costs several operations a step each, which for
    small networks is a good part of the step.

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

    def __init__(self, names, name="logs"):
        super().__init__(name=name)
        self.names = tuple(names)
        self.total = self.add_variable(
            (len(self.names),), initializer="zeros", name="total"
        )
        self.count = self.add_variable((), initializer="zeros", name="count")

    def update_state(self, logs):
        """Add a step's scalars, a dict with every name."""
        values = [ops.cast(logs[name], self.dtype) for name in self.names]
        self.total.assign_add(ops.stack(values))
        self.count.assign_add(1.0)

    def result(self):
        """Dict of the means; zeros before the first step."""
        means = ops.divide_no_nan(self.total, self.count)
        return {name: means[i] for i, name in enumerate(self.names)}

    def get_config(self):
        """Arguments that make the same metric again."""
        return {"names": list(self.names), "name": self.name}
