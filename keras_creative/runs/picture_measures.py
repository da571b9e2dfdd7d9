"""What is measured of pictures at the end of a session."""

import numpy as np

from keras_creative import metrics

_SAMPLES = 256
_CLUSTERS = 20
# Fewer pictures have no clusters to speak of.
_FEWEST = 8


def add_picture_measures(model, data, folder, seed):
    """Measure how varied the samples are, and add that to the run's folder.

    Pictures too few to compare with, or all the same, are not measured.

    Args:
        model: The trained model.
        data: Its training pictures.
        folder: The `RunFolder`.
        seed: Integer that fixes the samples and the pictures drawn.
    """
    n = min(2 * _SAMPLES, len(data))
    real, _ = data.sample(n, seed)
    if n < _FEWEST or np.all(real == real[0]):
        return
    folder.add_measures(
        folder.epochs_made,
        picture_measures(model.sample(_SAMPLES, seed=seed), real, seed),
        f"{_SAMPLES} samples, seed {seed}, beside {n} training pictures; "
        f"half of these are for finding at most {_CLUSTERS} clusters",
    )


def picture_measures(samples, real, seed):
    """Every registered measure of images beside real ones.

    Args:
        samples: Array `(n, height, width, channels)`, at least two.
        real: Training pictures of that shape, at least 8 that differ.
        seed: Integer that fixes the clusters and the pictures compared.

    Returns:
        Dict, see `keras_creative.metrics.compute_measures()`.
    """
    return metrics.compute_measures(
        {"samples": samples, "images": samples, "real": real, "seed": seed}
    )
