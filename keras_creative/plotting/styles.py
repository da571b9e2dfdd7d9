"""Pictures of contents that are painted in several styles."""

import numpy as np

from keras_creative.checks import check_integers
from keras_creative.plotting.canvas import WHITE
from keras_creative.plotting.grids import tile_images
from keras_creative.typing import ArrayLike


def style_sheet(
    contents: ArrayLike, styles: ArrayLike, made: ArrayLike, scale: int = 1
) -> np.ndarray:
    """Lay out contents in the first column, and styles in the first row.

    In the row of a content and the column of a style is the content in this
    style.

    Args:
        contents: Array `(n, height, width, 1 or 3)` of images as
            `tile_images()` takes them.
        styles: Array `(m, height, width, 1 or 3)`.
        made: Array `(n, m, height, width, 1 or 3)`.
        scale: Integer; every pixel becomes a square of `scale` x `scale`
            pixels. Defaults to `1`.

    Returns:
        `uint8` array `(height, width, 3)`.

    Raises:
        ValueError: If the numbers or shapes differ, or `scale` is not positive.

    Example:

    ```python
    images = np.linspace(-1, 1, 6 * 8 * 8).reshape(2, 3, 8, 8, 1)
    style_sheet(images[:, 0], images[0], images).shape  # (28, 37, 3)
    ```
    """
    check_integers(scale=(scale, 1))
    contents, styles, made = map(np.asarray, (contents, styles, made))
    n, m, shape = len(contents), len(styles), contents.shape[1:]
    if styles.shape != (m, *shape) or made.shape != (n, m, *shape):
        raise ValueError(
            "`contents`, `styles` and `made` must be images of one shape, and "
            "`made` those of all pairs. Received: shapes "
            f"{contents.shape}, {styles.shape} and {made.shape}"
        )
    white = WHITE if contents.dtype == np.uint8 else 1
    corner = np.full((1, *shape), white, contents.dtype)
    rows = [np.concatenate([corner, styles])]
    for content, row in zip(contents, made, strict=True):
        rows.append(np.concatenate([content[np.newaxis], row]))
    sheet = tile_images(np.concatenate(rows), m + 1)
    return sheet.repeat(scale, axis=0).repeat(scale, axis=1)
