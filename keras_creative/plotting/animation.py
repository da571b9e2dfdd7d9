"""Animations of pictures and of points, as GIF or MP4 files."""

from pathlib import Path

import numpy as np

from keras_creative.checks import check_integers
from keras_creative.files import atomic_path
from keras_creative.plotting.canvas import figure_pixels, new_figure
from keras_creative.plotting.checks import check_half_width, check_points
from keras_creative.plotting.grids import tile_images
from keras_creative.typing import ArrayLike, PathLike

# Browsers slow down GIF frames of less than 0.02 s.
_FASTEST_GIF = 50


def write_animation(
    frames: ArrayLike, path: PathLike, fps: int = 20, scale: int = 1
) -> None:
    """Write frames as an animation, atomically.

    A GIF loops forever. Each of its frames has a palette of 256 colors: gray
    frames are exact, others nearly so. Equal frames in a row are stored as one
    that lasts longer.

    Args:
        frames: Array `(n, height, width, 1 or 3)`: floats in [-1, 1], or
            `uint8`.
        path: The file to write, `.gif` or `.mp4`. Its folder is created when
            it is missing.
        fps: Frames per second; at most 50 for a GIF. Defaults to
            `20`.
        scale: Integer; every pixel becomes a square of `scale` x `scale`
            pixels. Defaults to `1`.

    Raises:
        ImportError: If an MP4 file is requested without imageio-ffmpeg.
        ValueError: If the suffix is unknown, `fps` or `scale` is out of range,
            or `tile_images()` does not accept the frames.

    Example:

    ```python
    levels = np.linspace(-1, 1, 20).reshape(20, 1, 1, 1)
    write_animation(levels * np.ones((8, 8, 1)), "runs/dawn.gif", scale=8)
    ```
    """
    path = Path(path)
    writers = {".gif": _write_gif, ".mp4": _write_mp4}
    if path.suffix not in writers:
        raise ValueError(
            f"`path` must end in one of {list(writers)}. "
            f"Received: path={str(path)!r}"
        )
    fastest = _FASTEST_GIF if path.suffix == ".gif" else np.inf
    if not 0 < fps <= fastest or not np.isfinite(fps):
        raise ValueError(
            "`fps` must be positive and finite, and at most "
            f"{_FASTEST_GIF} for a GIF. Received: fps={fps}"
        )
    check_integers(scale=(scale, 1))
    frames = np.asarray(frames)
    height, width = tile_images(frames[:1], padding=0).shape[:2]
    pixels = tile_images(frames, columns=1, padding=0)
    pixels = pixels.reshape(-1, height, width, 3)
    with atomic_path(path) as temporary:
        writers[path.suffix](pixels, temporary, fps, scale)


def point_frames(
    points: ArrayLike, half_width: float | None = None
) -> np.ndarray:
    """Frames that draw each point with its trail.

    Args:
        points: Array `(n, 2)`, such as those that `interpolate()` of a model
            of points returns.
        half_width: Float. The window is `[-half_width, half_width]` on both
            axes. Defaults to `None`: the range of the points.

    Returns:
        `uint8` array `(n, 400, 400, 3)`, for `write_animation()`.

    Raises:
        ValueError: If `points` has another shape, or `half_width` is not
            positive and finite.

    Example:

    ```python
    angles = np.linspace(0, 6, 20)
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    write_animation(point_frames(points), "runs/circle.gif")
    ```
    """
    points = check_points("points", points)
    if half_width is None:
        half_width = 1.1 * max(float(np.abs(points).max()), 1e-3)
    half_width = check_half_width(half_width)
    limits = (-half_width, half_width)
    figure = new_figure(400, 400)
    figure.set_layout_engine("constrained")
    axes = figure.add_subplot(xlim=limits, ylim=limits, aspect="equal")
    axes.tick_params(labelsize=8)
    axes.locator_params(nbins=6)
    # The layout is computed once, so that all frames have the same axes.
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    axes.set_position(axes.get_position())
    (trail,) = axes.plot([], [], ".-", color="0.7", markersize=4, linewidth=1)
    (head,) = axes.plot([], [], "o", color="limegreen", markersize=7)
    frames = []
    for i in range(len(points)):
        trail.set_data(*points[: i + 1].T)
        head.set_data(*points[i : i + 1].T)
        frames.append(figure_pixels(figure))
    return np.stack(frames)


def _write_gif(pixels, path, fps, scale):
    images = [_with_palette(frame, scale) for frame in pixels]
    # GIF durations are hundredths of a second; rounded ends do not drift.
    ends = np.rint(100 * np.arange(len(images) + 1) / fps).astype(int)
    images[0].save(
        path,
        save_all=True,
        append_images=images[1:],
        duration=(10 * np.diff(ends)).tolist(),
        loop=0,
    )


def _with_palette(frame, scale):
    """A frame as an image of 256 colors, enlarged after quantization."""
    from PIL import Image

    if (frame == frame[..., :1]).all():
        image = Image.fromarray(frame[..., 0])
    else:
        image = Image.fromarray(frame).quantize(256, Image.Quantize.MAXCOVERAGE)
    size = image.width * scale, image.height * scale
    return image.resize(size, Image.Resampling.NEAREST)


def _write_mp4(pixels, path, fps, scale):
    try:
        import imageio_ffmpeg
    except ImportError as error:
        raise ImportError(
            "An MP4 file needs imageio-ffmpeg: "
            'pip install "keras-creative[video]"'
        ) from error
    pixels = pixels.repeat(scale, axis=1).repeat(scale, axis=2)
    # H.264 halves the resolution of colors, which needs even sides.
    odd = [(0, side % 2) for side in pixels.shape[1:3]]
    pixels = np.pad(pixels, ((0, 0), *odd, (0, 0)), mode="edge")
    height, width = pixels.shape[1:3]
    writer = imageio_ffmpeg.write_frames(
        str(path), (width, height), fps=fps, quality=8, macro_block_size=2
    )
    writer.send(None)
    for frame in pixels:
        writer.send(np.ascontiguousarray(frame))
    writer.close()
