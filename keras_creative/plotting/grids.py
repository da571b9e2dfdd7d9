"""Grids of images."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from keras_creative.checks import check_integers
from keras_creative.plotting.canvas import WHITE, save_pixels
from keras_creative.plotting.captions import caption_images
from keras_creative.typing import ArrayLike, PathLike

_GAP = 8


def tile_images(
    images: ArrayLike, columns: int | None = None, padding: int = 1
) -> np.ndarray:
    """Lay images out in rows, from left to right and from top to bottom.

    Args:
        images: Array of shape `(n, height, width, channels)` with 1 or 3
            channels: floats in [-1, 1], or `uint8`. Floats outside
            [-1, 1] are clipped, and those that are not a number become -1.
        columns: Integer, images in a row, or `None` for the square root of
            `n`, rounded up. Defaults to `None`.
        padding: Integer, white pixels between neighboring images and around the
            grid. Defaults to `1`.

    Returns:
        `uint8` array of shape `(rows * (height + padding) + padding,
        columns * (width + padding) + padding, 3)`. Cells without an image are
        white.

    Raises:
        ValueError: If `images` is empty or has another shape or dtype, if
            `columns` is not positive, or if `padding` is negative.

    Example:

    ```python
    images = np.linspace(-1, 1, 6 * 8 * 8).reshape(6, 8, 8, 1)
    tile_images(images, columns=3).shape  # (19, 28, 3)
    ```
    """
    images = _as_color_bytes(images)
    n, height, width, _ = images.shape
    if columns is None:
        columns = math.isqrt(n - 1) + 1
    check_integers(columns=(columns, 1), padding=(padding, 0))
    rows = -(-n // columns)
    cells = np.full(
        (rows * columns, height + padding, width + padding, 3), WHITE, np.uint8
    )
    cells[:n, padding:, padding:] = images
    tiles = cells.reshape(rows, columns, *cells.shape[1:]).swapaxes(1, 2)
    tiles = tiles.reshape(rows * cells.shape[1], columns * cells.shape[2], 3)
    return np.pad(
        tiles, ((0, padding), (0, padding), (0, 0)), constant_values=WHITE
    )


def save_grid(
    path: PathLike,
    images: ArrayLike,
    columns: int | None = None,
    scale: int = 1,
    captions: Sequence[str] | None = None,
    notes: Mapping[str, str] | None = None,
) -> None:
    """Write a grid of images as a PNG file, with one white pixel between them.

    Args:
        path: The file to write. Its folder is created when it is missing.
        images: Array of shape `(n, height, width, channels)` as
            `tile_images()` takes it.
        columns: Integer, images in a row, or `None` for the square root of
            `n`, rounded up. Defaults to `None`.
        scale: Integer; every pixel, padding included, becomes a square of
            `scale` x `scale` pixels. Defaults to `1`.
        captions: String to write under each image. Defaults to `None`.
        notes: Dict of text for the file's metadata, such as
            `{"seed": 600}`. Defaults to `None`.

    Raises:
        ValueError: If `tile_images()` does not accept `images` or `columns`, if
            `scale` is not positive, or if the number of captions differs.

    Example:

    ```python
    images = np.linspace(-1, 1, 6 * 8 * 8).reshape(6, 8, 8, 1)
    save_grid("runs/samples.png", images, scale=4)
    ```
    """
    check_integers(scale=(scale, 1))
    enlarged = _enlarged(_as_color_bytes(images), scale)
    if captions is not None:
        enlarged = caption_images(enlarged, captions)
    save_pixels(path, tile_images(enlarged, columns, padding=scale), notes)


def compare_images(real: ArrayLike, generated: ArrayLike) -> np.ndarray:
    """Lay out two grids side by side: real images left, generated ones right.

    Args:
        real: Array of images as `tile_images()` takes it.
        generated: Array of the same shape.

    Returns:
        `uint8` array `(height, width, 3)`.

    Raises:
        ValueError: If `tile_images()` does not accept an array, or if the
            arrays differ in shape.

    Example:

    ```python
    images = np.linspace(-1, 1, 6 * 8 * 8).reshape(6, 8, 8, 1)
    compare_images(images, -images).shape  # (19, 64, 3)
    ```
    """
    if np.shape(real) != np.shape(generated):
        raise ValueError(
            "`generated` must have the shape of `real`, "
            f"{np.shape(real)}. Received: "
            f"generated.shape={np.shape(generated)}"
        )
    left, right = tile_images(real), tile_images(generated)
    gap = np.full((len(left), _GAP, 3), WHITE, np.uint8)
    return np.concatenate([left, gap, right], axis=1)


def save_comparison(
    path: PathLike,
    real: ArrayLike,
    generated: ArrayLike,
    scale: int = 1,
    captions: Sequence[str] | None = None,
) -> None:
    """Write two grids side by side: real images left, generated ones right.

    Args:
        path: The PNG file to write. Its folder is created when it is missing.
        real: Array of images as `tile_images()` takes it.
        generated: Array of the same shape.
        scale: Integer; every pixel becomes a square of `scale` x `scale`
            pixels. Defaults to `1`.
        captions: Two strings to write under the left and the right grid.
            Defaults to `None`.

    Raises:
        ValueError: If the arrays have a wrong shape, see `compare_images()`, or
            if `scale` is not positive.

    Example:

    ```python
    images = np.linspace(-1, 1, 6 * 8 * 8).reshape(6, 8, 8, 1)
    save_comparison("runs/both.png", images, -images, scale=4)
    ```
    """
    check_integers(scale=(scale, 1))
    both = _enlarged(compare_images(real, generated)[np.newaxis], scale)
    if captions is not None:
        both = _captioned_halves(both, captions, _GAP * scale)
    save_pixels(path, both[0])


def _captioned_halves(both, captions, gap):
    """Captions under the left and the right half of a comparison."""
    width = (both.shape[2] - gap) // 2
    halves = np.concatenate([both[:, :, :width], both[:, :, -width:]])
    left, right = caption_images(halves, captions)
    between = np.full((len(left), gap, 3), WHITE, np.uint8)
    return np.concatenate([left, between, right], axis=1)[np.newaxis]


def save_picture(
    path: PathLike, image: ArrayLike, notes: Mapping[str, str] | None = None
) -> None:
    """Write one image as a PNG file, pixel by pixel.

    Args:
        path: The file to write. Its folder is created when it is missing.
        image: Array `(height, width, channels)` as `tile_images()` takes them.
        notes: See `save_grid()`. Defaults to `None`.

    Raises:
        ValueError: If `tile_images()` does not accept it.

    Example:

    ```python
    save_picture("runs/0001.png", np.zeros((8, 8, 3)))
    ```
    """
    pixels = tile_images(np.asarray(image)[np.newaxis], padding=0)
    save_pixels(path, pixels, notes)


def _enlarged(images, scale):
    """Repeat every pixel."""
    return images.repeat(scale, axis=1).repeat(scale, axis=2)


def _as_color_bytes(images):
    """Convert images of 1 or 3 channels to `uint8` images of 3."""
    images = np.asarray(images)
    if images.ndim != 4 or images.shape[-1] not in (1, 3) or not images.size:
        raise ValueError(
            "`images` must have the shape (n, height, width, 1 or 3) and hold "
            f"at least one image. Received: images.shape={images.shape}"
        )
    if np.issubdtype(images.dtype, np.floating):
        levels = np.clip(np.nan_to_num(images, nan=-1), -1, 1)
        images = np.rint((levels + 1) * 127.5).astype(np.uint8)
    elif images.dtype != np.uint8:
        raise ValueError(
            "`images` must be floats in [-1, 1] or uint8. "
            f"Received: images.dtype={images.dtype}"
        )
    return np.broadcast_to(images, (*images.shape[:3], 3))
