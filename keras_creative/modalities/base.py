"""The interface of modalities, the kinds of sample."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from keras_creative import plotting
from keras_creative.modalities import image_files, neighbors, parts
from keras_creative.modalities.capabilities import needs
from keras_creative.modalities.drawings import Drawing, GridDrawing
from keras_creative.modalities.measuring import Measuring
from keras_creative.typing import ArrayLike, PathLike

_STRIP_COLUMNS = 12
_ANIMATION_SIDE = 256


class Modality(Measuring):
    """A kind of sample: how it is drawn, written, read, measured, reported.

    A subclass sets `name` and defines `accepts()`. All drawing, files and
    animations follow from `to_images()`, measures and nearest neighbors from
    `features()`. A callback that needs a method which a subclass does not
    define raises before the first step.

    Attributes:
        name: Name in the registry.
        plural: The samples in prose, such as `"images"`.
        shapes: Sample shapes in prose, such as `"(height, width, 1 or 3)"`.
        value_range: Smallest and largest number of a sample, or `None` for any.
        grid_size: Number of samples of a grid.
        frame_size: Number of samples of a frame of an animation.
        compared_size: Number of samples of a grid that also shows real
            examples.
        walk_steps: Number of samples of a report's interpolation.
        suffixes: Suffixes of the files that `write()` knows.
        has_cells: Whether each sample of a grid has its own cell and seed.
        has_palette: Whether samples have mean colors, see
            `keras_creative.metrics.palette_ratio()`.
        referee: How class probabilities of samples are computed: `"network"`,
            by a trained classifier; `"posterior"`, by the known density of the
            data; or `None` if they are not available.

    Example:

    ```python
    class Heights(keras_creative.modalities.Modality):
        name = "heights"
        plural = "height maps"
        shapes = "(height, width)"

        def accepts(self, shape):
            return len(shape) == 2

        def to_images(self, samples):
            return samples[..., np.newaxis]

        def features(self, samples):
            return samples.reshape(len(samples), -1)
    ```

    `keras_creative.modalities.register(Heights())` makes it known.
    """

    shapes = ""
    grid_size = 64
    frame_size = 16
    compared_size = 36
    walk_steps = 40
    suffixes: tuple[str, ...] = (".png",)
    has_cells = True
    has_palette = False
    referee: str | None = None

    def accepts(self, shape: tuple[int, ...]) -> bool:
        """Whether samples of a shape are of this kind.

        Args:
            shape: Shape of one sample, without the batch axis.
        """
        raise NotImplementedError

    def is_colored(self, shape: tuple[int, ...]) -> bool:
        """Whether samples of a shape have colors other than grays.

        Args:
            shape: Shape of one sample.
        """
        return False

    @needs("to_images")
    def to_images(self, samples: np.ndarray) -> np.ndarray:
        """One image of each sample.

        Args:
            samples: Array `(n, *sample_shape)`.

        Returns:
            Array `(n, height, width, 1 or 3)`, uint8 or floats in [-1, 1].
        """
        raise self._undefined("to_images")

    @needs("read")
    def read(self, path: PathLike, shape: tuple[int, ...]) -> np.ndarray:
        """Read samples from a file.

        Args:
            path: The file.
            shape: Shape of one sample.

        Returns:
            Array `(n, *shape)`.
        """
        raise self._undefined("read")

    @needs("to_images")
    def drawing(
        self,
        real: ArrayLike | None = None,
        half_width: float | None = None,
        marks: ArrayLike | None = None,
    ) -> Drawing:
        """Object that draws batches of samples.

        Args:
            real: Array of real samples to show as well. Defaults to `None`.
            half_width: Half the side of the window, for samples that are
                positions. Defaults to `None`.
            marks: Positions to mark in the window. Defaults to `None`.

        Returns:
            Object with `pixels(samples, title)` and
            `save(path, samples, title, scale)`.
        """
        return GridDrawing(self.to_images, real)

    def grid_options(self, data: Any) -> dict[str, Any]:
        """Arguments of `drawing()`, besides `real`, for samples of some data.

        Args:
            data: Data set of this modality.
        """
        return {}

    @needs("to_images")
    def frames(
        self, samples: np.ndarray, half_width: float | None = None
    ) -> np.ndarray:
        """A frame of an animation for each sample.

        Args:
            samples: Array `(n, *sample_shape)`.
            half_width: See `drawing()`. Defaults to `None`.

        Returns:
            Array `(n, height, width, 1 or 3)`, uint8 or floats in [-1, 1].
        """
        return self.to_images(samples)

    def scale(self, scale: int) -> int:
        """Integer by which pixels of drawings are enlarged.

        Args:
            scale: Requested integer.
        """
        return scale

    @needs("frames")
    def animate(
        self,
        path: PathLike,
        samples: np.ndarray,
        fps: float = 20,
        scale: int = 1,
        half_width: float | None = None,
    ) -> None:
        """Write samples as an animation, one after another.

        Args:
            path: A `.gif` or `.mp4` file.
            samples: Array `(n, *sample_shape)`.
            fps: Frames per second. Defaults to `20`.
            scale: Integer by which pixels are enlarged. Defaults to `1`.
            half_width: See `drawing()`. Defaults to `None`.
        """
        frames = self.frames(samples, half_width)
        plotting.write_animation(frames, path, fps, self.scale(scale))

    @needs("to_images")
    def write(
        self,
        path: Path,
        samples: np.ndarray,
        notes: dict[str, Any] | None = None,
        captions: Sequence[str] | None = None,
        verbose: int = 0,
    ) -> None:
        """Write samples as one PNG file, or as a folder of PNG files.

        Args:
            path: A file with a suffix of `suffixes`; anything else is a
                folder.
            samples: Array `(n, *sample_shape)`.
            notes: Dict of metadata; a list has one value per sample. Defaults
                to `None`.
            captions: String to write under each sample of a grid. Defaults to
                `None`.
            verbose: 1 draws a progress bar for a folder. Defaults to `0`.
        """
        write = (
            image_files.write_grid
            if path.suffix.lower() == ".png"
            else image_files.write_singles
        )
        write(path, self.to_images(samples), notes or {}, captions, verbose)

    @needs("frames")
    def write_walk(
        self, path: Path, samples: np.ndarray, fps: float = 20
    ) -> None:
        """Write an interpolation as one picture or as an animation.

        Args:
            path: A `.png`, `.gif` or `.mp4` file.
            samples: Array `(n, *sample_shape)`.
            fps: Frames per second of an animation. Defaults to `20`.
        """
        frames = self.frames(samples)
        if path.suffix == ".png":
            rows = -(-len(frames) // _STRIP_COLUMNS)
            plotting.save_grid(path, frames, -(-len(frames) // rows), scale=2)
        else:
            scale = max(1, _ANIMATION_SIDE // frames.shape[1])
            plotting.write_animation(frames, path, fps, self.scale(scale))

    @needs("frames")
    def walk(self, samples: np.ndarray, data: Any = None, seed: int = 0) -> Any:
        """Part of a report on a closed interpolation in the latent space.

        Args:
            samples: Array `(walk_steps, *sample_shape)`.
            data: Training data, or `None` if they are not available.
            seed: Integer that fixes the real samples. Defaults to `0`.

        Returns:
            One of the classes of `keras_creative.modalities.parts`.
        """
        if missing := self.lack("walk"):
            return self._part("walk", missing)
        return parts.Film(self.frames(samples))

    @needs("to_images")
    def neighbors(self, model: Any, data: Any, seed: int = 0) -> Any:
        """Part of a report on samples and their nearest training examples.

        Args:
            model: The trained model.
            data: Its training data.
            seed: Integer that fixes the samples. Defaults to `0`.

        Returns:
            One of the classes of `keras_creative.modalities.parts`.
        """
        if missing := self.lack("neighbors") or self.lack("features"):
            return self._part("nearest training examples", missing)
        return neighbors.image_neighbors(self, model, data, seed)

    def _part(self, what, missing):
        return parts.Lacking(
            f"The {what} cannot be shown: the modality {self.name!r} lacks "
            f"`{missing}()`."
        )
