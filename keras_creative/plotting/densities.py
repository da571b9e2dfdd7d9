"""Density plots of points in the plane."""

import numpy as np

from keras_creative.checks import check_integers
from keras_creative.plotting.checks import check_half_width, check_points
from keras_creative.plotting.window import Window
from keras_creative.typing import ArrayLike, PathLike


def kernel_density(
    points: ArrayLike,
    half_width: float,
    bins: int = 128,
    bandwidth: float | None = None,
) -> np.ndarray:
    """Estimate the density of `points` with a Gaussian kernel on a grid.

    Every point is distributed bilinearly over the four nearest cell centers,
    and the counts are then smoothed along one axis after the other, which is
    exact because the Gaussian kernel is a product over the axes. Unlike that of
    `scipy.stats.gaussian_kde`, with which the tests compare it, the cost of the
    smoothing does not depend on the number of points.

    The sum of the result times the area of a cell, `(2 * half_width / bins)²`,
    is the mass inside the window: about 1 when all points lie well inside.

    Args:
        points: Array of shape `(n, 2)`, columns x and y. Points outside the
            window, or not finite, count in `n` but have no other effect.
        half_width: Float. The window is `[-half_width, half_width]` on both
            axes.
        bins: Integer, cells along each axis. Defaults to `128`.
        bandwidth: Float, standard deviation of the kernel in units of the
            points, or `None` for Scott's rule: `n^(-1/6)` times the mean over
            both axes of the standard deviation of the `n` points inside the
            window. A bandwidth below the width of a cell, the finest detail
            that the grid can hold, is raised to it. Defaults to `None`.

    Returns:
        Float array of shape `(bins, bins)`: the density at the cell centers,
        rows from the lowest y, columns from the lowest x.

    Raises:
        ValueError: If `points` is empty or has another shape, or if
            `half_width`, `bins` or `bandwidth` is not positive.

    Example:

    ```python
    points = np.array([[0.0, 0.0], [1.0, 0.5]])
    density = kernel_density(points, half_width=3.0, bandwidth=0.4)
    cell = 2 * 3.0 / 128
    density.sum() * cell**2  # 1.0
    ```

    Reference:

    - D. W. Scott, "Multivariate Density Estimation", Wiley 1992, section 6.
    """
    points = check_points("points", points)
    half_width = check_half_width(half_width)
    check_integers(bins=(bins, 1))
    if len(points) == 0:
        raise ValueError(
            "`points` must hold at least one point. "
            f"Received: points.shape={points.shape}"
        )
    if bandwidth is not None and not 0 < bandwidth < np.inf:
        raise ValueError(
            "`bandwidth` must be a positive, finite number or None. "
            f"Received: bandwidth={bandwidth}"
        )
    inside = points[(np.abs(points) <= half_width).all(axis=1)]
    cell = 2 * half_width / bins
    if bandwidth is None:
        bandwidth = _scott_bandwidth(inside)
    counts = _bilinear_counts((inside + half_width) / cell, bins)
    kernel = _kernel_matrix(bins, max(bandwidth / cell, 1.0)) / cell
    return kernel @ counts @ kernel.T / len(points)


class DensityFigure:
    """A small figure that draws densities in gray.

    Creating a matplotlib figure takes longer than drawing it, so one figure is
    reused and only its image changes. An instance must be used by one thread
    at a time.

    Args:
        half_width: Float. The axes span `[-half_width, half_width]` on both
            axes.

    Raises:
        ValueError: If `half_width` is not positive and finite.

    Example:

    ```python
    points = np.array([[0.0, 0.0], [1.0, 0.5]])
    figure = DensityFigure(half_width=3.0)
    figure.save("runs/density.png", kernel_density(points, 3.0), "step 0")
    ```
    """

    def __init__(self, half_width: float) -> None:
        self.half_width = check_half_width(half_width)
        self._window = Window(self.half_width)
        self._image = self._window.axes.imshow(
            np.zeros((1, 1)),
            cmap="Greys",
            origin="lower",
            interpolation="bilinear",
            extent=[-self.half_width, self.half_width] * 2,
        )

    def save(self, path: PathLike, density: ArrayLike, title: str = "") -> None:
        """Write one density as a PNG file of 400 x 430 pixels.

        White is zero; black is the highest value of this density.

        Args:
            path: The file to write. Its folder is created when it is missing.
            density: Array of shape `(bins, bins)` with rows from the lowest y
                and values of at least 0, as `kernel_density()` returns it.
            title: String of one or two lines. Defaults to `""`.

        Raises:
            ValueError: If `density` is not a square array.
        """
        density = np.asarray(density, dtype=float)
        if (
            density.ndim != 2
            or len(set(density.shape)) != 1
            or not len(density)
        ):
            raise ValueError(
                "`density` must be a square array. "
                f"Received: density.shape={density.shape}"
            )
        self._image.set_data(density)
        self._image.set_clim(0, density.max() or 1)
        self._window.save(path, [self._image], title)


def _scott_bandwidth(points):
    if len(points) < 2:
        return 0.0
    return len(points) ** (-1 / 6) * points.std(axis=0, ddof=1).mean()


def _bilinear_counts(places, bins):
    """Distribute points, in cells from the lower left corner, over the centers.

    One ring of cells around the window receives the weights of points between
    the outermost centers and the border.
    """
    side = bins + 2
    lower = np.floor(places + 0.5).astype(int)
    upper_weight = places + 0.5 - lower
    counts = np.zeros(side * side)
    for corner in np.ndindex(2, 2):
        weights = np.where(corner, upper_weight, 1 - upper_weight).prod(axis=1)
        columns, rows = (lower + corner).T
        counts += np.bincount(rows * side + columns, weights, side * side)
    return counts.reshape(side, side)


def _kernel_matrix(bins, bandwidth):
    """Weights from `bins + 2` cell centers to the inner `bins` of them."""
    centers = np.arange(bins + 2)
    distances = (centers[1:-1, None] - centers) / bandwidth
    return np.exp(-(distances**2) / 2) / (bandwidth * np.sqrt(2 * np.pi))
