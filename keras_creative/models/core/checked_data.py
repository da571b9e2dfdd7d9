"""Data sets whose batches are validated when they are drawn."""

import contextlib
import types
import warnings

import keras
import numpy as np
import tensorflow as tf

from keras_creative.datasets.pipeline import as_written


class CheckedData:
    """Validates the data of `fit()`: arrays at once, batches when drawn.

    Errors in batches are raised within data pipelines, which wrap them;
    `errors_as_they_are()` raises those of this validation unwrapped.

    Args:
        rules: `DataRules`.
    """

    def __init__(self, rules):
        self.rules = rules
        self._error = None
        self._has_warned = False

    def checked(self, x, y=None):
        """Samples for `fit()`, validated now or when they are drawn.

        Arrays are checked completely, and so is every batch of a
        `keras.utils.PyDataset` or a generator. Of a `tf.data.Dataset` the first
        batch of each epoch is checked, and all its integer labels.

        Args:
            x: Samples, or a data set of `x` or `(x, y)`.
            y: Labels, for an array of samples. Defaults to `None`.

        Returns:
            Validated data to use instead of `x`.

        Raises:
            ValueError: If data that are known in advance break the rules.
        """
        if isinstance(x, tf.data.Dataset):
            return self._dataset(x)
        if isinstance(x, keras.utils.PyDataset):
            return _CheckedPyDataset(x, self)
        if isinstance(x, types.GeneratorType):
            return map_generator(x, self.check_batch)
        if hasattr(x, "element_spec"):
            self._check_spec(x.element_spec)
        elif hasattr(x, "shape"):
            self._check_arrays(x, np.asarray(y) if isinstance(y, list) else y)
        return x

    def check_batch(self, batch):
        """Check a batch, and store its error.

        Args:
            batch: Array of samples, or a tuple of samples and labels.

        Returns:
            The batch.

        Raises:
            ValueError: If it breaks the rules.
        """
        try:
            x, y, weights = keras.utils.unpack_x_y_sample_weight(batch)
            check_no_weights(sample_weight=weights)
            self._check_arrays(x, y)
        except ValueError as error:
            self._error = error
            raise
        return batch

    def _check_arrays(self, x, y):
        warning = self.rules.check(x, y)
        if warning and not self._has_warned:
            self._has_warned = True
            warnings.warn(warning, stacklevel=2)

    @contextlib.contextmanager
    def errors_as_they_are(self):
        """Context that raises errors of `check_batch()` unwrapped."""
        try:
            yield
        except Exception:
            if self._error is None:
                raise
            raise self._error from None

    def _dataset(self, dataset):
        spec = dataset.element_spec
        self._check_spec(spec)
        rules = self.rules
        if rules.num_classes is None and not rules.has_pixels:
            return dataset
        if not all(isinstance(s, tf.TensorSpec) for s in tf.nest.flatten(spec)):
            return dataset

        def look(*parts):
            with contextlib.suppress(ValueError):
                self.check_batch(tuple(part.numpy() for part in parts))
            return self._error is None

        @as_written
        def check(index, batch):
            needed = tf.logical_or(index == 0, self._has_bad_labels(batch))
            looked = tf.cond(
                needed,
                lambda: tf.py_function(look, tf.nest.flatten(batch), tf.bool),
                lambda: True,
            )
            good = tf.debugging.Assert(looked, ["The data break a rule."])
            with tf.control_dependencies([good]):
                return tf.nest.map_structure(tf.identity, batch)

        return dataset.enumerate().map(check)

    def _has_bad_labels(self, batch):
        """Whether an integer label of a batch is not a class, as a tensor."""
        _, y, _ = keras.utils.unpack_x_y_sample_weight(batch)
        if self.rules.num_classes is None or self.rules.are_rows(y):
            return tf.constant(False)
        y = tf.cast(y, "float64")
        known = (y >= 0.0) & (y < float(self.rules.num_classes))
        return tf.logical_not(tf.reduce_all(known))

    def _check_spec(self, spec):
        x, y, weights = keras.utils.unpack_x_y_sample_weight(spec)
        check_no_weights(sample_weight=weights)
        self.rules.check_form(x, y)


class _CheckedPyDataset(keras.utils.PyDataset):
    """`PyDataset` whose batches are validated."""

    def __init__(self, dataset, check):
        super().__init__(
            workers=dataset.workers,
            use_multiprocessing=dataset.use_multiprocessing,
            max_queue_size=dataset.max_queue_size,
        )
        self._dataset = dataset
        self._check = check

    @property
    def num_batches(self):
        return self._dataset.num_batches

    def __len__(self):
        return len(self._dataset)

    def __getitem__(self, index):
        return self._check.check_batch(self._dataset[index])

    def on_epoch_begin(self):
        self._dataset.on_epoch_begin()

    def on_epoch_end(self):
        self._dataset.on_epoch_end()


def map_generator(generator, function):
    """Generator of a function's results for the values of another one.

    Args:
        generator: Generator.
        function: Function of its values.

    Yields:
        Results of the function.
    """
    for value in generator:
        yield function(value)


def check_no_weights(**weights):
    """Raise an error if sample or class weights are given.

    Args:
        **weights: `sample_weight` or `class_weight`, `None` if not given.

    Raises:
        ValueError: If one is given.
    """
    for name, weight in weights.items():
        if weight is not None:
            raise ValueError(
                f"`{name}` is not supported: sample weights cannot be applied "
                "to terms that compare samples. Resample the data instead: "
                "`x[rng.choice(len(x), len(x), p=weights / weights.sum())]`, "
                "or `tf.data.Dataset.sample_from_datasets()`. Received: "
                f"{name} of type {type(weight).__name__}"
            )
