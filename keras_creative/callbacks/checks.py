"""Argument validation that several callbacks share."""

import tempfile
from pathlib import Path

import numpy as np

from keras_creative import plotting

_ANIMATIONS = (".gif", ".mp4")


def check_animation(path, fps, scale):
    """Check, before training, that an animation can be written.

    Args:
        path: The file to write.
        fps: Frames per second.
        scale: Integer by which pixels are enlarged.

    Raises:
        ImportError: See `keras_creative.plotting.write_animation()`.
        ValueError: See `write_animation()`; also if the path has another
            suffix.
    """
    suffix = Path(path).suffix
    if suffix not in _ANIMATIONS:
        raise ValueError(
            f"`path` must end in one of {_ANIMATIONS}. "
            f"Received: path={str(path)!r}"
        )
    with tempfile.TemporaryDirectory() as folder:
        frame = np.zeros((1, 2, 2, 1))
        plotting.write_animation(frame, f"{folder}/one{suffix}", fps, scale)
