"""Rows of images under headings."""

from collections.abc import Mapping

import numpy as np

from keras_creative.checks import check_integers
from keras_creative.plotting.captions import WHITE, caption_images
from keras_creative.plotting.grids import tile_images
from keras_creative.typing import ArrayLike


def image_rows(rows: Mapping[str, ArrayLike], scale: int = 1) -> np.ndarray:
    """Lay out sets of images as rows, each under its heading.

    Args:
        rows: Mapping from headings to arrays `(n, height, width, 1 or 3)` of
            images as `tile_images()` takes them, of one shape.
        scale: Integer; every pixel becomes a square of `scale` x `scale`
            pixels. Defaults to `1`.

    Returns:
        `uint8` array `(height, width, 3)`.

    Raises:
        ValueError: If there are no rows, shapes differ but for the channels, or
            `scale` is not positive.

    Example:

    ```python
    images = np.linspace(-1, 1, 8 * 8 * 8).reshape(8, 8, 8, 1)
    picture = image_rows({"given": images[:4], "made": images[4:]}, scale=2)
    ```
    """
    check_integers(scale=(scale, 1))
    shapes = {name: np.shape(images) for name, images in rows.items()}
    if len({shape[:3] for shape in shapes.values()}) != 1:
        raise ValueError(
            "`rows` must be images of one size, equally many in each row. "
            f"Received: {shapes}"
        )
    return np.concatenate(
        [
            headed(name, tile_images(images, len(images)), scale)
            for name, images in rows.items()
        ]
    )


def headed(heading: str, drawn: np.ndarray, scale: int = 1) -> np.ndarray:
    """Pixels under a heading.

    Args:
        heading: String.
        drawn: `uint8` array `(height, width, 3)`.
        scale: See `image_rows()`. Defaults to `1`.

    Returns:
        `uint8` array `(height, width, 3)`.
    """
    drawn = drawn.repeat(scale, axis=0).repeat(scale, axis=1)
    empty = np.full((1, 0, drawn.shape[1], 3), WHITE, np.uint8)
    return np.concatenate([caption_images(empty, [heading])[0], drawn])
