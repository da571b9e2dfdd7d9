"""Base class of models that translate images."""

import abc

import keras
import numpy as np
from keras import ops

from keras_creative.losses import batch_mean
from keras_creative.models.core.batches import in_batches
from keras_creative.models.core.checks import check_graphs
from keras_creative.models.core.data_rules import DataRules, output_range
from keras_creative.models.core.latents import draw_rows
from keras_creative.models.core.players import PlayersModel
from keras_creative.models.core.sampling import Sampling
from keras_creative.typing import ArrayLike, Tensor

_EXAMPLES = 16
_BATCH = 16
_TOLERANCE = 0.01


class TranslationModel(Sampling, PlayersModel):
    """Base class of models from images of one side, A, to those of another, B.

    A subclass has a `translator` from A to B. Data are pairs of batches, one
    of each side.

    An image of A of each of the last steps of training is saved with the
    weights. `sample()` draws from them and translates them: they take the place
    of the latent vectors of other models.

    Regularizers of weights are minimized as well. Losses that layers add, by
    `add_loss()` or an `activity_regularizer`, are not.
    """

    @property
    @abc.abstractmethod
    def translator(self) -> keras.Model:
        """The network from A to B."""

    @property
    def sampler(self) -> keras.Model:
        """The network from A to B."""
        return self.translator

    @property
    def latent_shape(self) -> tuple[int, ...]:
        """Shape of an image of A."""
        return tuple(self.translator.input_shape[1:])

    @property
    def sample_shape(self) -> tuple[int, ...]:
        """Shape of an image of B."""
        return tuple(self.translator.output_shape[1:])

    @property
    def data_rules(self) -> DataRules:
        """Rules that both sides must follow."""
        bounds = output_range(self.translator)
        targets = DataRules(self.sample_shape, output_range=bounds)
        return DataRules(
            self.latent_shape, output_range=bounds, targets=targets
        )

    def call(self, images: Tensor, training: bool = False) -> Tensor:
        """Translations of images of A."""
        return self.translator(images, training=training)

    def add_examples(self) -> None:
        """Create the variable of these images, which is noise at first."""
        self.examples = self.add_weight(
            shape=(_EXAMPLES, *self.latent_shape),
            initializer=keras.initializers.RandomUniform(-1, 1, seed=0),
            trainable=False,
            aggregation="only_first_replica",
            name="examples",
        )

    def keep_example(self, image: Tensor) -> None:
        """Add an image to the examples in place of the oldest, in training.

        Args:
            image: Image of A.
        """
        if self.in_training:
            newest = ops.cast(image, "float32")[None]
            self.examples.assign(ops.concatenate([newest, self.examples[:-1]]))

    def translate(self, images: ArrayLike) -> np.ndarray:
        """Translations of images.

        Args:
            images: Array `(n, *latent_shape)` in [-1, 1].

        Returns:
            NumPy array `(n, *sample_shape)`.

        Raises:
            ValueError: If the images have another shape, or are out of range.

        Example:

        >>> network = keras_creative.networks.unet_translator(width=4)
        >>> model = keras_creative.models.Pix2Pix(
        ...     network,
        ...     keras_creative.networks.patch_discriminator((64, 64, 6), 4),
        ... )
        >>> model.translate(np.zeros((2, 64, 64, 3))).shape
        (2, 64, 64, 3)
        """
        return translated(self.translator, images)

    def _draw(self, n, seed):
        """Some of the images of the last steps."""
        examples = np.asarray(self.examples)

        def draw(rng, n):
            return rng.integers(len(examples), size=n)

        return examples[draw_rows(draw, n, seed)]


def translated(network: keras.Model, images: ArrayLike) -> np.ndarray:
    """Outputs of a network for checked images.

    Args:
        network: Model from images to images.
        images: Array of images in [-1, 1].

    Returns:
        NumPy array.

    Raises:
        ValueError: If the images have another shape, or are out of range.
    """
    images = np.asarray(images, "float32")
    shape = tuple(network.input_shape[1:])
    if images.shape[1:] != shape or not len(images):
        wanted = ", ".join(map(str, shape))
        raise ValueError(
            f"`images` must have the shape (n, {wanted}). "
            f"Received: images.shape={images.shape}"
        )
    low, high = images.min(), images.max()
    if not max(-low, high) <= 1 + _TOLERANCE:
        raise ValueError(
            "`images` must be in [-1, 1]. "
            f"Received: images from {low:g} to {high:g}"
        )
    return in_batches(lambda x: network(x, training=False), [images], _BATCH)


def mean_difference(made: Tensor, real: Tensor) -> Tensor:
    """Mean absolute difference of images, in float32.

    Args:
        made: Batch of images.
        real: Batch of the same shape.

    Returns:
        Scalar, divided by the number of replicas.
    """
    made, real = (ops.cast(images, "float32") for images in (made, real))
    return batch_mean(ops.abs(made - real))


def check_translator(name, network, given, made):
    """Raise unless a network is built and maps images of one shape to another.

    Args:
        name: Name of the argument.
        network: Keras model.
        given: Shape of its images.
        made: Shape of its translations.

    Raises:
        ValueError: See above.
    """
    check_graphs(**{name: network})
    shapes = [tuple(x.shape[1:]) for x in (network.inputs[0], *network.outputs)]
    if shapes != [given, made]:
        raise ValueError(
            f"`{name}` must map images {given} to images {made}. "
            f"Received: {name} of the shapes {shapes}"
        )


def check_judge(name, network, given):
    """Raise unless a network is built and scores images of some shape.

    Args:
        name: Name of the argument.
        network: Keras model.
        given: Shape of the images.

    Raises:
        ValueError: See above.
    """
    check_graphs(**{name: network})
    shape, outputs = tuple(network.inputs[0].shape[1:]), network.output
    if shape != given or not (isinstance(outputs, dict) and "score" in outputs):
        raise ValueError(
            f"`{name}` must map images {given} to a dict with `score`. "
            f"Received: {name} from {shape} to {outputs}"
        )
