"""Features of samples by a Keras model."""

import keras
import numpy as np

from keras_creative.typing import ArrayLike

_BATCH = 64


class NetworkFeatures:
    """Features of samples: the output of a Keras model, one row per sample.

    Images of another size than the model's input are resized, with
    antialiasing. Gray images become RGB for a model of three channels, and RGB
    images become gray, by the mean of the channels, for a model of one.

    Args:
        network: Keras model with one input, of points or of images in
            [-1, 1], and one output.

    Raises:
        ValueError: If the model has several inputs or outputs.

    Example:

    >>> network = keras.Sequential(
    ...     [keras.Input((4, 4, 3)), keras.layers.Flatten()]
    ... )
    >>> features = keras_creative.modalities.NetworkFeatures(network)
    >>> features(np.zeros((5, 8, 8, 1))).shape
    (5, 48)
    """

    def __init__(self, network: keras.Model) -> None:
        ends = (network.inputs, network.outputs)
        counts = [len(tensors or ()) for tensors in ends]
        if counts != [1, 1]:
            raise ValueError(
                "A model of features must have one input and one output. "
                f"Received: {network.name!r} with {counts[0]} and {counts[1]}"
            )
        self.network = network
        self._shape = tuple(network.inputs[0].shape[1:])

    def __call__(self, samples: ArrayLike) -> np.ndarray:
        """Compute the features.

        Args:
            samples: Array `(n, ...)`.

        Returns:
            Array `(n, features)`.

        Raises:
            ValueError: If the model does not take samples of this shape.
        """
        samples = np.asarray(samples, "float32")
        self._check(samples.shape)
        batches = np.split(samples, range(_BATCH, len(samples), _BATCH))
        found = [
            self.network.predict_on_batch(self._fit(batch)) for batch in batches
        ]
        if isinstance(found[0], dict | list):
            raise ValueError(
                "A model of features must return one array. "
                f"Received: a {type(found[0]).__name__} of {self.network.name}"
            )
        return np.concatenate(found).reshape(len(samples), -1)

    def _check(self, shape):
        wanted, given = self._shape, shape[1:]
        is_image = len(wanted) == len(given) == 3
        fits = is_image and wanted[-1] in (1, 3, None, given[-1])
        known = all(a in (None, b) for a, b in zip(wanted, given, strict=False))
        if not fits and (len(wanted) != len(given) or not known):
            raise ValueError(
                "A model of features must take the samples. Received: samples "
                f"of shape {given}, and a model of {wanted}"
            )

    def _fit(self, batch):
        """Images in the size and with the channels of the input."""
        if batch.ndim != 4:
            return batch
        *sides, channels = self._shape
        if channels not in (None, batch.shape[-1]):
            batch = batch.mean(axis=-1, keepdims=True).repeat(channels, axis=-1)
        sides = tuple(
            a or b for a, b in zip(sides, batch.shape[1:3], strict=True)
        )
        if sides == batch.shape[1:3]:
            return batch
        return keras.ops.image.resize(
            batch, sides, antialias=True, data_format="channels_last"
        )
