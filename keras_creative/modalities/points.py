"""Points in the plane: samples `(2,)`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from keras_creative import metrics, plotting
from keras_creative.modalities import parts
from keras_creative.modalities.base import Modality
from keras_creative.modalities.drawings import PointDrawing
from keras_creative.modalities.measuring import MeasureInputs, Measurement
from keras_creative.modalities.mode_measures import (
    mode_measures,
    modes_shown,
    of_each,
)
from keras_creative.modalities.notes import join_notes
from keras_creative.modalities.training_examples import distances_among
from keras_creative.typing import ArrayLike

SESSION_SAMPLES = 2500
_WALK_REAL = 600
_SHOWN = 1000
_COMPARED = 10_000


class Points(Modality):
    """Points in the plane.

    They are drawn as a scatter plot in a square window, and measured by the
    modes of the mixture that they come from.

    Example:

    ```python
    ring = keras_creative.datasets.load_toy("8Gaussians")
    points, _ = ring.sample(400)
    scatter = keras_creative.modalities.modality_of(ring).drawing(points)
    scatter.save("runs/ring.png", points, "a ring")
    ```
    """

    name = "points"
    plural = "points"
    shapes = "(2,)"
    grid_size = 500
    frame_size = 500
    compared_size = 400
    walk_steps = 200
    has_cells = False
    referee = "posterior"

    def accepts(self, shape: tuple[int, ...]) -> bool:
        """Whether there are two coordinates."""
        return tuple(shape) == (2,)

    def features(self, samples: np.ndarray) -> np.ndarray:
        """The coordinates."""
        return samples

    def drawing(
        self,
        real: ArrayLike | None = None,
        half_width: float | None = None,
        marks: ArrayLike | None = None,
    ) -> PointDrawing:
        """Scatter plots in one window; needs `real` or `half_width`."""
        return PointDrawing(real, half_width, marks)

    def grid_options(self, data: Any) -> dict[str, Any]:
        """The window of the data, with rings at hidden classes."""
        if not hasattr(data, "components"):
            return {}
        hidden = [*data.holdout, *data.few_shot_labels]
        return {"half_width": data.half_width, "marks": data.centers[hidden]}

    def frames(
        self, samples: np.ndarray, half_width: float | None = None
    ) -> np.ndarray:
        """Frames that draw each point with its trail."""
        return plotting.point_frames(samples, half_width)

    def scale(self, scale: int) -> int:
        """Scatter plots are never enlarged."""
        return 1

    def write(
        self,
        path: Path,
        samples: np.ndarray,
        notes: dict[str, Any] | None = None,
        captions: Sequence[str] | None = None,
        verbose: int = 0,
    ) -> None:
        """Write points as a scatter plot, a `.png` file."""
        if captions is not None:
            raise ValueError(
                "`captions` are for a grid of pictures, a .png file. "
                f"Received: path={str(path)!r}, samples of shape "
                f"{samples.shape[1:]}"
            )
        if path.suffix.lower() != ".png":
            raise ValueError(
                "`path` must be a .png file for points in the plane. "
                f"Received: path={str(path)!r}"
            )
        figure = plotting.PointsFigure(1.1 * float(abs(samples).max()))
        title = f"{len(samples)} samples"
        figure.save(path, samples[:0], samples, title, notes=join_notes(notes))

    def write_walk(
        self, path: Path, samples: np.ndarray, fps: float = 20
    ) -> None:
        """Write the last frame, with the complete trail, or all frames."""
        if path.suffix == ".png":
            plotting.save_picture(path, self.frames(samples)[-1])
        else:
            self.animate(path, samples, fps)

    def measure_inputs(
        self, samples: np.ndarray, data: Any, seed: int = 0, model: Any = None
    ) -> MeasureInputs:
        """Modes, and measures of each class or code that can be requested.

        For data without known modes, the inputs of every modality.
        """
        if not hasattr(data, "components"):
            return super().measure_inputs(samples, data, seed, model)
        found = _measure_modes(model, data, len(samples), seed, samples)
        modes = modes_shown(data)
        return MeasureInputs(
            {**self.named(samples), "seed": seed, "modes": modes},
            found.protocol,
            found.measures,
        )

    def named(self, samples: np.ndarray) -> dict[str, Any]:
        """The samples, also under the name `points`."""
        return {**super().named(samples), "points": samples}

    def measure_session(
        self, model: Any, data: Any, seed: int = 0
    ) -> Measurement | None:
        """Measure 2500 samples."""
        if not hasattr(data, "components"):
            return super().measure_session(model, data, seed)
        return _measure_modes(model, data, SESSION_SAMPLES, seed)

    def walk(self, samples: np.ndarray, data: Any = None, seed: int = 0) -> Any:
        """The closed path of the interpolation over training points."""
        layers = [parts.Layer(samples, "made", "the walk", is_path=True)]
        if data is not None:
            real, _ = data.sample(_WALK_REAL, seed)
            layers.insert(0, parts.Layer(real, "real", "training points"))
        return self._scatter(
            "Walk through the latent space", layers, data, samples
        )

    def neighbors(self, model: Any, data: Any, seed: int = 0) -> Any:
        """Samples over training points, and the distance of the median."""
        real, _ = data.sample(_COMPARED, seed)
        made = model.sample(_SHOWN, seed=seed)
        finite = made[np.isfinite(made).all(axis=1)]
        nearest = metrics.nearest_distances(finite, real)
        layers = [
            parts.Layer(real[:_SHOWN], "real", "training points"),
            parts.Layer(made, "made", "samples"),
        ]
        return parts.PointNeighbors(
            self._scatter("Samples over training points", layers, data, made),
            _SHOWN,
            _COMPARED,
            float(np.median(nearest)) if len(nearest) else float("nan"),
            distances_among(real),
        )

    def _scatter(self, title, layers, data, points):
        """Layers in the window of the data, or in one around the points."""
        options = {} if data is None else self.grid_options(data)
        if options:
            return parts.Scatter(title, layers=tuple(layers), **options)
        widest = np.abs(points[np.isfinite(points)])
        half_width = 1.1 * max(widest, default=1) or 1
        return parts.Scatter(title, half_width, tuple(layers))


def _measure_modes(model, data, n, seed, points=None):
    return Measurement(
        mode_measures(model, data, n, seed, points),
        f"modes of {n} samples; {of_each(n)} of each class or code that can "
        f"be asked for; seed {seed}",
    )
