"""Samples, learning rates and weights in TensorBoard."""

import io
import itertools
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from keras_creative.callbacks.optimizers import learning_rate
from keras_creative.callbacks.sample_source import (
    drawing_of_model,
    frame_samples,
)
from keras_creative.checks import check_integers
from keras_creative.typing import ArrayLike, Logs, PathLike

_BUCKETS = 30
_PLAYERS = ("generator", "discriminator", "encoder", "decoder")
_SCALAR, _TENSOR, _IMAGES = 1, 2, 3


class TensorBoardImages(keras.callbacks.Callback):
    """Writes samples, learning rates and weights for TensorBoard.

    Complements `keras.callbacks.TensorBoard`, which writes the logs but neither
    samples nor several learning rates. After an epoch it writes, with the
    number of the epoch, from 0, as the step: `samples`, a grid or a scatter
    plot for the same latent vectors; `epoch_g_learning_rate` and the like for
    each optimizer; and a histogram of every trainable weight of the players.

    Writing needs only TensorFlow; Keras' callback, and viewing the files, need
    the package `tensorboard`. The files are appended to, and an epoch is
    written to disk before the next begins.

    Args:
        log_dir: Log folder of TensorBoard; the files are in its subfolder
            `samples/`. Each of several processes needs its own.
        every: Number of epochs between writes, at least 1. Defaults to `1`.
        n: Number of samples. Defaults to `None`: 16 images, 500 points.
        seed: Integer that fixes the latent vectors. Defaults to `0`.
        histograms: Whether to write histograms of the weights. Defaults to
            `True`.
        real: Array of real samples: points to draw below the generated ones, or
            images to show on the left of the same number of generated ones.
            Defaults to `None`.
        half_width: Half the side of the square in which points are shown.
            Defaults to `None`: as far as the real points go.

    Raises:
        ValueError: If an argument is invalid; before the first step, if the
            samples cannot be drawn, or are points and neither `real` nor
            `half_width` is given.

    Example:

    ```python
    pages = keras_creative.callbacks.TensorBoardImages("runs/mine/logs")
    model.fit(pictures, epochs=2, callbacks=[pages])
    ```
    """

    def __init__(
        self,
        log_dir: PathLike,
        every: int = 1,
        n: int | None = None,
        seed: int = 0,
        histograms: bool = True,
        real: ArrayLike | None = None,
        half_width: float | None = None,
    ) -> None:
        super().__init__()
        check_integers(every=(every, 1))
        if n is not None:
            check_integers(n=(n, 1))
        self.log_dir = Path(log_dir)
        self.every = every
        self.n = n
        self.seed = seed
        self.histograms = histograms
        self.real = real
        self.half_width = half_width
        self._modality = self._drawing = self._writer = None

    def on_train_begin(self, logs: Logs = None) -> None:
        """Check that the samples can be drawn, and open a file."""
        self._modality, self._drawing = drawing_of_model(
            self.model,
            "TensorBoardImages",
            self.seed,
            real=self.real,
            half_width=self.half_width,
        )
        self._writer = tf.summary.create_file_writer(
            str(self.log_dir / "samples")
        )

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Write, if this is due after this epoch."""
        if (epoch + 1) % self.every:
            return
        with self._writer.as_default(step=epoch):
            self._write_samples(epoch)
            self._write_rates()
            if self.histograms:
                self._write_weights()
        self._writer.flush()

    def on_train_end(self, logs: Logs = None) -> None:
        """Close the file."""
        self._writer.close()

    def _write_samples(self, epoch):
        samples = frame_samples(
            self.model, self._modality, self.seed, self.n, self.real
        )
        picture = self._drawing.pixels(samples, f"epoch {epoch + 1}")
        height, width = map(str, picture.shape[:2])
        _write("samples", "images", _IMAGES, [width, height, _png(picture)])

    def _write_rates(self):
        for name in ("g_optimizer", "d_optimizer", "optimizer"):
            optimizer = getattr(self.model, name, None)
            if optimizer is not None:
                log = name.removesuffix("optimizer") + "learning_rate"
                rate = np.float32(learning_rate(optimizer))
                _write(f"epoch_{log}", "scalars", _SCALAR, rate)

    def _write_weights(self):
        for player in _PLAYERS:
            network = getattr(self.model, player, None)
            for weight in getattr(network, "trainable_variables", ()):
                values = tf.convert_to_tensor(weight).numpy()
                buckets = _histogram(values.astype("float64").ravel())
                name = f"{player}/{weight.path}"
                _write(name, "histograms", _TENSOR, buckets)


def _write(tag, plugin, data_class, value):
    """Write a value so that a plugin of TensorBoard finds it."""
    metadata = tf.compat.v1.SummaryMetadata(
        plugin_data=tf.compat.v1.SummaryMetadata.PluginData(plugin_name=plugin),
        data_class=data_class,
    )
    tf.summary.write(tag, value, metadata=metadata)


def _png(picture):
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(picture).save(file, format="PNG")
    return file.getvalue()


def _histogram(values):
    """Rows of left edge, right edge and count."""
    values = values[np.isfinite(values)]
    counts, edges = np.histogram(values, bins=_BUCKETS)
    edges = list(itertools.pairwise(edges))
    return np.column_stack([edges, counts]).astype("float64")
