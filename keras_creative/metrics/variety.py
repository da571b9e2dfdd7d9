"""Variety of samples relative to real examples, points or images."""

from typing import Any

import numpy as np

from keras_creative.metrics.clusters import (
    cluster_shares,
    clusters_hit,
    find_clusters,
)
from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.metrics.modes import mode_measures
from keras_creative.metrics.palette import mean_pairwise_distance, palette_share
from keras_creative.typing import ArrayLike

_FEWEST = 8
_ROUNDING = 1e-12


class Variety:
    """Compares samples with a reference set that is analyzed only once.

    A random half of the real examples is used to find clusters; the samples
    are compared with the other half, so that a perfect sampler has ratios of
    about 1.

    Args:
        reference: Real examples, points `(m, 2)` or images
            `(m, height, width, channels)` in [-1, 1], at least 8.
        modes: Centers `(k, 2)` and standard deviation of a known mixture of
            isotropic Gaussians, each of which is a cluster. Defaults to
            `None`: clusters are found by k-means.
        clusters: Number of clusters to find. Defaults to `20`.
        n: Maximum number of examples between which distances are computed.
            Defaults to `256`.
        seed: Integer that fixes the halves and the clusters. Defaults to `0`.

    Attributes:
        shape: Shape of an example.

    Raises:
        ValueError: If the shape of the reference or of the modes is wrong, if
            a number is not finite, if a pixel is not in [-1, 1], or if all
            real examples are equal.

    Example:

    >>> ring = keras_creative.datasets.load_toy("8Gaussians")
    >>> real, labels = ring.sample(4000)
    >>> variety = keras_creative.metrics.Variety(
    ...     real, modes=(ring.components, ring.std)
    ... )
    >>> variety.measure(real[labels < 2])["clusters_hit"]
    2
    """

    def __init__(
        self,
        reference: ArrayLike,
        modes: tuple[ArrayLike, float] | None = None,
        clusters: int = 20,
        n: int = 256,
        seed: int = 0,
    ) -> None:
        reference = _check_reference(np.asarray(reference, "float32"))
        order = np.random.default_rng(seed).permutation(len(reference))
        searched, held_back = reference[order[::2]], reference[order[1::2]]
        self.shape = reference.shape[1:]
        self._modes = None if modes is None else _check_modes(modes, self.shape)
        self._centers = (
            find_clusters(searched, clusters, seed)
            if self._modes is None
            else self._modes[0]
        )
        self._shares = cluster_shares(held_back, self._centers)
        self._distance = _mean_distance(held_back[:n])
        if not self._distance > 0:
            raise ValueError(
                "`reference` must hold different examples. Received: "
                f"{len(reference)} equal ones"
            )
        self._palette = _palette(held_back)

    def measure(self, samples: ArrayLike) -> dict[str, Any]:
        """Variety of samples.

        Args:
            samples: Array `(n, ...)` of the shape of the reference, at least
                two.

        Returns:
            Dict with `clusters_hit`; `clusters_ratio`, relative to the number
            that real examples reach, see `clusters_hit()`;
            `pairwise_distance_ratio`, the mean distance of two samples over
            that of two real examples; `palette_ratio`, for images that differ
            in their mean color, see `palette_ratio()`; and if the modes are
            known, `modes_captured` and `high_quality_3std`, see
            `mode_measures()`.
        """
        shares = cluster_shares(samples, self._centers)
        hit, real = clusters_hit(shares, self._shares)
        measures = {
            "clusters_hit": hit,
            "clusters_ratio": hit / real,
            "pairwise_distance_ratio": _mean_distance(samples) / self._distance,
        }
        if self._palette > _ROUNDING:
            measures["palette_ratio"] = palette_share(samples) / self._palette
        if self._modes is not None:
            quality = mode_measures(samples, *self._modes)
            for name in ("modes_captured", "high_quality_3std"):
                measures[name] = quality[name]
        return measures


def _check_reference(reference):
    if reference.ndim not in (2, 4) or len(reference) < _FEWEST:
        raise ValueError(
            "`reference` must have the shape (m, 2) or (m, height, width, "
            f"channels) with m at least {_FEWEST}. "
            f"Received: reference.shape={reference.shape}"
        )
    lowest, highest = reference.min(), reference.max()
    limit = 1 if reference.ndim == 4 else np.finfo("float32").max
    if not (lowest >= -limit and highest <= limit):
        raise ValueError(
            "`reference` must be finite, pixels in [-1, 1]. "
            f"Received: numbers from {lowest} to {highest}"
        )
    return reference


def _check_modes(modes, shape):
    centers, std = np.asarray(modes[0], "float64"), modes[1]
    if centers.ndim != 2 or centers.shape[1:] != shape or not std > 0:
        raise ValueError(
            "`modes` must be centers of the shape of the reference's points, "
            f"{shape}, and a positive standard deviation. Received: centers "
            f"of shape {centers.shape}, std={std}"
        )
    return centers, std


def _mean_distance(samples):
    return mean_pairwise_distance(samples.reshape(len(samples), 1, 1, -1))


def _palette(pictures):
    return palette_share(pictures) if pictures.ndim == 4 else 0.0


def _variety(samples, real, seed):
    return Variety(real, seed=seed).measure(samples)


_NEEDS = ("samples", "real", "seed")

register_measures(
    Measure(
        "clusters_hit",
        _variety,
        "Number of clusters of the data that the samples reach.",
        best="high",
        needs=_NEEDS,
    ),
    Measure(
        "clusters_ratio",
        _variety,
        "Number of clusters that the samples reach over the number that real "
        "examples reach.",
        best=1,
        needs=_NEEDS,
    ),
    Measure(
        "pairwise_distance_ratio",
        _variety,
        "Distance between samples over that between real examples; 0 means "
        "a collapse to one sample.",
        best=1,
        needs=_NEEDS,
    ),
    Measure(
        "palette_ratio",
        _variety,
        "Spread of the samples' mean colors over that of the data; 0 means a "
        "single palette.",
        best=1,
        needs=_NEEDS,
    ),
)
