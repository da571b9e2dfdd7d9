"""`keras.Model` whose methods validate their arguments."""

import inspect
from collections.abc import Callable
from typing import Any

import keras

from keras_creative import replicas
from keras_creative.models.core.checked_data import (
    CheckedData,
    check_no_weights,
)
from keras_creative.models.core.checks import known_batch_size
from keras_creative.models.core.data_rules import DataRules, output_range
from keras_creative.models.core.executions import compiled_executions
from keras_creative.models.core.keras_callbacks import prepare_callbacks
from keras_creative.models.core.workers import has_workers, worker_function
from keras_creative.typing import PathLike, Tensor

_FIT = inspect.signature(keras.Model.fit)
_EVALUATE = inspect.signature(keras.Model.evaluate)


class CheckedModel(keras.Model):
    """Base class that validates data, callbacks and paths before Keras does.

    A subclass has a `sample_shape` and a `sampler`.
    """

    # Number of classes and length of attributes, for models that take labels.
    num_classes: int | None = None
    attributes_length: int | None = None

    @property
    def data_rules(self) -> DataRules:
        """Rules that samples and labels must follow."""
        return DataRules(
            self.sample_shape,
            self.num_classes,
            self.attributes_length,
            output_range(self.sampler),
        )

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> keras.callbacks.History:
        """Train like `keras.Model.fit()`, on validated data.

        Args:
            x: Samples, or a data set of `x` or `(x, y)`. Pictures lie in
                [-1, 1].
            y: Labels, for a model that takes them. Defaults to `None`.
            batch_size: See `keras.Model.fit()`. Defaults to `None`.
            *args: Further arguments of `keras.Model.fit()`, in its order.
            **kwargs: Further keyword arguments.

        Returns:
            `keras.callbacks.History`.

        Raises:
            ValueError: If the samples do not have the model's sample shape,
                pixels are out of range, labels are missing or not among the
                classes, sample weights are given, a callback needs an optimizer
                that the model does not have, or the batch size does not fit,
                see `check_batch_size()`.
        """
        given = _FIT.bind(self, x, y, batch_size, *args, **kwargs).arguments
        given.pop("self")
        check_no_weights(
            sample_weight=given.get("sample_weight"),
            class_weight=given.get("class_weight"),
        )
        prepare_callbacks(self, given.get("callbacks"))
        size = known_batch_size(x, batch_size)
        if size is not None:
            self.check_batch_size(size)
        if hasattr(x, "element_spec"):
            given.setdefault("shuffle", False)
        data = CheckedData(self.data_rules)
        given["x"] = data.checked(x, y)
        if given.get("validation_data") is not None:
            given["validation_data"] = _checked_parts(
                data, given["validation_data"]
            )
        with data.errors_as_they_are():
            return super().fit(**given)

    def evaluate(
        self, x: Any = None, y: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        """Logs on held-out data, as `keras.Model.evaluate()` returns them.

        Args:
            x: See `fit()`.
            y: See `fit()`. Defaults to `None`.
            *args: Further arguments of `keras.Model.evaluate()`, in its order.
            **kwargs: Further keyword arguments.

        Returns:
            List of numbers, or with `return_dict=True` a dict.

        Raises:
            ValueError: If the data are invalid, see `fit()`.
        """
        if kwargs.get("_use_cached_eval_dataset"):
            return super().evaluate(x, y, *args, **kwargs)
        given = _EVALUATE.bind(self, x, y, *args, **kwargs).arguments
        given.pop("self")
        check_no_weights(sample_weight=given.get("sample_weight"))
        data = CheckedData(self.data_rules)
        given["x"] = data.checked(x, y)
        with data.errors_as_they_are():
            return super().evaluate(**given, **given.pop("kwargs", {}))

    def unpack(self, data: Any) -> tuple[Tensor, Tensor]:
        """Samples and labels, or `None`, of the batch that `fit()` passes.

        Call it first in every step: losses, noise and logs need this replica's
        share of the batch under `tf.distribute`.

        Raises:
            ValueError: If sample weights are given.
        """
        samples, labels, weights = keras.utils.unpack_x_y_sample_weight(data)
        if weights is not None:
            check_no_weights(sample_weight=weights)
        return replicas.begin_step(samples, labels)

    def make_train_function(self, force: bool = False) -> Callable[..., Any]:
        """Training function, see `keras.Model.make_train_function()`.

        With `jit_compile=True` and more than one of `steps_per_execution`, all
        steps of an execution are one XLA program, on one device.

        Args:
            force: Whether to create it again. Defaults to `False`.

        Returns:
            Function of an iterator.
        """
        if self.train_function is None or force:
            if has_workers(self.distribute_strategy):
                self.train_function = worker_function(self, self.train_step)
                return self.train_function
            super().make_train_function(force)
            if self._compiles_executions():
                self.train_function = compiled_executions(
                    self, self.train_function
                )
        return self.train_function

    def make_test_function(self, force: bool = False) -> Callable[..., Any]:
        """Evaluation function, see `keras.Model.make_test_function()`.

        Args:
            force: Whether to create it again. Defaults to `False`.

        Returns:
            Function of an iterator.
        """
        if not has_workers(self.distribute_strategy):
            super().make_test_function(force)
        elif self.test_function is None or force:
            self.test_function = worker_function(self, self.test_step)
        return self.test_function

    def _compiles_executions(self):
        return (
            self.jit_compile
            and not self.run_eagerly
            and self.steps_per_execution > 1
            and self.distribute_strategy.num_replicas_in_sync == 1
        )

    def check_batch_size(self, batch_size: int) -> None:
        """Check that the model can train on batches of this size.

        Args:
            batch_size: Number of samples in a batch.

        Raises:
            ValueError: In subclasses whose batch size must be a multiple of
                some number. Here every size is valid.
        """

    def save(self, filepath: PathLike, *args: Any, **kwargs: Any) -> None:
        """Save the model, see `keras.Model.save()`.

        Args:
            filepath: Path that ends in `.keras`.
            *args: Further arguments of `keras.Model.save()`, in its order.
            **kwargs: Further keyword arguments.

        Raises:
            ValueError: If the path is that of a legacy HDF5 file.
        """
        if str(filepath).endswith((".h5", ".hdf5")):
            raise ValueError(
                "`filepath` must end in .keras; weights alone are saved by "
                "`save_weights()` to a path that ends in .weights.h5. "
                f"Received: filepath={str(filepath)!r}"
            )
        return super().save(filepath, *args, **kwargs)

    def export(self, filepath: PathLike, *args: Any, **kwargs: Any) -> None:
        """Export the sampler, see `keras.Model.export()`.

        The exported network maps latent vectors, and in conditional models
        attributes, to samples.

        Args:
            filepath: Path to write to.
            *args: Further arguments of `keras.Model.export()`, in its order.
            **kwargs: Further keyword arguments.
        """
        return self.sampler.export(filepath, *args, **kwargs)

    def _maybe_symbolic_build(self, iterator=None, data_batch=None):
        """Do nothing, since models and optimizers are built already.

        Under `tf.distribute` Keras would average the replicas' parts of a
        first batch, which fails if they are uneven.
        """


def _checked_parts(data, validation_data):
    """Validation data, an array, a tuple of arrays or a data set, checked."""
    if not isinstance(validation_data, list | tuple):
        return data.checked(validation_data)
    x, y, weights = keras.utils.unpack_x_y_sample_weight(validation_data)
    check_no_weights(sample_weight=weights)
    return (data.checked(x, y), *validation_data[1:])
