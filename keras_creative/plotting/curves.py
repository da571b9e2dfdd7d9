"""Line plots of quantities that change during training."""

from collections.abc import Collection, Mapping

import numpy as np

from keras_creative.plotting.canvas import new_figure, save_figure, wrap_text
from keras_creative.typing import ArrayLike, PathLike

LINE_STYLES = ("-", "--", ":", "-.")


def save_curves(
    path: PathLike,
    curves: Mapping[str, ArrayLike],
    x: ArrayLike | None = None,
    xlabel: str = "iteration",
    ylabel: str = "loss",
    title: str = "",
    dashed: Collection[str] = (),
) -> None:
    """Write curves over a common axis, with grid and legend, as a PNG file.

    The plot has 800 x 450 pixels, or is higher if the legend needs it. Values
    that are not finite leave a gap in their curve; a value between two gaps is
    shown as a dot.

    Args:
        path: The file to write. Its folder is created when it is missing.
        curves: Dict from the names in the legend to sequences of numbers, all
            of the same length.
        x: Sequence of numbers of that length, or `None` for 0, 1, 2 and so
            on. Defaults to `None`.
        xlabel: Label of the horizontal axis. Defaults to `"iteration"`.
        ylabel: Label of the vertical axis. Defaults to `"loss"`.
        title: String above the curves. Defaults to `""`.
        dashed: Names of curves to draw dashed, such as one that may lie on
            another. Defaults to `()`.

    Raises:
        ValueError: If `curves` is empty, or if a curve or `x` is not
            one-dimensional or differs in length.

    Example:

    ```python
    losses = {"discriminator": [1.4, 1.2, 1.3], "generator": [0.7, 0.9, 0.8]}
    save_curves("runs/losses.png", losses, x=[0, 100, 200])
    ```
    """
    curves, x = _check_curves(curves, x)
    names = [wrap_text(name, 30) for name in curves]
    lines = sum(name.count("\n") + 1 for name in names)
    figure = new_figure(800, max(450, 22 * lines + 30))
    figure.set_layout_engine("constrained")
    axes = figure.add_subplot(xlabel=xlabel, ylabel=ylabel, axisbelow=True)
    axes.set_title(wrap_text(title, 60), parse_math=False)
    axes.grid(color="0.9")
    axes.xaxis.get_major_locator().set_params(integer=True)
    for index, (name, values) in enumerate(curves.items()):
        finite = np.isfinite(values)
        isolated = _isolated(finite)
        axes.plot(
            x,
            np.where(finite, values, np.nan),
            color=f"C{index}",
            linestyle="--" if name in dashed else _line_style(index),
            linewidth=1.2,
            marker="." if isolated.any() else None,
            markevery=isolated,
        )
    figure.legend(axes.lines, names, loc="outside right upper")
    save_figure(figure, path)


def _line_style(index):
    """Another style after every ten colors."""
    return LINE_STYLES[index // 10 % len(LINE_STYLES)]


def _check_curves(curves, x):
    """Check the curves and `x`, and convert them to arrays."""
    if not curves:
        raise ValueError(
            f"`curves` must hold at least one curve. Received: curves={curves}"
        )
    curves = {
        str(name): np.asarray(values, dtype=float)
        for name, values in curves.items()
    }
    shapes = {name: values.shape for name, values in curves.items()}
    if len(set(shapes.values())) > 1 or len(next(iter(shapes.values()))) != 1:
        raise ValueError(
            "`curves` must be one-dimensional and of equal length. "
            f"Received: shapes={shapes}"
        )
    shape = next(iter(shapes.values()))
    x = np.arange(*shape) if x is None else np.asarray(x)
    if x.shape != shape:
        raise ValueError(
            f"`x` must have the shape of the curves, {shape}. "
            f"Received: x.shape={x.shape}"
        )
    return curves, x


def _isolated(finite):
    """Which values are finite while both neighbors are not."""
    finite = np.pad(finite, 1)
    return finite[1:-1] & ~finite[:-2] & ~finite[2:]
