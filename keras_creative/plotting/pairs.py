"""Rows of images, each over the image that it is compared with."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from keras_creative.checks import check_integers
from keras_creative.plotting.canvas import WHITE
from keras_creative.plotting.captions import caption_images
from keras_creative.plotting.grids import tile_images
from keras_creative.typing import ArrayLike


class Pairs(NamedTuple):
    """A row of pairs of images.

    Args:
        heading: Line above the row.
        images: Array `(n, height, width, 1 or 3)` as `tile_images()` takes
            it: the upper images.
        others: Array of the same shape: the lower images.
        captions: `n` strings to write under the pairs.
    """

    heading: str
    images: ArrayLike
    others: ArrayLike
    captions: Sequence[str]


def pair_images(rows: Sequence[Pairs], scale: int = 1) -> np.ndarray:
    """Lay out rows of pairs, one image over the other.

    Args:
        rows: Sequence of `Pairs`, all of the same length and image size.
        scale: Integer; every pixel becomes a square of `scale` x `scale`
            pixels. Defaults to `1`.

    Returns:
        `uint8` array `(height, width, 3)`.

    Raises:
        ValueError: If there is no row, the shapes of the images differ, or
            `scale` is not positive.

    Example:

    ```python
    images = np.linspace(-1, 1, 6 * 32 * 32).reshape(6, 32, 32, 1)
    row = Pairs("samples over copies", images, images, ["copy"] * 6)
    picture = pair_images([row], scale=2)
    ```
    """
    check_integers(scale=(scale, 1))
    shapes = {np.shape(a) for row in rows for a in (row.images, row.others)}
    if len(shapes) != 1:
        raise ValueError(
            "`rows` must hold images of one shape. "
            f"Received: {len(rows)} rows, images of shapes {sorted(shapes)}"
        )
    return np.concatenate([_draw(row, scale) for row in rows])


def _draw(row, scale):
    """A row with its heading."""
    columns = [
        tile_images(np.stack(pair), columns=1)
        for pair in zip(row.images, row.others, strict=True)
    ]
    enlarged = np.stack(columns).repeat(scale, axis=1).repeat(scale, axis=2)
    captioned = caption_images(enlarged, row.captions)
    drawn = tile_images(captioned, columns=len(columns), padding=scale)
    empty = np.full((1, 0, drawn.shape[1], 3), WHITE, np.uint8)
    heading = caption_images(empty, [row.heading])[0]
    return np.concatenate([heading, drawn])
