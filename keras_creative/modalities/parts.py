"""Parts of a report that show samples, as data without markup."""

import dataclasses

import numpy as np


@dataclasses.dataclass(frozen=True)
class Lacking:
    """A part that a modality cannot show.

    Args:
        reason: Sentence that says what it lacks.
    """

    reason: str


@dataclasses.dataclass(frozen=True)
class Film:
    """Images that are shown as an animation and as a grid.

    Args:
        images: Array `(n, height, width, 1 or 3)`, uint8 or floats in
            [-1, 1].
    """

    images: np.ndarray


@dataclasses.dataclass(frozen=True)
class Layer:
    """Points of a scatter plot that share a style.

    Args:
        points: Array `(n, 2)`.
        style: `"real"` or `"made"`.
        name: Name in the legend.
        is_path: Whether the points are connected to a closed path. Defaults
            to `False`.
    """

    points: np.ndarray
    style: str
    name: str
    is_path: bool = False


@dataclasses.dataclass(frozen=True)
class Scatter:
    """Points in a square window around the origin.

    Args:
        title: What the plot shows.
        half_width: Half the side of the window.
        layers: Sequence of `Layer`, from the back to the front.
        marks: Array `(k, 2)` of positions to mark with rings. Defaults to `()`.
    """

    title: str
    half_width: float
    layers: tuple[Layer, ...]
    marks: np.ndarray | tuple = ()


@dataclasses.dataclass(frozen=True)
class ImageNeighbors:
    """Samples as images, each with the training examples nearest to it.

    Args:
        seeds: Seed of each sample, `n`.
        images: Images of the samples, `(n, height, width, 1 or 3)`.
        nearest: Images of the `k` nearest examples, nearest first,
            `(n, k, height, width, 1 or 3)`.
        distances: Root mean square differences, `(n, k)`.
        among: Distances of training examples to the nearest other one, `(m,)`.
        compared: Number of training examples that were compared.
        total: Number of training examples.
        windows: Number of crops of each of them that were compared. Defaults
            to `1`.
        novelty: `ImageNovelty` of more samples. Defaults to `None`.
    """

    seeds: range
    images: np.ndarray
    nearest: np.ndarray
    distances: np.ndarray
    among: np.ndarray
    compared: int
    total: int
    windows: int = 1
    novelty: "ImageNovelty | None" = None

    @property
    def copies(self):
        """Whether each sample is a near copy of a training example.

        That is, if at most 1 in 100 training examples has a neighbor at this
        distance.
        """
        near = np.percentile(self.among, 1) if len(self.among) else 0.0
        return self.distances[:, 0] <= near


@dataclasses.dataclass(frozen=True)
class ImageNovelty:
    """The least and the most novel of many samples, as images.

    Args:
        seeds: Seed of each of `2 k` samples, in the order of their novelty: `k`
            least novel ones, then `k` most novel ones.
        images: Images of these samples, `(2 k, height, width, 1 or 3)`.
        nearest: Images of the training example nearest to each.
        novelty: Distance to it over the median distance of a training example
            to the nearest other one, `(2 k,)`; NaN if there is none.
        samples: Number of samples.
        compared: Number of training examples that were compared.
        total: Number of training examples.
    """

    seeds: np.ndarray
    images: np.ndarray
    nearest: np.ndarray
    novelty: np.ndarray
    samples: int
    compared: int
    total: int


@dataclasses.dataclass(frozen=True)
class PointNeighbors:
    """Samples over training points, and their distances to these.

    Args:
        scatter: Both of them.
        samples: Number of samples.
        compared: Number of training points that were compared.
        distance: Median distance of a sample to the nearest of them.
        among: See `ImageNeighbors`.
    """

    scatter: Scatter
    samples: int
    compared: int
    distance: float
    among: np.ndarray
