"""What a kind of sample has to say for itself."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from keras_creative import metrics, plotting
from keras_creative.modalities import image_files, neighbors, parts
from keras_creative.modalities.drawings import Drawing, GridDrawing
from keras_creative.modalities.real_examples import draw_real
from keras_creative.typing import ArrayLike, PathLike

_STRIP_COLUMNS = 12
_ANIMATION_SIDE = 256
_SAMPLES = 256
_CLUSTERS = 20
# Fewer examples have no meaningful clusters.
_FEWEST = 8
# Features, and the method that each needs where it is not overridden.
_NEEDS = {
    "animate": "frames",
    "drawing": "to_images",
    "frames": "to_images",
    "measure": "features",
    "neighbors": "to_images",
    "read": None,
    "to_images": None,
    "features": None,
    "walk": "frames",
    "write": "to_images",
    "write_walk": "frames",
}


class Measurement(NamedTuple):
    """Measures of samples, and how they were taken.

    Args:
        measures: Dict from names to numbers, or to further dicts of numbers.
        protocol: Sentence that names the number of samples and the seed.
    """

    measures: dict[str, Any]
    protocol: str


class MeasureInputs(NamedTuple):
    """What the measures of samples are computed from.

    Args:
        available: Dict from names of `keras_creative.metrics.NEEDS` to their
            values.
        protocol: As for `Measurement`.
        measures: Measures that are computed already, as for `Measurement`.
            Defaults to `{}`.
    """

    available: dict[str, Any]
    protocol: str
    measures: dict[str, Any] = {}


class Modality:
    """A kind of sample: how it is drawn, written, read, measured, reported.

    A subclass sets `name` and defines `accepts()`. All drawing, files and
    animations follow from `to_images()`, measures and nearest neighbors from
    `features()`. What a subclass does not define, it lacks: a callback that
    needs it raises an error before the first step.

    Attributes:
        name: Name in the registry.
        plural: The samples in prose, such as `"images"`.
        shapes: Sample shapes in prose, such as `"(height, width, 1 or 3)"`.
        value_range: Least and greatest number of a sample, or `None` for any.
        grid_size: Samples of a grid.
        frame_size: Samples of a frame of an animation.
        compared_size: Samples of a grid that has real examples next to them.
        walk_steps: Samples of a report's walk through the latent space.
        suffixes: Suffixes of the files that `write()` knows.
        has_cells: Whether each sample of a grid has a cell, and a seed, of
            its own.
        has_palette: Whether samples have mean colors, see
            `keras_creative.metrics.palette_ratio()`.
        referee: How class probabilities of samples are found: `"network"`,
            a classifier that is trained; `"posterior"`, the known density of
            the data; or `None`, not at all.

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

    keras_creative.modalities.register(Heights())
    ```
    """

    name = ""
    plural = "samples"
    shapes = ""
    value_range: tuple[float, float] | None = None
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

    def lack(self, feature: str) -> str:
        """Name of the method that is missing for a feature, or `""`.

        Args:
            feature: Name of a method of this class, such as `"drawing"`.
        """
        if getattr(type(self), feature) is not getattr(Modality, feature):
            return ""
        needed = _NEEDS[feature]
        return feature if needed is None else self.lack(needed)

    def require(self, feature: str, by: str) -> None:
        """Raise an error if the modality lacks a feature.

        Args:
            feature: As for `lack()`.
            by: What needs it, such as `"SampleGrid"`.

        Raises:
            ValueError: If it does.
        """
        if missing := self.lack(feature):
            raise ValueError(
                f"{by} needs `{missing}()`, which the modality {self.name!r} "
                f"lacks. Received: {self.plural}"
            )

    def to_images(self, samples: np.ndarray) -> np.ndarray:
        """One image of each sample.

        Args:
            samples: Array `(n, *sample_shape)`.

        Returns:
            Array `(n, height, width, 1 or 3)`, uint8 or floats in [-1, 1].
        """
        raise self._lacking("to_images")

    def features(self, samples: np.ndarray) -> np.ndarray:
        """Numbers whose Euclidean distances tell how samples differ.

        Args:
            samples: Array `(n, *sample_shape)`.

        Returns:
            Array `(n, ...)`.
        """
        raise self._lacking("features")

    def read(self, path: PathLike, shape: tuple[int, ...]) -> np.ndarray:
        """Read samples from a file.

        Args:
            path: The file.
            shape: Shape of one sample.

        Returns:
            Array `(n, *shape)`.
        """
        raise self._lacking("read")

    def drawing(
        self,
        real: ArrayLike | None = None,
        half_width: float | None = None,
        marks: ArrayLike | None = None,
    ) -> Drawing:
        """What draws batches of samples, one after another.

        Args:
            real: Array of real samples to show as well. Defaults to `None`.
            half_width: Half the side of the window, for samples that are
                places; others have none. Defaults to `None`.
            marks: Places to mark in the window. Defaults to `None`.

        Returns:
            Object with `pixels(samples, title)` and
            `save(path, samples, title, scale)`.
        """
        return GridDrawing(self.to_images, real)

    def grid_options(self, data: Any) -> dict[str, Any]:
        """Arguments of `drawing()`, besides `real`, that data call for.

        Args:
            data: Data set of this modality.
        """
        return {}

    def frames(
        self, samples: np.ndarray, half_width: float | None = None
    ) -> np.ndarray:
        """A frame of an animation for each sample.

        Args:
            samples: Array `(n, *sample_shape)`.
            half_width: As for `drawing()`. Defaults to `None`.

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
            half_width: As for `drawing()`. Defaults to `None`.
        """
        frames = self.frames(samples, half_width)
        plotting.write_animation(frames, path, fps, self.scale(scale))

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
            notes: Dict of metadata; a list has a value for each sample.
                Defaults to `None`.
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

    def measure(
        self, samples: np.ndarray, data: Any, seed: int = 0, model: Any = None
    ) -> Measurement:
        """Compute every registered measure of samples that applies.

        Args:
            samples: Array `(n, *sample_shape)` from `model`.
            data: Data set of this modality, with `sample(n, seed)`.
            seed: Integer that fixes the real samples. Defaults to `0`.
            model: Model to draw further samples from, of requested classes.
                Defaults to `None`.

        Returns:
            `Measurement`.
        """
        inputs = self.measure_inputs(samples, data, seed, model)
        found = metrics.compute_measures(
            inputs.available, skip=metrics.measure_names(inputs.measures)
        )
        return Measurement({**inputs.measures, **found}, inputs.protocol)

    def measure_inputs(
        self, samples: np.ndarray, data: Any, seed: int = 0, model: Any = None
    ) -> MeasureInputs:
        """What `measure()` computes measures from.

        Args:
            samples: As for `measure()`.
            data: As for `measure()`.
            seed: As for `measure()`. Defaults to `0`.
            model: As for `measure()`. Defaults to `None`.

        Returns:
            `MeasureInputs`.
        """
        real = draw_real(data, len(samples), seed)
        return MeasureInputs(
            self.compared(samples, real, seed),
            f"{len(samples)} samples beside {len(real)} training "
            f"{self.plural}, seed {seed}",
        )

    def measure_session(
        self, model: Any, data: Any, seed: int = 0
    ) -> Measurement | None:
        """Measure a model at the end of a training session.

        Args:
            model: The trained model.
            data: Its data set.
            seed: Integer that fixes the samples. Defaults to `0`.

        Returns:
            `Measurement`, or `None` if the data are too few to compare with,
            or all the same.
        """
        if self.lack("measure"):
            return None
        real = draw_real(data, 2 * _SAMPLES, seed)
        if len(real) < _FEWEST or np.all(real == real[0]):
            return None
        samples = model.sample(_SAMPLES, seed=seed)
        return Measurement(
            metrics.compute_measures(self.compared(samples, real, seed)),
            f"{len(samples)} samples, seed {seed}, beside {len(real)} "
            f"training {self.plural}; half of these are for finding at most "
            f"{_CLUSTERS} clusters",
        )

    def compared(
        self, samples: np.ndarray, real: np.ndarray, seed: int = 0
    ) -> dict[str, Any]:
        """What measures of samples against real examples are computed from.

        Args:
            samples: Array `(n, *sample_shape)`.
            real: Array `(m, *sample_shape)`.
            seed: Integer that fixes the clusters and the examples compared.
                Defaults to `0`.

        Returns:
            Dict from names of `keras_creative.metrics.NEEDS` to their values.
        """
        rows, real_rows = self.features(samples), self.features(real)
        return {"samples": rows, "real": real_rows, "seed": seed}

    def walk(self, samples: np.ndarray, data: Any = None, seed: int = 0) -> Any:
        """What a report shows of a closed walk through the latent space.

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

    def neighbors(self, model: Any, data: Any, seed: int = 0) -> Any:
        """What a report shows of samples and the training data near them.

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

    def _lacking(self, method):
        return ValueError(
            f"The modality {self.name!r} must define `{method}()`. "
            f"Received: {type(self).__name__}, which lacks it"
        )
