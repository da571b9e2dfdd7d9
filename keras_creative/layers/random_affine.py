"""Random affine transformations of images."""

from typing import Any, Self

import keras
import tensorflow as tf
from keras import ops

from keras_creative.checks import check_not_negative
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class RandomAffine:
    """Rotates, scales, shears and translates each image randomly.

    It augments all inputs of a discriminator, real and generated, which helps
    with few images. It is differentiable; pixels are interpolated, and pixels
    outside of the image have the color of its edge.

    Args:
        rotation: Largest angle in radians. Defaults to `0.35`.
        scale: Largest logarithm of the scaling factor.
            Defaults to `0.2`.
        shear: Largest slope. Defaults to `0.35`.
        translation: Largest translation, relative to the side. Defaults to
            `0.1`.

    Raises:
        ValueError: If a number is negative.

    Example:

    >>> change = keras_creative.layers.RandomAffine()
    >>> change(np.zeros((2, 32, 32, 1)), keras.random).shape
    TensorShape([2, 32, 32, 1])

    Reference:

    - [Zhao et al., 2020](https://arxiv.org/abs/2006.10738), which
      translates, cuts and changes colors
    """

    def __init__(
        self,
        rotation: float = 0.35,
        scale: float = 0.2,
        shear: float = 0.35,
        translation: float = 0.1,
    ) -> None:
        self.sizes = {
            "rotation": rotation,
            "scale": scale,
            "shear": shear,
            "translation": translation,
        }
        check_not_negative(**self.sizes)

    def __call__(self, pictures: Tensor, noise: Any) -> Tensor:
        """Transform a batch of images.

        Args:
            pictures: Images `(batch, height, width, channels)`.
            noise: Object with `uniform(shape)`.

        Returns:
            float32 tensor of the same shape.
        """
        pictures = ops.cast(pictures, "float32")
        draws = 2.0 * noise.uniform((ops.shape(pictures)[0], 5)) - 1.0
        sizes = self.sizes
        angle = sizes["rotation"] * draws[:, 0:1]
        factor = ops.exp(sizes["scale"] * draws[:, 1:2])
        slope = sizes["shear"] * draws[:, 2:3]
        moves = sizes["translation"] * draws[:, 3:]
        sine, cosine = factor * ops.sin(angle), factor * ops.cos(angle)
        matrices = (cosine, slope * cosine - sine, sine, slope * sine + cosine)
        return affine(pictures, matrices, (moves[:, 0:1], moves[:, 1:2]))

    def get_config(self) -> Config:
        """Constructor arguments."""
        return dict(self.sizes)

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Transformation from its config."""
        return cls(**config)


def affine(pictures, matrices, moves):
    """Affine transformation of images with bilinear interpolation.

    The output at `p` is the input at `A p + b`, both relative to the center;
    outside of the image it is that of the nearest edge.
    `keras.ops.image.affine_transform` does not compile under XLA.

    Args:
        pictures: float32 images `(batch, height, width, channels)`.
        matrices: `A`, four tensors `(batch, 1)`: x from x, x from y, y from
            x, y from y.
        moves: `b`, two tensors `(batch, 1)` for x and y, relative to width and
            height.

    Returns:
        Tensor of the same shape as `pictures`.
    """
    height, width, channels = pictures.shape[1:]
    y, x = ops.meshgrid(
        ops.arange(height, dtype="float32") - (height - 1) / 2,
        ops.arange(width, dtype="float32") - (width - 1) / 2,
        indexing="ij",
    )
    x, y = ops.reshape(x, (1, -1)), ops.reshape(y, (1, -1))
    a, b, c, d = matrices
    from_x = a * x + b * y + width * moves[0] + (width - 1) / 2
    from_y = c * x + d * y + height * moves[1] + (height - 1) / 2
    pixels = ops.reshape(pictures, (-1, height * width, channels))
    result = 0.0
    for row, in_row in _neighbors(from_y, height):
        for column, in_column in _neighbors(from_x, width):
            found = tf.gather(pixels, row * width + column, batch_dims=1)
            result = result + (in_row * in_column)[..., None] * found
    return ops.reshape(result, (-1, height, width, channels))


def _neighbors(position, length):
    """The two pixels next to each position on an axis, and their weights."""
    position = ops.clip(position, 0.0, length - 1.0)
    lower = ops.floor(position)
    share = position - lower
    index = ops.cast(lower, "int32")
    upper = ops.minimum(index + 1, length - 1)
    return (index, 1.0 - share), (upper, share)
