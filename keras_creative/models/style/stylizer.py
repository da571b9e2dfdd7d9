"""Style transfer of images of any size, in tiles without seams."""

from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from keras_creative.checks import check_integers
from keras_creative.losses.style import EPSILON
from keras_creative.models.style.tiles import (
    Moments,
    next_multiple,
    receptive_radius,
    tiles,
)
from keras_creative.models.style.transfer import (
    Style,
    adaptive_instance_norm,
    color_statistics,
    match_colors,
)
from keras_creative.typing import ArrayLike

# Weights of red, green and blue in the luminance, of ITU-R BT.601.
_LUMINANCE = np.array([0.299, 0.587, 0.114], "float32")


class Stylizer:
    """Transfers styles between images of any size.

    Large images are processed in tiles. Statistics are those of the whole
    image, and tiles overlap by as much as pixels depend on each other, so
    that the result is that of the image in one piece.

    Args:
        encoder: See `StyleAutoencoder`.
        decoder: See `StyleAutoencoder`.
    """

    def __init__(self, encoder: keras.Model, decoder: keras.Model) -> None:
        self.encoder, self.decoder = encoder, decoder
        self.channels = encoder.inputs[0].shape[-1]
        self.widths = [output.shape[-1] for output in encoder.outputs[1:]]
        self.cell = 2 ** len(self.widths)
        self.smallest = 2 * self.cell
        cells = [2**level for level in range(len(self.widths) + 1)]
        radius = receptive_radius(encoder) + receptive_radius(decoder, cells)
        self.margin = next_multiple(radius, self.cell)
        self._encode = tf.function(self._features, reduce_retracing=True)
        self._paint = tf.function(self._painted, reduce_retracing=True)

    def style_of(self, image: ArrayLike, side: int) -> Style:
        """Style of an image.

        Args:
            image: Array `(height, width, channels)` in [-1, 1].
            side: Side of tiles.

        Returns:
            `Style` with a batch of 1.

        Raises:
            ValueError: If it has another shape or a side is too short.
        """
        image = self.checked(image, "styles")
        features = self._statistics(self._padded(image), side)
        return Style(color_statistics(image[np.newaxis]), features)

    def stylize(
        self, content: ArrayLike, style: Style, strength: float, side: int
    ) -> np.ndarray:
        """An image in a style.

        Args:
            content: Array `(height, width, channels)` in [-1, 1].
            style: `Style` with a batch of 1.
            strength: Number from 0, for the reconstruction, to 1.
            side: Side of tiles.

        Returns:
            float32 array of the shape of `content`, not clipped.

        Raises:
            ValueError: See `style_of()`.
        """
        content = self.checked(content, "content")
        matched = np.asarray(match_colors(content[np.newaxis], style.colors))[0]
        image = self._padded(content + strength * (matched - content))
        own = self._statistics(image, side)
        made = np.empty_like(image)
        strength = tf.constant(strength, "float32")
        for tile in self._tiles(image, side):
            part = tf.constant(image[tile.outside][np.newaxis])
            painted = self._paint(part, own, style.features, strength)
            made[tile.inside] = painted[0].numpy()[tile.crop()]
        return made[: content.shape[0], : content.shape[1]]

    def checked(self, image: ArrayLike, name: str) -> np.ndarray:
        """An image as a float32 array.

        Args:
            image: Array of the image.
            name: Name of the argument, for messages.

        Returns:
            float32 array `(height, width, channels)`.

        Raises:
            ValueError: If it has another shape, a side is too short, or a
                number is not finite or out of range.
        """
        image = np.asarray(image)
        if image.dtype == np.uint8:
            raise ValueError(
                f"`{name}` must be in [-1, 1]. Scale uint8 images with "
                "`keras_creative.datasets.to_network_range(x)`. Received: "
                "dtype=uint8"
            )
        image = image.astype("float32")
        if (
            image.ndim != 3
            or image.shape[-1] != self.channels
            or min(image.shape[:2]) < self.smallest
        ):
            raise ValueError(
                f"`{name}` must have the shape (height, width, "
                f"{self.channels}), with sides of at least {self.smallest} "
                f"pixels. Received: an image of shape {image.shape}"
            )
        if not np.isfinite(image).all() or abs(image).max() > 1.01:
            raise ValueError(
                f"`{name}` must be finite numbers from -1 to 1. "
                f"Received: from {image.min():g} to {image.max():g}"
            )
        return image

    def _statistics(self, image, side):
        """Mean and deviation of each feature map of the whole image."""
        moments = [Moments(width) for width in self.widths]
        for tile in self._tiles(image, side):
            features = self._encode(image[tile.outside][np.newaxis])
            for level, (one, found) in enumerate(
                zip(moments, features, strict=True), start=1
            ):
                one.add(found[0].numpy()[tile.crop(2**level)])
        return [one.statistics(EPSILON) for one in moments]

    def _tiles(self, image, side):
        check_integers(tile=(side, self.cell))
        return tiles(
            image.shape[:2], next_multiple(side, self.cell), self.margin
        )

    def _padded(self, image):
        """The image with sides that are multiples of a cell."""
        short = [-size % self.cell for size in image.shape[:2]]
        return np.pad(image, [(0, short[0]), (0, short[1]), (0, 0)], "reflect")

    def _features(self, images):
        found = self.encoder(images, training=False)[1:]
        return [ops.cast(features, "float32") for features in found]

    def _painted(self, images, own, styles, strength):
        features = self._features(images)
        for level, (statistics, style) in enumerate(
            zip(own, styles, strict=True)
        ):
            normalized = adaptive_instance_norm(
                features[level], *style, statistics
            )
            change = normalized - features[level]
            features[level] = features[level] + strength * change
        return self.decoder([images, *features], training=False)


def mixed_style(styles: Sequence[Style], weights: Sequence[float]) -> Style:
    """Mean of styles.

    Args:
        styles: Sequence of `Style`.
        weights: Their weights, which sum to 1.

    Returns:
        `Style`.
    """
    return keras.tree.map_structure(
        lambda *parts: sum(w * p for w, p in zip(weights, parts, strict=True)),
        *styles,
    )


def with_luminance_of(image: np.ndarray, painted: np.ndarray) -> np.ndarray:
    """An image with the luminance of another one, and its own colors.

    Args:
        image: Array `(height, width, channels)`.
        painted: Array of the same shape.

    Returns:
        Array of this shape; differences between its channels are those of
        `image`.
    """
    if image.shape[-1] != len(_LUMINANCE):
        return painted
    return image + ((painted - image) @ _LUMINANCE)[..., np.newaxis]
