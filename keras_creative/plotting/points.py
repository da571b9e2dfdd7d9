"""Scatter plots of real and generated points in the plane."""

from collections.abc import Mapping, Sequence

import numpy as np

from keras_creative.checks import check_integers
from keras_creative.plotting.canvas import (
    add_pixel_text,
    fit_text,
    new_figure,
    save_figure,
    wrap_text,
)
from keras_creative.plotting.checks import check_half_width, check_points
from keras_creative.plotting.window import Window
from keras_creative.typing import ArrayLike, PathLike

REAL_COLOR = "black"
GENERATED_COLOR = "limegreen"
MARK_COLOR = "red"


class PointsFigure:
    """A small figure that shows real and generated points repeatedly.

    Creating a matplotlib figure takes longer than drawing it, so one figure is
    reused and only its points change. An instance must be used by one thread
    at a time.

    Args:
        half_width: Float. The window is `[-half_width, half_width]` on both
            axes; points outside are not shown.

    Raises:
        ValueError: If `half_width` is not positive and finite.

    Example:

    ```python
    figure = PointsFigure(half_width=2.0)
    real = np.array([[1.0, 0.0], [-1.0, 0.0]])
    for step in (0, 100):
        generated = real + 0.5 / (step + 1)
        figure.save(f"runs/{step:06d}.png", real, generated, f"step {step}")
    ```
    """

    def __init__(self, half_width: float) -> None:
        self.half_width = check_half_width(half_width)
        self._window = Window(self.half_width)
        self._layers = _PointLayers(
            self._window.axes.add_line, dot_size=4, ring_size=30
        )

    def save(
        self,
        path: PathLike,
        real: ArrayLike,
        generated: ArrayLike,
        title: str = "",
        marks: ArrayLike | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> None:
        """Write one picture of the points as a PNG file of 400 x 430 pixels.

        Args:
            path: The file to write. Its folder is created when it is missing.
            real: Array of shape `(n, 2)`, drawn as black dots.
            generated: Array of shape `(m, 2)`, drawn as green dots on top.
            title: String of one or two lines. Defaults to `""`.
            marks: Array of shape `(k, 2)`, positions to mark with faint red
                rings, such as the modes held out of training, or `None`.
                Defaults to `None`.
            notes: Dict of text for the file's metadata. Defaults to `None`.

        Raises:
            ValueError: If an array has another shape.
        """
        self._layers.show(real, generated, marks)
        self._window.save(path, self._layers.artists, title, notes)

    def draw(
        self,
        real: ArrayLike,
        generated: ArrayLike,
        title: str = "",
        marks: ArrayLike | None = None,
    ) -> np.ndarray:
        """Draw one picture of the points.

        Args:
            real: See `save()`.
            generated: See `save()`.
            title: See `save()`. Defaults to `""`.
            marks: See `save()`. Defaults to `None`.

        Returns:
            `uint8` array `(430, 400, 3)`, what `save()` writes.

        Raises:
            ValueError: If an array has another shape.
        """
        self._layers.show(real, generated, marks)
        return self._window.draw(self._layers.artists, title)


def save_snapshots(
    path: PathLike,
    snapshots: Sequence[tuple[str, ArrayLike, ArrayLike]],
    half_width: float,
    columns: int = 5,
    marks: ArrayLike | None = None,
) -> None:
    """Write one panel with a small picture for every snapshot.

    Titles wider than their picture are wrapped.

    Args:
        path: The PNG file to write. Its folder is created when it is missing.
        snapshots: Sequence of `(title, real, generated)`: a string of one or
            more lines and two arrays of shapes `(n, 2)` and `(m, 2)`.
        half_width: Float. Every window is `[-half_width, half_width]` on both
            axes; points outside are not shown.
        columns: Integer, maximum number of pictures in a row. Defaults to `5`.
        marks: Array of shape `(k, 2)`, positions to mark with faint red rings
            in every picture, or `None`. Defaults to `None`.

    Raises:
        ValueError: If there are no snapshots, if an array has another shape,
            or if `half_width` or `columns` is not positive.

    Example:

    ```python
    real = np.array([[1.0, 0.0], [-1.0, 0.0]])
    snapshots = [(f"step {i}", real, real / (i + 1)) for i in range(7)]
    save_snapshots("runs/panel.png", snapshots, half_width=2.0, marks=real[:1])
    ```
    """
    half_width = check_half_width(half_width)
    check_integers(columns=(columns, 1))
    snapshots = [
        (wrap_text(title, _Panel.title_width), real, generated)
        for title, real, generated in snapshots
    ]
    if not snapshots:
        raise ValueError(
            "`snapshots` must hold at least one snapshot. "
            f"Received: snapshots={snapshots}"
        )
    panel = _Panel(
        len(snapshots),
        columns,
        title_lines=max(title.count("\n") + 1 for title, _, _ in snapshots),
    )
    for index, (title, real, generated) in enumerate(snapshots):
        add_line = panel.add_cell(index, title, half_width)
        layers = _PointLayers(add_line, dot_size=3, ring_size=18)
        layers.show(real, generated, marks)
    panel.add_legend()
    save_figure(panel.figure, path)


class _PointLayers:
    """Rings, real points and generated points of one square.

    Args:
        add_line: Function that adds a `matplotlib.lines.Line2D` to the square.
        dot_size: Diameter of a point, in points.
        ring_size: Diameter of a ring, in points.
    """

    def __init__(self, add_line, dot_size, ring_size):
        from matplotlib.lines import Line2D

        self._marks = Line2D(
            [],
            [],
            linestyle="none",
            marker="o",
            markersize=ring_size,
            markerfacecolor="none",
            markeredgecolor=MARK_COLOR,
            markeredgewidth=1.2,
            alpha=0.5,
        )
        self._real, self._generated = (
            Line2D(
                [],
                [],
                linestyle="none",
                marker=".",
                markersize=dot_size,
                markeredgewidth=0,
                color=color,
            )
            for color in (REAL_COLOR, GENERATED_COLOR)
        )
        for line in self.artists:
            add_line(line)

    @property
    def artists(self):
        """Rings and points, from the back to the front."""
        return self._marks, self._real, self._generated

    def show(self, real, generated, marks):
        real = check_points("real", real)
        generated = check_points("generated", generated)
        marks = check_points("marks", real[:0] if marks is None else marks)
        self._real.set_data(*real.T)
        self._generated.set_data(*generated.T)
        self._marks.set_data(*marks.T)


class _Panel:
    """Rows of equal square cells, each with its title above, in one figure.

    A cell is a frame without `matplotlib.axes.Axes`, which take longer to make
    than the points to draw.
    """

    side = 200
    gap = 14
    line_height = 15
    title_width = 32  # letters of 8 points
    header = 26

    def __init__(self, cells, columns, title_lines):
        self._columns = min(columns, cells)
        self._title_height = self.line_height * title_lines
        self._row_height = self._title_height + self.side + self.gap
        rows = -(-cells // self._columns)
        self.figure = new_figure(
            self.gap + self._columns * (self.side + self.gap),
            self.header + rows * self._row_height,
        )

    def add_cell(self, index, title, half_width):
        """Add a frame with a title; returns a function that adds a line."""
        from matplotlib.patches import Rectangle
        from matplotlib.transforms import Affine2D, IdentityTransform

        row, column = divmod(index, self._columns)
        top = self.figure.bbox.height - self.header - row * self._row_height
        left = self.gap + column * (self.side + self.gap)
        bottom = top - self._title_height - self.side
        text = add_pixel_text(
            self.figure, left + self.side / 2, bottom + self.side + 2
        )
        fit_text(text, title, 8, self.side, self._title_height - 2)
        frame = Rectangle(
            (left, bottom),
            self.side,
            self.side,
            transform=IdentityTransform(),
            facecolor="none",
            edgecolor="0.75",
            linewidth=0.8,
            zorder=3,
        )
        self.figure.add_artist(frame)
        to_pixels = Affine2D().translate(half_width, half_width)
        to_pixels.scale(self.side / (2 * half_width)).translate(left, bottom)

        def add_line(line):
            line.set_transform(to_pixels)
            line.set_clip_box(frame.get_window_extent())
            self.figure.add_artist(line)

        return add_line

    def add_legend(self):
        for name, color, side, place in (
            ("● real", REAL_COLOR, "right", -8),
            ("● generated", GENERATED_COLOR, "left", 8),
        ):
            text = add_pixel_text(
                self.figure,
                self.figure.bbox.width / 2 + place,
                self.figure.bbox.height - self.header + 6,
                color=color,
            )
            text.set(text=name, fontsize=9, horizontalalignment=side)
