"""A figure with one square window of the plane."""

import numpy as np

from keras_creative.plotting.canvas import (
    add_pixel_text,
    fit_text,
    new_figure,
    save_pixels,
)


class Window:
    """A figure of 400 x 430 pixels with square axes and a title.

    The axes are placed once, so that everything drawn later has the same
    position.

    Args:
        half_width: Float. The axes span `[-half_width, half_width]` both ways.

    Example:

    ```python
    window = Window(half_width=2.0)
    (line,) = window.axes.plot([0.0, 1.0], [0.0, 1.0])
    window.save("runs/line.png", [line], "a line")
    ```
    """

    width = 400
    height = 430
    title_height = 44

    def __init__(self, half_width):
        limits = (-half_width, half_width)
        self.figure = new_figure(self.width, self.height)
        self.axes = self.figure.add_subplot(
            xlim=limits, ylim=limits, aspect="equal", anchor="N"
        )
        self.axes.tick_params(labelsize=8)
        self._place_axes()
        box = self.axes.get_position()
        center = (box.x0 + box.x1) / 2 * self.width
        self._title_width = 2 * (self.width - center) - 10
        self._background = None
        self._title = add_pixel_text(
            self.figure, center, self.height - self.title_height
        )

    def save(self, path, artists, title, notes=None):
        """Write the figure as a PNG file.

        Args:
            path: The file to write.
            artists: See `draw()`.
            title: See `draw()`.
            notes: Dict of text for the file's metadata. Defaults to `None`.
        """
        pixels = self.draw(artists, title)
        save_pixels(path, pixels, notes, compress_level=3)

    def draw(self, artists, title):
        """Draw the figure after some artists have changed.

        Frame and tick labels are drawn once and kept as pixels.

        Args:
            artists: The artists of `axes` that change, always the same ones,
                in the order in which they are drawn.
            title: String of one or two lines above the axes; a title that is
                too long has a smaller font.

        Returns:
            `uint8` array `(430, 400, 3)`.
        """
        fit_text(
            self._title, title, 11, self._title_width, self.title_height - 6
        )
        canvas = self.figure.canvas
        if self._background is None:
            for artist in (*artists, self._title):
                artist.set_animated(True)
            canvas.draw()
            self._background = canvas.copy_from_bbox(self.figure.bbox)
        canvas.restore_region(self._background)
        for artist in (*artists, *self.axes.spines.values()):
            self.axes.draw_artist(artist)
        self.figure.draw_artist(self._title)
        return np.array(canvas.buffer_rgba())[..., :3]

    def _place_axes(self):
        """Make the axes as large as their tick labels allow."""
        height = 1 - (self.title_height + 4) / self.height
        self.figure.set_layout_engine("constrained", rect=(0, 0, 1, height))
        self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")
        self.axes.set_position(self.axes.get_position())
