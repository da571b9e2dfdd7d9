"""Darkness, mean intensity and skewness of images."""

import numpy as np

from keras_creative.metrics.measure import Measure, register_measures
from keras_creative.typing import ArrayLike


def intensity_statistics(images: ArrayLike) -> dict[str, float]:
    """Distribution of the intensities of images.

    The intensity of a pixel is the mean of its channels, from 0 for black to
    1 for white. Read the numbers beside those of real images: none is better
    than another by itself.

    Args:
        images: Array `(n, height, width, channels)` in [-1, 1], of at least
            one image.

    Returns:
        Dict with `intensity`, the mean; `intensity_skewness`, the mean over
        images of the third standardized moment of their intensities, 0 for an
        image of one intensity; and `darkness`, the fraction of pixels whose
        intensity is below 0.5.

    Raises:
        ValueError: If the shape is wrong or a number is not finite.

    Example:

    >>> images = np.array([-1.0, -1.0, -1.0, 1.0]).reshape(1, 2, 2, 1)
    >>> found = keras_creative.metrics.intensity_statistics(images)
    >>> found["intensity"], found["darkness"]
    (0.25, 0.75)
    >>> round(found["intensity_skewness"], 4)
    1.1547

    Reference:

    - [Sbai et al., 2018](https://arxiv.org/abs/1804.00921) name the three
        statistics; the definitions are those above.
    """
    images = np.asarray(images, "float64")
    if images.ndim != 4 or not images.size or not np.isfinite(images).all():
        raise ValueError(
            "`images` must be finite numbers of the shape (n, height, width, "
            f"channels), n at least 1. Received: images.shape={images.shape}"
        )
    intensity = (images.mean(axis=-1).reshape(len(images), -1) + 1) / 2
    # Shifted so that the variance of a single intensity is exactly 0.
    shifted = intensity - intensity[:, :1]
    centered = shifted - shifted.mean(axis=1, keepdims=True)
    cubes = np.mean(centered**3, axis=1)
    scales = np.mean(centered**2, axis=1) ** 1.5
    skewness = np.divide(cubes, scales, np.zeros_like(cubes), where=scales > 0)
    return {
        "intensity": float(intensity.mean()),
        "intensity_skewness": float(skewness.mean()),
        "darkness": float((intensity < 0.5).mean()),
    }


def _of_real_images(images, real):
    """The same of real images."""
    return {
        f"{name}_real": value
        for name, value in intensity_statistics(real).items()
    }


register_measures(
    Measure(
        "intensity",
        intensity_statistics,
        "Mean intensity of the pixels, from 0 for black to 1 for white; that "
        "of real images is best.",
        needs=["images"],
    ),
    Measure(
        "intensity_skewness",
        intensity_statistics,
        "Skewness of the intensities of an image, mean over images: above 0 "
        "for few bright pixels on a dark ground; that of real images is best.",
        needs=["images"],
    ),
    Measure(
        "darkness",
        intensity_statistics,
        "Share of pixels whose intensity is below 0.5; that of real images is "
        "best.",
        needs=["images"],
    ),
    Measure(
        "intensity_real",
        _of_real_images,
        "Mean intensity of the pixels of real images.",
        needs=["images", "real"],
    ),
    Measure(
        "intensity_skewness_real",
        _of_real_images,
        "Skewness of the intensities of real images.",
        needs=["images", "real"],
    ),
    Measure(
        "darkness_real",
        _of_real_images,
        "Share of pixels of real images whose intensity is below 0.5.",
        needs=["images", "real"],
    ),
)
