"""Figures that are measured in pixels and need no display."""

import textwrap

import numpy as np

from keras_creative.files import atomic_path

DOTS_PER_INCH = 100
WHITE = 255


def new_figure(width, height):
    """Make an empty white figure that is drawn in memory.

    `matplotlib.pyplot` is left out on purpose: it keeps a global list of
    figures and may open a window, so it can serve neither a worker thread nor
    a machine without a display.

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
    """Add axes whose place is given in pixels from the lower left corner.

    Args:
        figure: Figure made by `new_figure()`.
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
    """Add an empty text whose lower edge has its middle at a given place.

    Dollar signs in it are shown as they are, never read as mathematics.

    Args:
        figure: Figure made by `new_figure()`.
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
    """Show `string` in `font_size`, or smaller when the room is too small.

    Args:
        text: `matplotlib.text.Text` to change.
        string: String to show; it may have several lines.
        font_size: Float, the largest font size in points.
        width: Float, width of the room in pixels.
        height: Float, height of the room in pixels.

    Example:

    ```python
    figure = new_figure(400, 300)
    fit_text(add_pixel_text(figure, 200, 280), "step 100", 11, 380, 30)
    ```
    """
    text.set_text(string)
    text.set_fontsize(font_size)
    renderer = text.get_figure().canvas.get_renderer()
    # Hinting makes small letters relatively wider, hence more than one step.
    for _ in range(4):
        box = text.get_window_extent(renderer)
        excess = max(box.width / width, box.height / height)
        if excess <= 1:
            break
        text.set_fontsize(0.95 * text.get_fontsize() / excess)


def wrap_text(string, characters):
    """Break long lines between words; the line breaks it has are kept.

    Args:
        string: String of one or more lines.
        characters: Integer, the longest line wanted.

    Returns:
        String with no longer line.

    Example:

    ```python
    wrap_text("step 100\\nall modes found", 10)
    # "step 100\\nall modes\\nfound"
    ```
    """
    lines = string.split("\n")
    return "\n".join(textwrap.fill(line, characters) for line in lines)


def save_figure(figure, path):
    """Write `figure` as a PNG file that is either whole or not there.

    The picture has the pixel size given to `new_figure()`, whatever the user's
    matplotlib settings say about saving.

    Args:
        figure: Figure made by `new_figure()`.
        path: The file to write. Its folder is created when it is missing.

    Example:

    ```python
    save_figure(new_figure(400, 300), "runs/empty.png")
    ```
    """
    save_pixels(path, figure_pixels(figure), compress_level=3)


def figure_pixels(figure):
    """Draw `figure` and give what a PNG file of it would show.

    Args:
        figure: Figure made by `new_figure()`.

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
    """Write pixels as a PNG file that is either whole or not there.

    Args:
        path: The file to write. Its folder is created when it is missing.
        pixels: `uint8` array `(height, width, 3)`.
        notes: Dict from names to values that become text in the file's
            metadata, such as `{"seed": 600}`. Defaults to `None`.
        compress_level: From 0 to 9, the smallest file. Defaults to `6`.

    Example:

    ```python
    save_pixels("black.png", np.zeros((8, 8, 3), "uint8"), {"seed": 600})
    ```
    """
    from PIL import Image, PngImagePlugin

    text = PngImagePlugin.PngInfo()
    for name, value in (notes or {}).items():
        # A file's name may hold bytes that are no UTF-8.
        value = str(value).encode("utf-8", "backslashreplace").decode()
        text.add_text(name, value)
    with atomic_path(path) as temporary:
        Image.fromarray(pixels).save(
            temporary,
            format="PNG",
            pnginfo=text,
            compress_level=compress_level,
        )
