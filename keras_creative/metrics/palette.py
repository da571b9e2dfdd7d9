"""Variety of colors of images, relative to that of the data."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from keras_creative.typing import ArrayLike

_ROUNDING = 1e-12


def palette_share(pictures: ArrayLike) -> float:
    """Fraction of the variance of colors that lies between images.

    By the law of total variance, the variance of the colors of all pixels is
    the variance of the images' mean colors plus the mean variance within an
    image. This is the first term over the sum, both summed over channels: 1
    if every image has a single color, 0 if all have the same mean color.

    Args:
        pictures: Array `(n, height, width, channels)` of at least two images;
            the scale of the pixels does not matter.

    Returns:
        Fraction in [0, 1]; 0 if all pixels are equal.

    Raises:
        ValueError: If `pictures` has the wrong shape.

    Example:

    >>> black_and_white = np.stack([-np.ones((8, 8, 3)), np.ones((8, 8, 3))])
    >>> keras_creative.metrics.palette_share(black_and_white)
    1.0
    """
    pictures = _check_pictures("pictures", pictures)
    colors = pictures.reshape(len(pictures), -1, pictures.shape[-1])
    # Shifted so that pixels of one color have a variance of exactly 0.
    colors = colors - colors[0, 0]
    between = colors.mean(axis=1).var(axis=0).sum()
    inside = colors.var(axis=1).mean(axis=0).sum()
    total = between + inside
    return float(between / total) if total else 0.0


def palette_ratio(pictures: ArrayLike, reference: ArrayLike) -> float:
    """`palette_share()` of images over that of the data.

    Args:
        pictures: Generated images `(n, height, width, channels)`.
        reference: Real images `(m, height, width, channels)` in the same
            range.

    Returns:
        Non-negative ratio; far below 1, the images share one palette.

    Raises:
        ValueError: If a shape is wrong, or if all images of the reference
            have the same mean color.
    """
    return palette_share(pictures) / _reference_share(reference)


def mean_pairwise_distance(pictures: ArrayLike) -> float:
    """Mean distance between two different images of a batch.

    Needs a matrix of `n * n` numbers: meant for a few hundred images.

    Args:
        pictures: Array `(n, height, width, channels)` in [-1, 1], of at
            least two images.

    Returns:
        Mean over all pairs of the root mean square difference, in [0, 2];
        black and white are 2 apart.

    Raises:
        ValueError: If `pictures` has the wrong shape.
    """
    pictures = _check_pictures("pictures", pictures)
    n = len(pictures)
    rows = pictures.reshape(n, -1)
    # Centered, because the subtraction below loses digits far from the origin.
    rows = rows - rows.mean(axis=0)
    products = rows @ rows.T
    norms = products.diagonal()
    squares = norms[:, None] + norms - 2 * products
    above = squares[np.triu_indices(n, k=1)]
    return float(np.sqrt(np.maximum(above, 0) / rows.shape[1]).mean())


def palette_measures(
    pictures: ArrayLike, reference: ArrayLike | Mapping[str, Any]
) -> dict[str, Any]:
    """Variety of generated images relative to that of real images.

    `palette_ratio` is small if all images share one palette, and
    `pairwise_distance_ratio` if the images repeat.

    Args:
        pictures: Generated images `(n, height, width, channels)` in
            [-1, 1], at least two.
        reference: Real images `(m, height, width, channels)`, or the result of
            `reference_measures()` for them. The comparison is fair with the
            same number as there are `pictures`.

    Returns:
        Dict with `n` and `n_reference`; `palette_share` and
        `palette_share_reference`, see `palette_share()`; `pairwise_rms` and
        `pairwise_rms_reference`, see `mean_pairwise_distance()`; and the
        ratios of generated to real, `palette_ratio` and
        `pairwise_distance_ratio`.

    Raises:
        ValueError: If a shape is wrong, if the reference is not in [-1, 1],
            or if all its images have the same mean color.

    Example:

    ```python
    measures = palette_measures(model.sample(256, seed=0), pictures)
    ```
    """
    real = reference
    if not isinstance(real, dict):
        real = reference_measures(reference)
    share = palette_share(pictures)
    distance = mean_pairwise_distance(pictures)
    return {
        "n": len(pictures),
        "palette_share": share,
        "pairwise_rms": distance,
        **real,
        "palette_ratio": share / real["palette_share_reference"],
        "pairwise_distance_ratio": distance / real["pairwise_rms_reference"],
    }


def reference_measures(reference: ArrayLike) -> dict[str, Any]:
    """Measures of real images for `palette_measures()`.

    Args:
        reference: Real images `(m, height, width, channels)` in [-1, 1], at
            least two.

    Returns:
        Dict with `n_reference`, `palette_share_reference` and
        `pairwise_rms_reference`.

    Raises:
        ValueError: If the shape is wrong, a pixel is not in [-1, 1], or all
            images have the same mean color.
    """
    reference = _check_pictures("reference", reference)
    lowest, highest = reference.min(), reference.max()
    if not (lowest >= -1 and highest <= 1):
        raise ValueError(
            "`reference` must have pixels in [-1, 1]. "
            f"Received: pixels from {lowest} to {highest}"
        )
    return {
        "n_reference": len(reference),
        "palette_share_reference": _reference_share(reference),
        "pairwise_rms_reference": mean_pairwise_distance(reference),
    }


def _check_pictures(name, pictures):
    pictures = np.asarray(pictures, "float64")
    if pictures.ndim != 4 or len(pictures) < 2 or not pictures.size:
        raise ValueError(
            f"`{name}` must have the shape (n, height, width, channels) with "
            f"at least two images. Received: {name}.shape={pictures.shape}"
        )
    return pictures


def _reference_share(reference):
    share = palette_share(_check_pictures("reference", reference))
    if share < _ROUNDING:
        raise ValueError(
            "`reference` must hold images that differ in their mean color. "
            f"Received: images with a palette share of {share}"
        )
    return share
