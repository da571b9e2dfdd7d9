"""Figures that are measured in pixels and need no display."""

import textwrap

import numpy as np

from keras_creative.files import atomic_path

DOTS_PER_INCH = 100
WHITE = 255


def new_figure(width, height):
    """Make an empty white figure that is drawn in memory.

    `matplotlib.pyplot` is not used: it keeps a global list of figures and may
    open a window, so it works neither in a worker thread nor without a
    display.

    Args:
        width: Integer, width of the picture in pixels.
        height: Integer, height of the picture in pixels.

    Returns:
        A `matplotlib.figure.Figure` with an Agg canvas.

    Example:

    ```python
    figure = new_figure(400, 300)
    ```
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    size = (width / DOTS_PER_INCH, height / DOTS_PER_INCH)
    figure = Figure(figsize=size, dpi=DOTS_PER_INCH, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def add_pixel_axes(figure, left, bottom, width, height):
    """Add axes at a position in pixels from the lower left corner.

    Args:
        figure: Figure created by `new_figure()`.
        left: Integer, distance from the figure's left edge in pixels.
        bottom: Integer, distance from the figure's lower edge in pixels.
        width: Integer, width of the axes in pixels.
        height: Integer, height of the axes in pixels.

    Returns:
        The new `matplotlib.axes.Axes`.

    Example:

    ```python
    axes = add_pixel_axes(new_figure(400, 300), 40, 40, 340, 240)
    ```
    """
    across, up = figure.bbox.width, figure.bbox.height
    place = (left / across, bottom / up, width / across, height / up)
    return figure.add_axes(place)


def add_pixel_text(figure, x, y, **options):
    """Add an empty text, centered horizontally above a point.

    Dollar signs are shown literally, not parsed as mathematics.

    Args:
        figure: Figure created by `new_figure()`.
        x: Number, distance from the figure's left edge in pixels.
        y: Number, distance from the figure's lower edge in pixels.
        **options: Further properties of `matplotlib.text.Text`.

    Returns:
        The new `matplotlib.text.Text`, to be filled by `fit_text()`.

    Example:

    ```python
    text = add_pixel_text(new_figure(400, 300), 200, 280)
    ```
    """
    return figure.text(
        x / figure.bbox.width,
        y / figure.bbox.height,
        "",
        horizontalalignment="center",
        verticalalignment="bottom",
        parse_math=False,
        **options,
    )


def fit_text(text, string, font_size, width, height):
    """Show `string` in `font_size`, or smaller if it does not fit.

    Args:
        text: `matplotlib.text.Text` to change.
        string: String to show; it may have several lines.
        font_size: Float, the largest font size in points.
        width: Float, available width in pixels.
        height: Float, available height in pixels.

    Example:

    ```python
    figure = new_figure(400, 300)
    fit_text(add_pixel_text(figure, 200, 280), "step 100", 11, 380, 30)
    ```
    """
    text.set_text(string)
    text.set_fontsize(font_size)
    renderer = text.get_figure().canvas.get_renderer()
    # Hinting widens small letters, so one step may not be enough.
    for _ in range(4):
        box = text.get_window_extent(renderer)
        excess = max(box.width / width, box.height / height)
        if excess <= 1:
            break
        text.set_fontsize(0.95 * text.get_fontsize() / excess)


def wrap_text(string, characters):
    """Break long lines between words; existing line breaks are kept.

    Args:
        string: String of one or more lines.
        characters: Integer, largest number of characters in a line.

    Returns:
        String whose lines are at most that long, except for long words.

    Example:

    ```python
    wrap_text("step 100\\nall modes found", 10)
    # "step 100\\nall modes\\nfound"
    ```
    """
    lines = string.split("\n")
    return "\n".join(textwrap.fill(line, characters) for line in lines)


def save_figure(figure, path):
    """Write `figure` as a PNG file, atomically.

    The file has the pixel size given to `new_figure()`, regardless of the
    user's matplotlib settings.

    Args:
        figure: Figure created by `new_figure()`.
        path: The file to write. Its folder is created when it is missing.

    Example:

    ```python
    save_figure(new_figure(400, 300), "runs/empty.png")
    ```
    """
    save_pixels(path, figure_pixels(figure), compress_level=3)


def figure_pixels(figure):
    """Draw `figure` and return its pixels.

    Args:
        figure: Figure created by `new_figure()`.

    Returns:
        `uint8` array `(height, width, 3)`.

    Example:

    ```python
    figure_pixels(new_figure(400, 300)).shape  # (300, 400, 3)
    ```
    """
    figure.canvas.draw()
    return np.array(figure.canvas.buffer_rgba())[..., :3]


def save_pixels(path, pixels, notes=None, compress_level=6):
    """Write pixels as a PNG file, atomically.

    Args:
        path: The file to write. Its folder is created when it is missing.
        pixels: `uint8` array `(height, width, 3)`.
        notes: Dict from names to values that become text in the file's
            metadata, such as `{"seed": 600}`. Defaults to `None`.
        compress_level: From 0 to 9; 9 gives the smallest file. Defaults to `6`.

    Example:

    ```python
    save_pixels("black.png", np.zeros((8, 8, 3), "uint8"), {"seed": 600})
    ```
    """
    from PIL import Image, PngImagePlugin

    text = PngImagePlugin.PngInfo()
    for name, value in (notes or {}).items():
        # A file name may contain bytes that are not UTF-8.
        value = str(value).encode("utf-8", "backslashreplace").decode()
        text.add_text(name, value)
    with atomic_path(path) as temporary:
        Image.fromarray(pixels).save(
            temporary,
            format="PNG",
            pnginfo=text,
            compress_level=compress_level,
        )
