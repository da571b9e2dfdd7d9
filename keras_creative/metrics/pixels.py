"""How bright images are."""

import numpy as np

from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.typing import ArrayLike


def pixel_means(images: ArrayLike, reference: ArrayLike) -> dict[str, float]:
    """Mean pixel of generated and of real images.

    Args:
        images: Generated images `(n, height, width, channels)`.
        reference: Real images `(m, height, width, channels)` in the same
            range.

    Returns:
        Dict with `pixel_mean` and `pixel_mean_real`.

    Example:

    >>> keras_creative.metrics.pixel_means(
    ...     np.zeros((2, 4, 4, 1)), np.ones((3, 4, 4, 1))
    ... )
    {'pixel_mean': 0.0, 'pixel_mean_real': 1.0}
    """
    return {
        "pixel_mean": float(np.mean(images)),
        "pixel_mean_real": float(np.mean(reference)),
    }


register_measures(
    Measure(
        "pixel_mean",
        pixel_means,
        "Mean pixel of the samples, from -1 to 1; that of real images is best.",
        needs=["images", "real"],
    ),
    Measure(
        "pixel_mean_real",
        pixel_means,
        "Mean pixel of real images.",
        needs=["images", "real"],
    ),
)
