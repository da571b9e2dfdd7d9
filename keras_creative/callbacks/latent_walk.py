"""Animates an interpolation between fixed latent vectors."""

from pathlib import Path
from typing import Any

import keras

from keras_creative.callbacks.checks import check_animation
from keras_creative.callbacks.sample_source import sample_source
from keras_creative.checks import check_integers
from keras_creative.modalities import modality_of
from keras_creative.typing import ArrayLike, Logs, PathLike


class LatentWalk(keras.callbacks.Callback):
    """Writes an interpolation between fixed latent vectors as an animation.

    Points are drawn one after another, each at the head of its trail. The
    samples are those of the model's `interpolate()`, or of its generator; see
    `keras_creative.models.AdversarialModel.interpolate()`.

    Args:
        path: The GIF or MP4 file. With `{epoch}` or `{epoch:04d}` in it, each
            animation gets its own file; otherwise the newest one replaces the
            others.
        start: Seed, or latent vector, of the first sample. Defaults to `1`.
        end: The same for the last sample. Defaults to `2`.
        steps: Number of samples, the frames. Defaults to `60`.
        every: Number of epochs between animations, at least 1. Defaults to
            `None`: one at the end of training only.
        at_end: Whether to write an animation when training ends. Defaults to
            `True`.
        fps: Frames per second; at most 50 for a GIF. Defaults to
            `20`.
        scale: Integer by which pixels of images are enlarged. Defaults to
            `2`.
        half_width: Half the side of the square in which points are shown.
            Defaults to `None`: as far as they go.
        **way: Further arguments of the model's `interpolate()`: `via`, `way`,
            `closed`, and `labels` of a conditional model.

    Raises:
        ImportError: If an MP4 file is requested without imageio-ffmpeg.
        ValueError: If an argument is invalid; before the first step, if the
            model cannot interpolate, or not with these arguments.

    Example:

    ```python
    walk = keras_creative.callbacks.LatentWalk(
        "runs/mine/walk_{epoch:04d}.gif", steps=10, every=5, closed=True
    )
    model.fit(pictures, epochs=1, callbacks=[walk])
    ```
    """

    def __init__(
        self,
        path: PathLike,
        start: int | ArrayLike = 1,
        end: int | ArrayLike = 2,
        steps: int = 60,
        every: int | None = None,
        at_end: bool = True,
        fps: int = 20,
        scale: int = 2,
        half_width: float | None = None,
        **way: Any,
    ) -> None:
        super().__init__()
        check_integers(steps=(steps, 2))
        if every is not None:
            check_integers(every=(every, 1))
        elif not at_end:
            raise ValueError(
                "`every` or `at_end` must be given, or no animation is "
                f"written. Received: every={every}, at_end={at_end}"
            )
        check_animation(path, fps, scale)
        self.path = str(path)
        self.start = start
        self.end = end
        self.steps = steps
        self.every = every
        self.at_end = at_end
        self.fps = fps
        self.scale = scale
        self.half_width = half_width
        self.way = way
        self._made = self._written = self._modality = None

    def on_train_begin(self, logs: Logs = None) -> None:
        """Raise an error if the model cannot interpolate."""
        self._made = self._written = None
        shape = self._walk().shape[1:]
        stated = getattr(self.model, "modality", None)
        self._modality = modality_of(shape if stated is None else stated)
        self._modality.require("animate", by="LatentWalk")

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Write the animation, if one is due after this epoch."""
        self._made = epoch + 1
        if self.every is not None and self._made % self.every == 0:
            self._write()

    def on_train_end(self, logs: Logs = None) -> None:
        """Write the last animation, unless it is written already."""
        if self.at_end and self._written != self._made:
            self._write()

    def _walk(self):
        source = sample_source(self.model, "interpolate")
        return source.interpolate(
            self.start, self.end, steps=self.steps, **self.way
        )

    def _write(self):
        path = Path(self.path.format(epoch=self._made))
        self._modality.animate(
            path, self._walk(), self.fps, self.scale, self.half_width
        )
        self._written = self._made
