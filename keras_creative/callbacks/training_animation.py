"""Animation of the same samples during training."""

import time
from pathlib import Path

import keras
import numpy as np

from keras_creative import plotting
from keras_creative.callbacks.checks import check_animation
from keras_creative.callbacks.sample_source import (
    drawing_of_model,
    frame_samples,
)
from keras_creative.checks import check_integers
from keras_creative.typing import ArrayLike, Logs, PathLike

_SHARE_OF_TIME = 0.05


class TrainingAnimation(keras.callbacks.Callback):
    """Collects grids of samples, or scatters of points, into one animation.

    The latent vectors are drawn from a separate seed, so that training is the
    same with and without the callback. The last frame lasts a second.

    Keras does not notify callbacks of errors or of Ctrl-C. So the file is also
    written during training, as often as this takes less than a twentieth of
    the time. An interrupted training loses a few frames at most; in Python and
    notebooks `save()` adds them.

    Args:
        path: The GIF or MP4 file.
        every: Number of epochs between frames, at least 1. Defaults to `1`.
        n: Number of samples. Defaults to `None`: 16 images, 500 points.
        seed: Integer that fixes the latent vectors. Defaults to `0`.
        max_frames: Largest number of frames in memory, at least 2. When there
            are more, every other frame is dropped and `every` is doubled.
            A frame of points takes about 0.5 MB. Defaults to `100`.
        fps: Frames per second; at most 50 for a GIF. Defaults to `10`.
        scale: Integer by which pixels of images are enlarged. Defaults to `2`.
        real: Array of real samples: points to draw below the generated ones, or
            images to show on the left of the same number of generated ones.
            Defaults to `None`.
        half_width: Half the side of the square in which points are shown.
            Defaults to `None`: as far as the real points go.

    Raises:
        ImportError: If an MP4 file is requested without imageio-ffmpeg.
        ValueError: If an argument is invalid; before the first step, if the
            samples cannot be drawn, or are points and neither `real` nor
            `half_width` is given.

    Example:

    ```python
    film = keras_creative.callbacks.TrainingAnimation("runs/mine/film.gif")
    model.fit(pictures, epochs=30, callbacks=[film])
    ```
    """

    def __init__(
        self,
        path: PathLike,
        every: int = 1,
        n: int | None = None,
        seed: int = 0,
        max_frames: int = 100,
        fps: int = 10,
        scale: int = 2,
        real: ArrayLike | None = None,
        half_width: float | None = None,
    ) -> None:
        super().__init__()
        check_integers(every=(every, 1), max_frames=(max_frames, 2))
        if n is not None:
            check_integers(n=(n, 1))
        check_animation(path, fps, scale)
        self.path = Path(path)
        self.every = every
        self.n = n
        self.seed = seed
        self.max_frames = max_frames
        self.fps = fps
        self.scale = scale
        self.real = real
        self.half_width = half_width
        self._modality = self._drawing = None
        self._frames = {}

    def on_train_begin(self, logs: Logs = None) -> None:
        """Raise an error if the samples cannot be drawn."""
        self._modality, self._drawing = drawing_of_model(
            self.model,
            "TrainingAnimation",
            self.seed,
            real=self.real,
            half_width=self.half_width,
        )
        self._frames, self._stride, self._made = {}, self.every, 0
        self._begun, self._spent = time.monotonic(), 0.0

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Add a frame, if one is due after this epoch."""
        self._made = epoch + 1
        if self._made % self._stride:
            return
        self._add_frame()
        if len(self._frames) > self.max_frames:
            self._stride *= 2
            self._frames = {
                made: frame
                for made, frame in self._frames.items()
                if made % self._stride == 0
            }
        now = time.monotonic()
        if self._spent <= _SHARE_OF_TIME * (now - self._begun):
            self.save()
            self._spent += time.monotonic() - now

    def on_train_end(self, logs: Logs = None) -> None:
        """Write the file, with a frame of the last epoch."""
        if self._made and self._made not in self._frames:
            self._add_frame()
        self.save()

    def save(self) -> None:
        """Write the frames collected so far, if there are any."""
        frames = list(self._frames.values())
        if frames:
            frames += frames[-1:] * int(self.fps)
            scale = self._modality.scale(self.scale)
            plotting.write_animation(
                np.stack(frames), self.path, self.fps, scale
            )

    def _add_frame(self):
        samples = frame_samples(
            self.model, self._modality, self.seed, self.n, self.real
        )
        self._frames[self._made] = self._drawing.pixels(
            samples, f"epoch {self._made}"
        )
