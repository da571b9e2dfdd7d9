"""Validation rules for the data of a model: shapes, labels and pixel range."""

import dataclasses
import math

import keras
import numpy as np
import tensorflow as tf

# Layers that do not change the values of their inputs.
_OF_SHAPE = (
    keras.layers.Cropping2D,
    keras.layers.Flatten,
    keras.layers.Permute,
    keras.layers.Reshape,
    keras.layers.UpSampling2D,
)
_RANGES = {
    "tanh": (-1.0, 1.0),
    "hard_tanh": (-1.0, 1.0),
    "sigmoid": (0.0, 1.0),
    "hard_sigmoid": (0.0, 1.0),
}
_TOLERANCE = 0.01


@dataclasses.dataclass(frozen=True)
class DataRules:
    """Rules that validate samples and labels before training.

    Args:
        sample_shape: Shape of one sample.
        num_classes: Number of classes of the model. Defaults to `None`: it
            takes no labels.
        attributes_length: Length of the attributes that can replace labels.
            Defaults to `None`: that of one-hot labels.
        output_range: Bounds of the model's outputs, see `output_range()`.
            Defaults to `None`: any number.
        targets: `DataRules` of the samples that come with others instead of
            labels. Defaults to `None`.
    """

    sample_shape: tuple
    num_classes: int | None = None
    attributes_length: int | None = None
    output_range: tuple | None = None
    targets: "DataRules | None" = None

    @property
    def has_pixels(self):
        """Whether samples consist of pixels.

        Samples `(height, width, channels)` do, and so do samples of more than
        three numbers if the model's outputs are bounded; points in the plane or
        in space do not.
        """
        bounded = self.output_range is not None
        size = math.prod(n or 1 for n in self.sample_shape)
        return len(self.sample_shape) == 3 or (bounded and size > 3)

    def check(self, x, y=None):
        """Check arrays, or the first batch of a data set.

        Args:
            x: Array of samples.
            y: Array of labels. Defaults to `None`.

        Returns:
            A warning about pixels that are in range but probably scaled
            wrongly, or `None`.

        Raises:
            ValueError: If the samples' shape differs, if pixels are out of
                range, if labels are missing where the model takes them, or if
                they are not valid labels.
        """
        self.check_form(x, y)
        if self.num_classes is not None and not self.are_rows(y):
            self._check_values(np.asarray(y))
        warning = None
        if self.has_pixels and hasattr(x, "__array__"):
            warning = self._check_range(np.asarray(x))
        if self.targets is not None:
            warning = self.targets.check(y) or warning
        return warning

    def check_form(self, x, y=None):
        """Check shapes and types, which do not depend on values.

        Args:
            x: Samples, or a `tf.TensorSpec` of them.
            y: Labels, or a `tf.TensorSpec` of them. Defaults to `None`.

        Raises:
            ValueError: If shapes do not fit the model, if labels are missing
                where it takes them, or if they are not numbers.
        """
        if _rank(x) is not None:
            self._check_shape(tuple(x.shape)[1:])
        if self.targets is not None:
            self._check_targets(y)
        if self.num_classes is None:
            return
        if y is None:
            raise ValueError(
                "The model takes labels, so the data must have them; for "
                "unlabeled data build a discriminator with "
                "`num_classes=None`. Received: y=None"
            )
        if not _is_number(y.dtype):
            raise ValueError(
                f"{self._wanted_labels} Received: y.dtype={y.dtype}"
            )
        columns = self.attributes_length or self.num_classes
        if self.are_rows(y) and y.shape[-1] not in (None, columns):
            raise ValueError(
                "One-hot labels must have a column for each class, and "
                f"attributes as many as the networks take: {columns}. "
                f"Received: y.shape={tuple(y.shape)}"
            )

    def are_rows(self, y):
        """Whether labels are one-hot rows or attributes, not integers."""
        if _rank(y) != 2:
            return False
        single = self.attributes_length == 1 and "float" in str(y.dtype)
        return y.shape[-1] != 1 or single

    @property
    def _wanted_labels(self):
        return (
            "Labels must be integers of the model's classes, 0 to "
            f"{self.num_classes - 1}, or one-hot rows."
        )

    def _check_targets(self, y):
        if y is None:
            raise ValueError(
                "The data must be pairs of batches, one of each side: "
                "`fit(x, y)`, or a data set of pairs. Received: y=None"
            )
        self.targets.check_form(y)

    def _check_shape(self, received):
        wanted = self.sample_shape
        if len(received) != len(wanted) or any(
            None not in (a, b) and a != b
            for a, b in zip(received, wanted, strict=True)
        ):
            raise ValueError(
                "The data must have the shape that the generator makes, "
                f"{tuple(wanted)}. Received: samples of shape {received}"
            )

    def _check_range(self, x):
        """A warning or `None`; raises for pixels out of range."""
        if not x.size:
            return None
        low, high = self.output_range or (-1.0, 1.0)
        least, most = float(x.min()), float(x.max())
        received = f"Received: {x.dtype} values from {least:g} to {most:g}"
        if low - _TOLERANCE <= least and most <= high + _TOLERANCE:
            if low < 0 <= least < most:
                return (
                    "All pixels lie in [0, 1], where -1 is black and 1 is "
                    "white. If 0 is to be black, train on `2 * x - 1`. "
                    f"{received}"
                )
            return None
        message = (
            f"Pixels must lie in [{low:g}, {high:g}]. Scale uint8 pictures "
            "with `keras_creative.datasets.to_network_range(x)`, floats from "
            f"0 to 255 with `x / 127.5 - 1`. {received}"
        )
        if self.output_range or x.dtype.kind in "iu":
            raise ValueError(message)
        return message

    def _check_values(self, y):
        if y.size and not (
            np.all(y == np.floor(y))
            and 0 <= y.min() <= y.max() < self.num_classes
        ):
            raise ValueError(
                f"{self._wanted_labels} "
                f"Received: labels from {y.min():g} to {y.max():g}"
            )


def output_range(network):
    """Bounds of a network's outputs, by its last activation.

    Args:
        network: Built `keras.Model`.

    Returns:
        Pair of the smallest and the largest number, or `None` if no bound is
        known.

    Example:

    >>> from keras_creative.models.core.data_rules import output_range
    >>> output_range(keras_creative.networks.dcgan_generator())
    (-1.0, 1.0)
    """
    for layer in reversed(network.layers):
        if isinstance(layer, keras.Model):
            return output_range(layer)
        if not isinstance(layer, _OF_SHAPE):
            activation = getattr(layer, "activation", None)
            return _RANGES.get(getattr(activation, "__name__", None))
    return None


def _rank(values):
    shape = getattr(values, "shape", None)
    return None if shape is None else tf.TensorShape(shape).rank


def _is_number(dtype):
    dtype = getattr(dtype, "as_numpy_dtype", dtype)
    return np.dtype(dtype).kind not in "OSUMmc"
