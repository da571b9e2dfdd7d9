"""Pictures of what the entries make, for the page of a board."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from keras_creative import plotting
from keras_creative.plotting.canvas import save_pixels

_MOST_PANELS = 4
_POINTS = 1000
_COLUMNS = 16
POINTS_CAPTION = (
    "Points of the first seed, on up to four settings: shown data in black, "
    "samples in green, with those requested for hidden classes, and the hidden "
    "modes as red rings."
)
IMAGES_CAPTION = (
    "Images of the first seed: two rows for each setting, and below them two "
    "rows of those requested for hidden classes, where the method is asked for "
    "them."
)


def draw_points(
    path: Path, panels: Sequence[tuple[str, Any, np.ndarray, Any]]
) -> None:
    """Draw points of one entry beside what was shown.

    Args:
        path: The PNG file.
        panels: Tuples of the name of a setting, its `PointScorer`, samples,
            and requested samples or `None`; the first four are drawn.
    """
    drawn = []
    for name, scorer, samples, requested in panels[:_MOST_PANELS]:
        made = samples[:_POINTS]
        if requested is not None:
            made = np.concatenate([made, requested[:_POINTS]])
        figure = plotting.PointsFigure(scorer.whole.half_width)
        real = scorer.training[:_POINTS]
        made = made[np.isfinite(made).all(axis=1)]
        drawn.append(figure.draw(real, made, name, scorer.hidden_modes))
    save_pixels(path, np.concatenate(drawn, axis=1))


def draw_images(
    path: Path, panels: Sequence[tuple[str, Any, np.ndarray, Any]]
) -> None:
    """Draw rows of images of one entry.

    Args:
        path: The PNG file.
        panels: See `draw_points()`.
    """
    rows = [
        images[: 2 * _COLUMNS]
        for _, _, *made in panels[:_MOST_PANELS]
        for images in made
        if images is not None
    ]
    images = np.concatenate(rows).astype("float32") / 127.5 - 1
    plotting.save_grid(path, images, columns=_COLUMNS)
