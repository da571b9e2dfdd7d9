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
    variety = metrics.Variety(real, clusters=_CLUSTERS, seed=seed)
    folder.add_measures(
        folder.epochs_made,
        variety.measure(model.sample(_SAMPLES, seed=seed)),
        f"variety of {_SAMPLES} samples, seed {seed}, beside {n // 2} training "
        f"pictures; the clusters, at most {_CLUSTERS}, are those of "
        f"{n - n // 2} others",
    )
