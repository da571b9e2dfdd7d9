"""Random changes of pictures that leave what they show."""

from typing import Any, Self

import keras
import tensorflow as tf
from keras import ops

from keras_creative.checks import check_not_negative
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class RandomAffine:
    """Turns, scales, shears and moves each picture by chance.

    For all that a discriminator sees, real or generated: it then has more to
    learn from few pictures, and what it tells of a picture has to survive
    such changes. The gradient flows through; pixels in between are
    interpolated, and what lies outside has the colour of the edge.

    Args:
        rotation: Largest angle in radians. Defaults to `0.35`.
        scale: Largest change of size, as the logarithm of the factor.
            Defaults to `0.2`.
        shear: Largest slope. Defaults to `0.35`.
        translation: Largest move, as a share of the side. Defaults to `0.1`.

    Raises:
        ValueError: If a number is negative.

    Example:

    >>> change = keras_creative.layers.RandomAffine()
    >>> change(np.zeros((2, 32, 32, 1)), keras.random).shape
    TensorShape([2, 32, 32, 1])

    Reference:

    - [Zhao et al., 2020](https://arxiv.org/abs/2006.10738), which moves, cuts
      and colours
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
        """Changed pictures.

        Args:
            pictures: Tensor `(batch, height, width, channels)`.
            noise: Object with `uniform(shape)`.

        Returns:
            float32 tensor of that shape.
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
        """Arguments that make the same change again."""
        return dict(self.sizes)

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Change of a configuration."""
        return cls(**config)


def affine(pictures, matrices, moves):
    """Pictures whose pixels are taken from elsewhere in them.

    The pixel at `p` is that at `A p + b`, both from the middle of the picture;
    in between it is bilinear, and outside that of the nearest edge.

    Args:
        pictures: float32 tensor `(batch, height, width, channels)`.
        matrices: `A`, four tensors `(batch, 1)`: x from x, x from y, y from
            x, y from y.
        moves: `b`, two such tensors: of x and y, in widths and heights.

    Returns:
        Tensor of the pictures' shape.
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
    for row, in_row in _neighbours(from_y, height):
        for column, in_column in _neighbours(from_x, width):
            found = tf.gather(pixels, row * width + column, batch_dims=1)
            result = result + (in_row * in_column)[..., None] * found
    return ops.reshape(result, (-1, height, width, channels))


def _neighbours(place, length):
    """The two pixels around each place on an axis, and their weights."""
    place = ops.clip(place, 0.0, length - 1.0)
    lower = ops.floor(place)
    share = place - lower
    index = ops.cast(lower, "int32")
    upper = ops.minimum(index + 1, length - 1)
    return (index, 1.0 - share), (upper, share)
