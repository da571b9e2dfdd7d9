"""Detects samples that have fewer colors than the data."""

import warnings

import keras
import numpy as np

from keras_creative import metrics
from keras_creative.callbacks.sample_source import (
    find_modality_of_model,
    sample_source,
)
from keras_creative.typing import ArrayLike, Logs

PALETTE_LOGS = ("palette_ratio", "pairwise_distance_ratio")


class PaletteWatch(keras.callbacks.Callback):
    """Logs the variety of samples relative to real images, and warns.

    It writes `palette_ratio` and `pairwise_distance_ratio`, see
    `keras_creative.metrics.palette_measures()`, into the epoch's logs. It must
    be listed before the callbacks that read them, such as `HistoryCSV` and
    `Checkpoints`. The latent vectors are drawn from a separate seed, so that
    training is the same with and without the callback. `CollapseWatch` writes
    logs of the same names; the values of the later callback are kept.

    The first epoch is measured, and every `every`-th; the others have no such
    log, as epochs without validation have none in Keras. The warning is issued
    once, when a ratio has been below the threshold in `patience` consecutive
    measurements: an untrained generator always has one palette.

    Args:
        reference: Real images `(m, height, width, channels)` in [-1, 1]; at
            most `n` of them, drawn randomly, are used.
        n: Number of samples, at least 2. Defaults to `256`.
        seed: Integer that fixes the latent vectors and the real images
            that are used. Defaults to `0`.
        threshold: Ratio, non-negative, below which to warn. Defaults to
            `0.5`.
        patience: Number of consecutive measurements that must be low, at least
            1. Defaults to `3`.
        every: Number of epochs between measurements, at least 1. Defaults to
            `1`.

    Raises:
        ValueError: If an argument is out of range, or if all real images
            have the same mean color; before the first step, if the samples
            have no mean colors.

    Example:

    ```python
    real = pictures[:256]
    watch = keras_creative.callbacks.PaletteWatch(real)
    table = keras_creative.callbacks.HistoryCSV("runs/mine/history.csv")
    model.fit(x, epochs=10, callbacks=[watch, table])
    ```
    """

    def __init__(
        self,
        reference: ArrayLike,
        n: int = 256,
        seed: int = 0,
        threshold: float = 0.5,
        patience: int = 3,
        every: int = 1,
    ) -> None:
        super().__init__()
        for name, value, least in (
            ("n", n, 2),
            ("threshold", threshold, 0),
            ("patience", patience, 1),
            ("every", every, 1),
        ):
            if not value >= least:
                raise ValueError(
                    f"`{name}` must be at least {least}. "
                    f"Received: {name}={value}"
                )
        rows = np.random.default_rng(seed).permutation(len(reference))[:n]
        self._real = metrics.reference_measures(np.asarray(reference)[rows])
        self.n = n
        self.seed = seed
        self.threshold = threshold
        self.patience = patience
        self.every = every
        self._times_low = 0

    def on_train_begin(self, logs: Logs = None) -> None:
        """Raise an error if the samples have no mean colors."""
        known = find_modality_of_model(self.model, self.seed)
        if known is not None and not known.has_palette:
            raise ValueError(
                "PaletteWatch needs mean colors, which the modality "
                f"{known.name!r} lacks. Received: {known.plural}"
            )

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Add this epoch's ratios to its logs."""
        if epoch > 0 and (epoch + 1) % self.every:
            return
        samples = sample_source(self.model).sample(self.n, seed=self.seed)
        measures = metrics.palette_measures(samples, self._real)
        logs.update((name, measures[name]) for name in PALETTE_LOGS)
        low = [name for name in PALETTE_LOGS if measures[name] < self.threshold]
        if self._times_low < self.patience:
            self._times_low = self._times_low + 1 if low else 0
            self._warn(epoch, measures, low)

    def _warn(self, epoch, measures, low):
        if self._times_low == self.patience:
            values = ", ".join(f"{name}={measures[name]:.3g}" for name in low)
            warnings.warn(
                f"The samples share one palette: {values} after epoch "
                f"{epoch + 1} is below the threshold of {self.threshold}. This "
                "is usual early in training; later it indicates a collapse.",
                stacklevel=2,
            )
