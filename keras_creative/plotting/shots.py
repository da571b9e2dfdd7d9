"""Pictures of few-shot samples below the shots that they were made from."""

import numpy as np

from keras_creative.checks import check_integers
from keras_creative.plotting.canvas import WHITE
from keras_creative.plotting.grids import tile_images
from keras_creative.plotting.rows import headed
from keras_creative.typing import ArrayLike


def shot_sheets(
    shots: ArrayLike,
    samples: ArrayLike,
    nearest: ArrayLike | None = None,
    scale: int = 1,
) -> np.ndarray:
    """Lay out the shots of concepts, the samples below them, and real images.

    There is a column of blocks for each concept, as wide as it has shots.

    Args:
        shots: Array `(concepts, shots, height, width, 1 or 3)` of images as
            `tile_images()` takes them.
        samples: Array `(concepts, n, ...)` of samples for these shots.
        nearest: Array `(concepts, n, ...)`: the real image of the concept that
            is nearest to each sample. Defaults to `None`: not drawn.
        scale: Integer; every pixel becomes a square of `scale` x `scale`
            pixels. Defaults to `1`.

    Returns:
        `uint8` array `(height, width, 3)`.

    Raises:
        ValueError: If the numbers of concepts or the shapes of the images
            differ, or `scale` is not positive.

    Example:

    ```python
    images = np.linspace(-1, 1, 12 * 8 * 8).reshape(1, 12, 8, 8, 1)
    picture = shot_sheets(images[:, :4], images[:, 4:], scale=2)
    ```
    """
    check_integers(scale=(scale, 1))
    rows = {"shots": shots, "samples": samples}
    if nearest is not None:
        rows["nearest real pictures"] = nearest
    shapes = {(len(row), *np.shape(row)[2:]) for row in rows.values()}
    if len(shapes) != 1:
        raise ValueError(
            "`shots`, `samples` and `nearest` must have images of one shape "
            "for the same concepts. Received: "
            + ", ".join(f"{name} {np.shape(row)}" for name, row in rows.items())
        )
    columns = np.shape(shots)[1]
    return np.concatenate(
        [_row(name, row, columns, scale) for name, row in rows.items()]
    )


def _row(heading, concepts, columns, scale):
    """Blocks of all concepts side by side, under a heading."""
    blocks = [tile_images(images, columns) for images in concepts]
    gap = np.full((len(blocks[0]), 4, 3), WHITE, np.uint8)
    parts = [part for block in blocks for part in (block, gap)][:-1]
    drawn = np.concatenate(parts, axis=1)
    return headed(heading, drawn, scale)
