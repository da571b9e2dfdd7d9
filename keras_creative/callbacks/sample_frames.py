"""Samples as one picture: a grid of pictures, or a scatter of points."""

import tempfile

import numpy as np

from keras_creative import plotting


def frame_maker(shape, real=None, half_width=None):
    """What draws samples of a shape.

    Args:
        shape: Shape of one sample.
        real: Array of real points `(m, 2)` to draw below points. Defaults to
            `None`.
        half_width: Half the side of the square in which points are shown.
            Defaults to `None`: as far as the real points go.

    Returns:
        Object with `default_n`, a fair number of samples; `enlarges`, whether
        the picture may be shown larger; and `draw(samples, title)`, which
        gives a `uint8` array `(height, width, 3)`.

    Raises:
        ValueError: If samples of that shape cannot be drawn, or there are
            points and it is not known how far they go.
    """
    check_drawable(shape)
    return PointFrames(real, half_width) if shape == (2,) else GridFrames()


def check_drawable(shape):
    """See that samples are points or pictures.

    Args:
        shape: Shape of one sample.

    Raises:
        ValueError: If they are something else.
    """
    if shape != (2,) and (len(shape) != 3 or shape[-1] not in (1, 3)):
        raise ValueError(
            "The model must make points (2,) or pictures (height, width, "
            f"1 or 3). Received: samples of shape {shape}"
        )


class GridFrames:
    """Draws pictures side by side, pixel by pixel."""

    default_n = 16
    enlarges = True

    def draw(self, samples, title):
        """The grid, without a title."""
        return plotting.tile_images(samples)


class PointFrames:
    """Draws points in a square window, over real ones where there are any.

    Args:
        real: Array of real points, or `None`.
        half_width: Half the side of the window, or `None`.

    Raises:
        ValueError: If both are `None`.
    """

    default_n = 500
    enlarges = False

    def __init__(self, real, half_width):
        if real is None and half_width is None:
            raise ValueError(
                "Of a model of points, `real` points or a `half_width` are "
                f"needed. Received: real={real}, half_width={half_width}"
            )
        self.real = np.zeros((0, 2)) if real is None else np.asarray(real)
        if half_width is None:
            half_width = 1.2 * float(np.abs(self.real).max())
        self._figure = plotting.PointsFigure(half_width)

    def draw(self, samples, title):
        """The scatter."""
        from PIL import Image

        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/frame.png"
            self._figure.save(path, self.real, samples, title)
            return np.asarray(Image.open(path))
