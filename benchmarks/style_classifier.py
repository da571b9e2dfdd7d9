"""A classifier of styles by color and texture, see `style_transfer.py`."""

import numpy as np

# Luminance and two differences of colors, of ITU-R BT.601.
_YCC = np.array(
    [[0.299, 0.587, 0.114], [-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]]
)
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_SCALES = 4
_RIDGE = 0.1
_SMALLEST = 1e-4


def statistics_of(images):
    """Statistics of colors, and of differences of neighbors at four scales.

    Args:
        images: Array `(n, side, side, 3)` in [-1, 1]; the side is a multiple
            of 16.

    Returns:
        Array `(n, features)`.
    """
    n, pixels = len(images), images @ _YCC.T
    flat = pixels.reshape(n, -1, 3)
    centered = flat - flat.mean(1, keepdims=True)
    covariances = centered.transpose(0, 2, 1) @ centered / flat.shape[1]
    quantiles = np.quantile(flat, _QUANTILES, axis=1)
    found = [
        flat.mean(1),
        flat.std(1),
        quantiles.transpose(1, 0, 2).reshape(n, -1),
        covariances[:, *np.triu_indices(3, 1)],
    ]
    for _ in range(_SCALES):
        for axis in (1, 2):
            steps = np.diff(pixels, axis=axis).reshape(n, -1, 3)
            found.append(np.log(_SMALLEST + (steps**2).mean(1)))
            found.append(np.log(_SMALLEST + np.abs(steps).mean(1)))
        half = pixels.shape[1] // 2
        pixels = pixels.reshape(n, half, 2, half, 2, 3).mean((2, 4))
    return np.concatenate(found, axis=1)


class StyleClassifier:
    """Linear discriminant analysis of the statistics; all styles alike.

    Args:
        images: Array `(n, side, side, 3)` in [-1, 1].
        labels: Integers `(n,)` from 0, each at least twice.
    """

    def __init__(self, images, labels):
        features = statistics_of(images)
        self.mean, self.scale = features.mean(0), features.std(0)
        features = (features - self.mean) / self.scale
        classes = range(labels.max() + 1)
        parts = [features[labels == label] for label in classes]
        spread = np.mean([np.cov(part.T) for part in parts], axis=0)
        spread += _RIDGE * np.eye(len(spread))
        self.centers = np.stack([part.mean(0) for part in parts])
        self.precision = np.linalg.inv(spread)

    def predict(self, images):
        """Labels of images, by the smallest Mahalanobis distance."""
        features = (statistics_of(images) - self.mean) / self.scale
        steps = features[:, None] - self.centers
        return np.sum(steps @ self.precision * steps, axis=-1).argmin(1)
