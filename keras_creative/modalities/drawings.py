"""Drawings of batches of samples that are updated during training."""

import abc

import numpy as np

from keras_creative import plotting


class Drawing(abc.ABC):
    """Base class of drawings of sample batches."""

    @abc.abstractmethod
    def pixels(self, samples, title=""):
        """Draw samples.

        Args:
            samples: Array `(n, *sample_shape)`.
            title: String above the samples, if the drawing has a title.
                Defaults to `""`.

        Returns:
            uint8 array `(height, width, 3)`.
        """

    @abc.abstractmethod
    def save(self, path, samples, title="", scale=1):
        """Draw samples as a PNG file.

        Args:
            path: The file to write.
            samples: See `pixels()`.
            title: See `pixels()`. Defaults to `""`.
            scale: Integer by which pixels are enlarged, if the drawing allows
                it. Defaults to `1`.
        """


class GridDrawing(Drawing):
    """Draws samples as images in a grid, next to real ones if there are any.

    Args:
        to_images: Function from samples to images, see
            `Modality.to_images()`.
        real: Array of real samples to show on the left of the same number of
            generated ones. Defaults to `None`.
    """

    def __init__(self, to_images, real=None):
        self._to_images = to_images
        self._real = None if real is None else to_images(np.asarray(real))

    def pixels(self, samples, title=""):
        """The grid; it has no title."""
        images = self._to_images(samples)
        if self._real is None:
            return plotting.tile_images(images)
        return plotting.compare_images(self._real, images)

    def save(self, path, samples, title="", scale=1):
        """Write the grid."""
        images = self._to_images(samples)
        if self._real is None:
            plotting.save_grid(path, images, scale=scale)
        else:
            plotting.save_comparison(
                path, self._real, images, scale, ("real", "generated")
            )


class PointDrawing(Drawing):
    """Draws points in a square window, over real points if there are any.

    Args:
        real: Array of real points `(m, 2)`, or `None`.
        half_width: Half the side of the window, or `None` for 1.2 times the
            largest coordinate of the real points.
        marks: Array `(k, 2)` of positions to mark with rings, or `None`.

    Raises:
        ValueError: If neither real points nor `half_width` are given.
    """

    def __init__(self, real=None, half_width=None, marks=None):
        if real is None and half_width is None:
            raise ValueError(
                "`real` points or a `half_width` are needed to draw points. "
                f"Received: real={real}, half_width={half_width}"
            )
        self._real = np.zeros((0, 2)) if real is None else np.asarray(real)
        self._marks = marks
        if half_width is None:
            half_width = 1.2 * float(np.abs(self._real).max())
        self._figure = plotting.PointsFigure(half_width)

    def pixels(self, samples, title=""):
        """The scatter plot."""
        return self._figure.draw(self._real, samples, title, self._marks)

    def save(self, path, samples, title="", scale=1):
        """Write the scatter plot, which is never enlarged."""
        self._figure.save(path, self._real, samples, title, self._marks)
