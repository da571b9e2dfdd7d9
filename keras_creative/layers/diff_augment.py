"""Differentiable augmentation: random colors, translations and cutouts."""

from typing import Any, Self

import keras
from keras import ops

from keras_creative.checks import check_choice, check_not_negative
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class DiffAugment:
    """Changes colors, translates and cuts each image randomly.

    It augments all inputs of a discriminator, real and generated, in the steps
    of both players, so that it is differentiable. Every image has its own
    random numbers. What is moved into an image, and what is cut, is gray.

    - `"color"` adds a brightness from [-`brightness`, `brightness`], multiplies
      the differences of the channels from their mean by a saturation from
      [1 - `saturation`, 1 + `saturation`], and those of the pixels from the
      mean of the image by a contrast from [1 - `contrast`, 1 + `contrast`].
    - `"translation"` moves the image by whole pixels, in each direction by up
      to `translation` times the side.
    - `"cutout"` makes a rectangle gray that has `cutout` times each side, and
      may lie partly outside.

    Args:
        policy: Names of the transformations, in their order. Defaults to
            `("color", "translation", "cutout")`.
        brightness: Non-negative number. Defaults to `0.5`.
        saturation: Non-negative number. Defaults to `1`.
        contrast: Non-negative number. Defaults to `0.5`.
        translation: Number in [0, 1). Defaults to `0.125`.
        cutout: Number in [0, 1]. Defaults to `0.5`.

    Raises:
        ValueError: If a name is unknown or a number out of range.

    Example:

    >>> change = keras_creative.layers.DiffAugment()
    >>> change(np.zeros((2, 64, 64, 3)), keras.random).shape
    TensorShape([2, 64, 64, 3])

    Reference:

    - [Zhao et al., 2020](https://arxiv.org/abs/2006.10738)
    """

    def __init__(
        self,
        policy: tuple[str, ...] = ("color", "translation", "cutout"),
        brightness: float = 0.5,
        saturation: float = 1.0,
        contrast: float = 0.5,
        translation: float = 0.125,
        cutout: float = 0.5,
    ) -> None:
        for name in policy:
            check_choice("policy", name, TRANSFORMATIONS)
        self.policy = tuple(policy)
        self.sizes = {
            "brightness": brightness,
            "saturation": saturation,
            "contrast": contrast,
            "translation": translation,
            "cutout": cutout,
        }
        check_not_negative(**self.sizes)
        if translation >= 1 or cutout > 1:
            raise ValueError(
                "`translation` must be below 1 and `cutout` at most 1. "
                f"Received: translation={translation}, cutout={cutout}"
            )

    def __call__(
        self, images: Tensor, noise: Any, probability: Tensor = 1.0
    ) -> Tensor:
        """Transform a batch of images.

        Args:
            images: Images `(batch, height, width, channels)` in [-1, 1].
            noise: Object with `uniform(shape)`.
            probability: Probability with which each transformation is applied
                to each image. Defaults to `1`.

        Returns:
            float32 tensor of the same shape.
        """
        images = ops.cast(images, "float32")
        count = ops.shape(images)[0]
        for name in self.policy:
            draws = noise.uniform((count, _DRAWS))
            changed = TRANSFORMATIONS[name](images, draws, self.sizes)
            chosen = ops.reshape(draws[:, 0] < probability, (-1, 1, 1, 1))
            images = ops.where(chosen, changed, images)
        return images

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {"policy": list(self.policy), **self.sizes}

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Transformation from its config."""
        return cls(**config)


# Random numbers of each transformation: whether it is applied, and its sizes.
_DRAWS = 4


def change_colors(images, draws, sizes):
    """Images of another brightness, saturation and contrast.

    Args:
        images: float32 images `(batch, height, width, channels)`.
        draws: Numbers `(batch, 4)` in [0, 1), of which the last three are used.
        sizes: Dict with `brightness`, `saturation` and `contrast`.

    Returns:
        Tensor of the same shape.
    """
    signed = ops.reshape(2.0 * draws[:, 1:] - 1.0, (-1, 3, 1, 1, 1))
    images += sizes["brightness"] * signed[:, 0]
    gray = ops.mean(images, axis=3, keepdims=True)
    images = gray + (1.0 + sizes["saturation"] * signed[:, 1]) * (images - gray)
    mean = ops.mean(images, axis=(1, 2, 3), keepdims=True)
    return mean + (1.0 + sizes["contrast"] * signed[:, 2]) * (images - mean)


def translate(images, draws, sizes):
    """Images that are moved by whole pixels.

    Args:
        images: See `change_colors()`.
        draws: Numbers `(batch, 4)` in [0, 1), of which two are used.
        sizes: Dict with `translation`.

    Returns:
        Tensor of the same shape.
    """
    shape = images.shape
    down, right = (
        _moved(shape[axis], draws[:, axis], sizes["translation"])
        for axis in (1, 2)
    )
    images = ops.einsum("bij,bjwc->biwc", down, images)
    return ops.einsum("bij,bhjc->bhic", right, images)


def cut_out(images, draws, sizes):
    """Images with a gray rectangle.

    Args:
        images: See `change_colors()`.
        draws: Numbers `(batch, 4)` in [0, 1), of which two are used.
        sizes: Dict with `cutout`.

    Returns:
        Tensor of the same shape.
    """
    rows, columns = (
        _inside(images.shape[axis], draws[:, axis], sizes["cutout"])
        for axis in (1, 2)
    )
    cut = rows[:, :, None, None] & columns[:, None, :, None]
    return ops.where(cut, 0.0, images)


TRANSFORMATIONS = {
    "color": change_colors,
    "translation": translate,
    "cutout": cut_out,
}


def _moved(side, draws, extent):
    """Matrices `(batch, side, side)` that move along an axis."""
    most = int(side * extent + 0.5)
    moves = ops.cast(ops.floor(draws * (2 * most + 1)), "int32") - most
    origin = ops.arange(side)[None] - moves[:, None]
    return ops.one_hot(origin, side, dtype="float32")


def _inside(side, draws, extent):
    """Whether each position of an axis lies in the cut, `(batch, side)`."""
    length = int(side * extent + 0.5)
    centers = ops.cast(ops.floor(draws * (side + 1 - length % 2)), "int32")
    first = ops.expand_dims(centers - length // 2, 1)
    place = ops.expand_dims(ops.arange(side), 0)
    return (place >= first) & (place < first + length)
