"""Conditional models: attributes of labels, and samples for labels."""

from collections.abc import Sequence

import keras
import numpy as np
from keras import ops

from keras_creative.models.core.sampling import Sampling
from keras_creative.typing import ArrayLike, Tensor


class Conditioning(Sampling):
    """Sampling of conditional models, which take a label or attributes.

    Mixed into models with a `latent_shape` and a table of `attributes`, which
    are called on a pair of latent vectors and attributes. The row of a class
    in the table holds its attributes: a one-hot code, or numbers with a
    meaning, such as the direction of a mode.

    Attributes can be used instead of labels everywhere, so that a model can
    generate samples between the classes.
    """

    def set_attributes(
        self, attributes: ArrayLike | None, num_classes: int | None, length: int
    ) -> None:
        """Validate and store the table of attributes.

        Args:
            attributes: Array `(num_classes, length)`, or `None` for one-hot
                codes.
            num_classes: Number of classes, or `None` for the number of rows of
                the table, or `length` for one-hot codes.
            length: Length of the attributes that the networks take.

        Raises:
            ValueError: If the table has another number of rows, or of
                columns, or is not finite.
        """
        if attributes is None:
            attributes = np.eye(num_classes or length)
        self.attributes = np.asarray(attributes, "float32")
        rows = num_classes or len(self.attributes)
        if self.attributes.shape != (rows, length):
            raise ValueError(
                f"`attributes` must have the shape ({rows}, {length}): a row "
                "for each class, of the length that the networks take. "
                f"Received: attributes.shape={self.attributes.shape}"
            )
        if not np.all(np.isfinite(self.attributes)):
            raise ValueError(
                "`attributes` must be finite. "
                f"Received: attributes={self.attributes.tolist()}"
            )

    @property
    def num_classes(self) -> int:
        """Number of classes that have attributes."""
        return len(self.attributes)

    @property
    def attributes_length(self) -> int:
        """Length of the attributes."""
        return self.attributes.shape[1]

    def attributes_of(self, labels: Tensor) -> Tensor:
        """The attributes that the networks take for labels.

        Args:
            labels: Integers `(batch,)` or `(batch, 1)`; or attributes
                `(batch, length)`, which are not changed.

        Returns:
            float32 tensor `(batch, length)`.
        """
        labels = ops.convert_to_tensor(labels)
        if not _are_integers(labels):
            return ops.cast(labels, "float32")
        rows = ops.reshape(ops.cast(labels, "int32"), (-1,))
        return ops.take(ops.convert_to_tensor(self.attributes), rows, axis=0)

    def requested_labels(self, labels: Tensor) -> Tensor:
        """Labels of a batch, if they are known.

        Args:
            labels: See `attributes_of()`.

        Returns:
            Integers: the labels themselves, or for one-hot attributes the index
            of the largest entry; otherwise `None`.
        """
        if _are_integers(labels):
            return labels
        if np.array_equal(self.attributes, np.eye(len(self.attributes))):
            return ops.argmax(labels, axis=-1)
        return None

    def sample_inputs(
        self,
        n: int,
        seed: int | Sequence[int] | np.ndarray | None = None,
        labels: ArrayLike | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """The model's inputs for samples of labels.

        Args:
            n: Number of samples.
            seed: See `sample()`. Defaults to `None`.
            labels: One label or one vector of attributes for all samples, or
                one for each. Defaults to `None`: every label in turn.

        Returns:
            Latent vectors `(n, *latent_shape)` and attributes `(n, length)`.

        Raises:
            ValueError: If a label does not exist, or attributes have another
                length than the model's.

        Example:

        >>> model = keras_creative.models.CGAN(
        ...     keras_creative.networks.mlp_generator(attributes_length=8),
        ...     keras_creative.networks.mlp_discriminator(attributes_length=8),
        ... )
        >>> model.sample(16, seed=1, labels=3).shape
        (16, 2)
        """
        return self._draw(n, seed), self._requested(labels, n)

    def interpolate(
        self,
        start: int | ArrayLike,
        end: int | ArrayLike,
        steps: int = 8,
        batch_size: int | None = None,
        via: Sequence[int | ArrayLike] = (),
        way: str | None = None,
        closed: bool = False,
        labels: ArrayLike | None = None,
    ) -> np.ndarray:
        """Samples along a path through the latent space, for labels.

        Args:
            start: First waypoint, see `Sampling.interpolate()` for this and the
                other arguments.
            end: Last waypoint.
            steps: Number of samples, both ends included. Defaults to `8`.
            batch_size: Samples generated at once. Defaults to `None`:
                `samples_at_once`.
            via: Sequence of waypoints. Defaults to `()`.
            way: `"straight"` or `"sphere"`. Defaults to `None`.
            closed: Whether the path returns to `start`. Defaults to `False`.
            labels: See `sample_inputs()`; attributes for each step make a
                path between classes. Defaults to `None`: label 0.

        Returns:
            NumPy array `(steps, *sample_shape)`.

        Raises:
            ValueError: See `Sampling.interpolate()` and `sample_inputs()`.
        """
        requested = self._requested(0 if labels is None else labels, steps)
        latents = self._way(start, end, steps, via, way, closed, requested)
        return self._generate_all((latents, requested), batch_size)

    def _requested(self, labels, n):
        """Attributes of `n` samples, from labels or attributes."""
        if labels is None:
            labels = np.arange(n) % self.num_classes
        labels = np.asarray(labels)
        if labels.dtype.kind in "iu" and labels.ndim < 2:
            self._check_labels(labels)
            rows = self.attributes[labels]
        else:
            rows = labels.astype("float32")
        length = self.attributes.shape[1]
        if rows.shape not in ((length,), (n, length)):
            raise ValueError(
                "`labels` must be labels, or attributes of the length "
                f"{length}, one for all or one for each of the {n} samples. "
                f"Received: labels of shape {labels.shape}"
            )
        return np.broadcast_to(rows, (n, length)).copy()

    def _check_labels(self, labels):
        if labels.size and not 0 <= labels.min() <= labels.max() < (
            self.num_classes
        ):
            raise ValueError(
                f"`labels` must lie in 0 to {self.num_classes - 1}. "
                f"Received: labels from {labels.min()} to {labels.max()}"
            )


def _are_integers(labels):
    is_float = keras.backend.is_float_dtype(labels.dtype.name)
    return len(labels.shape) != 2 or not (is_float or labels.shape[1] != 1)


def attributes_taken(name, network):
    """Length of the attributes, a network's second input.

    A discriminator of packs takes those of each sample of a pack.

    Args:
        name: Name of the network in errors.
        network: Built `keras.Model`.

    Returns:
        Integer.

    Raises:
        ValueError: If it has no second input of that kind.
    """
    shapes = [tuple(tensor.shape) for tensor in network.inputs]
    if len(shapes) != 2 or len(shapes[1]) not in (2, 3):
        raise ValueError(
            f"`{name}` must take attributes as its second input: build it "
            f"with `attributes_length`. Received: inputs of shapes {shapes}"
        )
    return shapes[1][-1]
