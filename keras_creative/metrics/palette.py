"""Whether pictures differ in their colours as much as the data do."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from keras_creative.typing import ArrayLike

_ROUNDING = 1e-12


def palette_share(pictures: ArrayLike) -> float:
    """How much of the colours' variance lies between pictures.

    By the law of total variance over all pixels, the variance of a pixel's
    colour is that of the pictures' mean colours plus the mean variance inside
    a picture. This is the first part over the whole, both summed over the
    channels: 1 when every picture is of one colour, 0 when all have the same
    mean colour.

    Args:
        pictures: Array `(n, height, width, channels)` with at least two
            pictures; the scale of the pixels is without effect.

    Returns:
        Share in [0, 1]; 0 when all pixels are the same.

    Raises:
        ValueError: If `pictures` has another shape.

    Example:

    >>> black_and_white = np.stack([-np.ones((8, 8, 3)), np.ones((8, 8, 3))])
    >>> keras_creative.metrics.palette_share(black_and_white)
    1.0
    """
    pictures = _check_pictures("pictures", pictures)
    colours = pictures.reshape(len(pictures), -1, pictures.shape[-1])
    # Shifted so that pixels of one colour have a variance of exactly 0.
    colours = colours - colours[0, 0]
    between = colours.mean(axis=1).var(axis=0).sum()
    inside = colours.var(axis=1).mean(axis=0).sum()
    total = between + inside
    return float(between / total) if total else 0.0


def palette_ratio(pictures: ArrayLike, reference: ArrayLike) -> float:
    """The pictures' `palette_share()` over that of the data.

    Args:
        pictures: Generated pictures `(n, height, width, channels)`.
        reference: Real pictures `(m, height, width, channels)` in the same
            range.

    Returns:
        Ratio, not negative; far below 1, the pictures share one palette.

    Raises:
        ValueError: If a shape is wrong, or if all pictures of the reference
            have the same mean colour.
    """
    return palette_share(pictures) / _reference_share(reference)


def mean_pairwise_distance(pictures: ArrayLike) -> float:
    """Mean distance of two different pictures of a batch.

    Takes a matrix of `n * n` numbers: meant for some hundred pictures.

    Args:
        pictures: Array `(n, height, width, channels)` in [-1, 1], with at
            least two pictures.

    Returns:
        Mean over all pairs of the root mean square difference of a pixel's
        channel, in [0, 2]; black and white are 2 apart.

    Raises:
        ValueError: If `pictures` has another shape.
    """
    pictures = _check_pictures("pictures", pictures)
    n = len(pictures)
    rows = pictures.reshape(n, -1)
    # Centred, because the subtraction below loses digits far from the origin.
    rows = rows - rows.mean(axis=0)
    products = rows @ rows.T
    norms = products.diagonal()
    squares = norms[:, None] + norms - 2 * products
    above = squares[np.triu_indices(n, k=1)]
    return float(np.sqrt(np.maximum(above, 0) / rows.shape[1]).mean())


def palette_measures(
    pictures: ArrayLike, reference: ArrayLike | Mapping[str, Any]
) -> dict[str, Any]:
    """Variety of generated pictures beside that of real ones.

    Both measures shrink when a generator gives all its pictures one palette
    (`palette_ratio`) or makes the same picture again and again
    (`pairwise_distance_ratio`).

    Args:
        pictures: Generated pictures `(n, height, width, channels)` in
            [-1, 1], at least two.
        reference: Real pictures `(m, height, width, channels)`, or what
            `reference_measures()` gave for them. As many as `pictures` make
            the comparison fair.

    Returns:
        Dict with `n` and `n_reference`; `palette_share` and
        `palette_share_reference`, see `palette_share()`; `pairwise_rms` and
        `pairwise_rms_reference`, see `mean_pairwise_distance()`; and the
        ratios of generated to real, `palette_ratio` and
        `pairwise_distance_ratio`.

    Raises:
        ValueError: If a shape is wrong, if the reference is not in [-1, 1],
            or if all its pictures have the same mean colour.

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
    """What `palette_measures()` needs to know of the real pictures.

    Args:
        reference: Real pictures `(m, height, width, channels)` in [-1, 1], at
            least two.

    Returns:
        Dict with `n_reference`, `palette_share_reference` and
        `pairwise_rms_reference`.

    Raises:
        ValueError: If the shape is wrong, a pixel is not in [-1, 1], or all
            pictures have the same mean colour.
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
            f"at least two pictures. Received: {name}.shape={pictures.shape}"
        )
    return pictures


def _reference_share(reference):
    share = palette_share(_check_pictures("reference", reference))
    if share < _ROUNDING:
        raise ValueError(
            "`reference` must hold pictures that differ in their mean colour. "
            f"Received: pictures with a palette share of {share}"
        )
    return share
