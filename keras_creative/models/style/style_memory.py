"""New styles, from the distribution of the styles of training."""

import math

import keras
import numpy as np
from keras import ops

from keras_creative.models.core.persistence import copy_variables
from keras_creative.models.core.players import PlayersModel
from keras_creative.models.core.sampling import Sampling
from keras_creative.models.style.transfer import Style, style_from_vectors
from keras_creative.typing import Tensor

# Number of the last styles of training.
MEMORY = 32


class StyleMemory(Sampling, PlayersModel):
    """Base class that samples an image in styles like those of training.

    A latent vector is a style of the normal distribution with the mean and the
    covariance of the last 32 styles of training. A subclass has the attributes
    `channels`, `widths` and `image_shape`, and defines `paint()`.
    """

    # Each has feature maps at the full resolution.
    samples_at_once = 16

    def add_memory(self) -> None:
        """Add the weights that hold the last styles and an image."""
        length = self.channels + self.channels**2 + 2 * sum(self.widths)
        shapes = {
            "last_styles": (MEMORY, length),
            "last_content": self.image_shape,
        }
        for name, shape in shapes.items():
            weight = self.add_weight(
                shape=shape,
                initializer=keras.initializers.RandomUniform(0, 1, seed=0),
                trainable=False,
                aggregation="only_first_replica",
                name=name,
            )
            setattr(self, name, weight)

    @property
    def sample_shape(self) -> tuple[int, ...]:
        """Shape of the images of training."""
        return self.image_shape

    @property
    def latent_shape(self) -> tuple[int, ...]:
        """Shape of one latent vector."""
        return (MEMORY,)

    @property
    def sampler(self) -> keras.Model:
        """A plain Keras model from latent vectors to images in new styles."""
        mean, basis = self._distribution()
        latent = keras.Input(self.latent_shape, name="latent")
        styles = keras.layers.Dense(mean.shape[-1], name="styles")
        content = keras.layers.Dense(
            math.prod(self.image_shape), dtype="float32", name="content"
        )
        contents = keras.layers.Reshape(self.image_shape)(content(latent))
        made = self.paint(contents, self._style(styles(latent)))
        kernel, _ = content.get_weights()
        styles.set_weights([basis, mean])
        content.set_weights([0 * kernel, np.ravel(self.last_content)])
        return keras.Model(latent, made, name="sampler")

    def call(self, latent: Tensor, training: bool = False) -> Tensor:
        """The last image of training in new styles."""
        mean, basis = self._distribution()
        vectors = mean + ops.matmul(ops.cast(latent, "float32"), basis)
        count = ops.shape(vectors)[0]
        contents = ops.repeat(self.last_content[None], count, axis=0)
        return self.paint(contents, self._style(vectors))

    def remember(self, images: Tensor, style: Style) -> None:
        """Update the memory in a step of training.

        Args:
            images: Batch of images.
            style: Their styles.
        """
        styles = ops.concatenate([style.as_vectors(), self.last_styles])
        styles = ops.reshape(styles[:MEMORY], self.last_styles.shape)
        self.last_styles.assign(styles)
        self.last_content.assign(images[0])

    def restore_state_from(self, other: keras.Model) -> None:
        """See `PlayersModel.restore_state_from()`; also copies the memory."""
        super().restore_state_from(other)
        copy_variables(
            [*self.encoder.variables, self.last_styles, self.last_content],
            [*other.encoder.variables, other.last_styles, other.last_content],
        )

    def _style(self, vectors):
        return style_from_vectors(vectors, self.channels, self.widths)

    def _distribution(self):
        """Mean of the last styles, and a square root of their covariance."""
        styles = ops.convert_to_tensor(self.last_styles)
        mean = ops.mean(styles, axis=0)
        return mean, (styles - mean) / math.sqrt(MEMORY)
