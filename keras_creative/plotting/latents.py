"""Maps and traversals of a latent space."""

from collections.abc import Callable
from statistics import NormalDist

import numpy as np

from keras_creative.checks import check_integers
from keras_creative.plotting.canvas import (
    add_pixel_axes,
    add_pixel_text,
    figure_pixels,
    fit_text,
    new_figure,
)
from keras_creative.plotting.grids import tile_images
from keras_creative.typing import ArrayLike


def latent_map(
    decode: Callable[[np.ndarray], ArrayLike], side: int = 20, scale: int = 1
) -> np.ndarray:
    """Show what a two-dimensional latent space decodes to.

    The latent plane is cut into `side` x `side` cells that are equally likely
    under the standard normal prior, and the center of each is decoded. The
    first coordinate grows from left to right, the second from bottom to top.

    Args:
        decode: Callable from latent vectors `(n, 2)` to `n` images as
            `tile_images()` takes them. It is called once for each row.
        side: Integer, cells along each axis. Defaults to `20`.
        scale: Integer; every pixel becomes a square of `scale` x `scale`
            pixels. Defaults to `1`.

    Returns:
        `uint8` array `(height, width, 3)`, for `save_picture()`.

    Raises:
        ValueError: If `side` or `scale` is not positive, or if `decode` does
            not return pictures.

    Example:

    ```python
    def decode(latents):
        levels = np.tanh(latents)[:, :1, np.newaxis, np.newaxis]
        return np.broadcast_to(levels, (len(latents), 8, 8, 1))

    picture = latent_map(decode, side=12)
    keras_creative.plotting.save_picture("runs/map.png", picture)
    ```

    Reference:

    - D. P. Kingma, M. Welling, "Auto-Encoding Variational Bayes", 2014,
      https://arxiv.org/abs/1312.6114, appendix A.
    """
    check_integers(side=(side, 1))
    quantiles = normal_quantiles(side)
    rows = [
        np.stack([quantiles, np.full(side, y)], axis=1).astype("float32")
        for y in quantiles[::-1]
    ]
    pictures = np.concatenate([np.asarray(decode(row)) for row in rows])
    return traversal_grid(
        pictures, quantiles, quantiles, ("latent 1", "latent 2"), scale=scale
    )


def normal_quantiles(n):
    """Centers of `n` intervals that are equally likely under N(0, 1).

    Args:
        n: Integer, number of intervals.

    Returns:
        Float array `(n,)`, growing.

    Example:

    >>> from keras_creative.plotting.latents import normal_quantiles
    >>> normal_quantiles(3).round(3).tolist()
    [-0.967, 0.0, 0.967]
    """
    inverse = NormalDist().inv_cdf
    return np.array([inverse((i + 0.5) / n) for i in range(n)])


def traversal_grid(
    pictures: ArrayLike,
    values: ArrayLike,
    other_values: ArrayLike | None = None,
    names: tuple[str, str] = ("", ""),
    title: str = "",
    scale: int = 1,
) -> np.ndarray:
    """Show a traversal of one or two coordinates, with labeled axes.

    Args:
        pictures: Array of pictures as `tile_images()` takes them, row after
            row in the order of `models.traversal()`.
        values: Sequence of the values along the columns, left to right.
        other_values: Sequence of the values along the rows, from bottom to
            top. Defaults to `None`: rows are not numbered.
        names: Two strings, below the columns and next to the rows. Defaults to
            `("", "")`.
        title: String above the pictures. Defaults to `""`.
        scale: Integer; every pixel becomes a square of `scale` x `scale`
            pixels. Defaults to `1`.

    Returns:
        `uint8` array `(height, width, 3)`, for `save_picture()`.

    Raises:
        ValueError: If there are not as many pictures as cells, or if
            `tile_images()` does not accept them.

    Example:

    ```python
    values = [-1.0, 0.0, 1.0]
    pictures = np.zeros((3, 8, 8, 1)) + np.reshape(values, (3, 1, 1, 1))
    picture = traversal_grid(pictures, values, scale=4)
    keras_creative.plotting.save_picture("runs/code.png", picture)
    ```
    """
    check_integers(scale=(scale, 1))
    columns, count = len(values), len(pictures)
    rows = -(-count // columns) if other_values is None else len(other_values)
    if count != rows * columns:
        raise ValueError(
            f"`pictures` must be {rows} rows of {columns}. "
            f"Received: {count} pictures"
        )
    tiles = tile_images(np.asarray(pictures), columns)
    tiles = tiles.repeat(scale, axis=0).repeat(scale, axis=1)
    sheet = _Sheet(tiles, names, title, numbered=other_values is not None)
    sheet.number("x", values)
    if other_values is not None:
        sheet.number("y", other_values)
    return sheet.pixels()


class _Sheet:
    """Tiles, pixel by pixel, with numbers and names around them."""

    bottom, right, top = 48, 24, 12
    narrowest, title_height = 200, 24

    def __init__(self, tiles, names, title, numbered):
        height, width = tiles.shape[:2]
        left = 24 + 18 * bool(names[1]) + 36 * numbered
        room = max(width, self.narrowest)
        top = self.top + (self.title_height if title else 0)
        self._size = {"x": width, "y": height}
        self._figure = new_figure(
            left + room + self.right, self.bottom + height + top
        )
        place = (left, self.bottom, width, height)
        self._axes = add_pixel_axes(self._figure, *place)
        self._axes.imshow(
            tiles, extent=(0, width, 0, height), interpolation="none"
        )
        self._axes.spines[:].set_visible(False)
        self._axes.set(xticks=[], yticks=[])
        below = add_pixel_text(self._figure, left + width / 2, 4)
        fit_text(below, names[0], 9, width, 18)
        beside = add_pixel_text(
            self._figure, 12, self.bottom + height / 2, rotation=90
        )
        beside.set_verticalalignment("center")
        fit_text(beside, names[1], 9, 20, height)
        above = add_pixel_text(
            self._figure, left + width / 2, self.bottom + height + 6
        )
        fit_text(above, title, 10, width, self.title_height - 4)

    def number(self, axis, values):
        """Label the centers of cells with as many values as fit."""
        cell = self._size[axis] / len(values)
        every = int(np.ceil({"x": 40, "y": 16}[axis] / cell))
        shown = np.arange(len(values))[(len(values) - 1) % every // 2 :: every]
        largest = max(np.abs(values).max(), 1e-9)
        digits = max(0, 2 - int(np.floor(np.log10(largest))))
        numbers = [f"{round(float(values[i]), digits):g}" for i in shown]
        self._axes.tick_params(axis=axis, labelsize=8, length=3)
        set_ticks = getattr(self._axes, f"set_{axis}ticks")
        set_ticks((shown + 0.5) * cell, numbers)

    def pixels(self):
        """The complete sheet as a `uint8` array."""
        return figure_pixels(self._figure)
