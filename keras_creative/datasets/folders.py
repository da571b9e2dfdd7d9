"""Pictures of any size that are streamed from a folder."""

import itertools
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import tensorflow as tf

from keras_creative.checks import check_choice, check_integers
from keras_creative.datasets.checks import check_sample, check_sides
from keras_creative.datasets.containers import open_container
from keras_creative.datasets.decoding import make_decoder
from keras_creative.datasets.fingerprints import json_digest
from keras_creative.datasets.fitting import FITS, WINDOWED_FITS, fit_picture
from keras_creative.datasets.images import to_network_range
from keras_creative.datasets.inventory import (
    check_count,
    count_channels,
    take_inventory,
)
from keras_creative.datasets.label_checks import check_holdout
from keras_creative.datasets.pipeline import (
    endless_epochs,
    epoch_order,
    prefetch_without_autotuning,
)
from keras_creative.datasets.skipping import DAMAGED, SkipLog
from keras_creative.datasets.splits import SplitPictures
from keras_creative.datasets.streaming import decode_all, readable_batches
from keras_creative.files.picture_files import parse_color
from keras_creative.typing import Config, PathLike

_SAMPLE_EPOCH = -1


class PictureFolder(SplitPictures):
    """Pictures of any size in a folder, decoded while training.

    Only the names are held in memory. The pictures are found recursively.
    When all are in sub-folders, the immediate sub-folders with pictures are
    the labels, in the order of their names; otherwise there are none. Labels
    of a file `dataset.json` of StyleGAN2-ADA's tools take precedence. A .zip
    archive is read like a folder. Hidden files, `__MACOSX`, run folders and
    sub-folders without pictures are skipped with a warning.

    JPEG, PNG, GIF, BMP, WebP, TIFF, AVIF, JPEG 2000 and PPM are read, the last
    six if Pillow supports them, whatever the suffix. CMYK becomes RGB, 16 bits
    become 8, and the first of several pictures in a file is taken. The EXIF
    orientation is applied, transparent pictures are composited over
    `background`, and color profiles are ignored. Other formats, pictures of
    more than `PIL.Image.MAX_IMAGE_PIXELS` pixels and files that are not
    regular ones are skipped.

    The headers are read once, at the beginning. A picture whose body is damaged
    is skipped when it is decoded, and the next of the epoch's order takes its
    place, so that an epoch keeps its length. Warnings name the first 20.

    Args:
        path: String or path of the folder or .zip file.
        size: Side of the pictures as the networks see them, in pixels, or a
            pair of height and width. Defaults to `64`.
        color: `True` for 3 channels, `False` for 1, the luminance; `None` for
            1 when all pictures are gray, else 3. Defaults to `True`.
        fit: How a picture gets this size. `"crop"` scales it until it just
            covers it, and takes the middle; `"resize"` squeezes all of it. Two
            take a new window every time, and skip pictures with a side below
            `size`: `"scaled-crop"` first scales the picture down until it just
            covers 1.5 times the size, so that a window shows the composition;
            `"random-crop"` keeps the picture's own resolution. Defaults to
            `"crop"`.
        holdout: Labels that are held out. Defaults to `()`.
        strict: Whether damage is an error: every picture is decoded once at
            the beginning, held out or not. Defaults to `False`: it is skipped.
        cache: Whether to decode every picture once at the beginning, and to
            keep it in memory, fitted, as uint8. Not for fits that take a new
            window every time. Defaults to `False`.
        background: Name of the color, or `"#rrggbb"`, behind transparent
            pictures. Defaults to `"white"`.
        fewest: Smallest number of pictures. Defaults to `2`.

    Attributes:
        class_names: Tuple of the sub-folders' names by label, or `None`.
        num_classes: Their number, or `None`.
        labels: Labels of the pictures shown, int32 array `(n,)`, or `None`.

    Raises:
        FileNotFoundError: If the folder is missing.
        ValueError: If `fit` or `background` is unknown, `size` isn't positive,
            an archive or a `dataset.json` is damaged, fewer than 2 pictures
            can be used, a held-out label does not exist, or, with `strict`, a
            picture can't be used.

    Example:

    ```python
    paintings = PictureFolder("paintings", size=64, fit="scaled-crop")
    steps = paintings.steps_per_epoch(32)
    for batch in paintings.batches(32).take(steps):
        print(batch.shape)  # (32, 64, 64, 3), in [-1, 1]
    ```
    """

    def __init__(
        self,
        path: PathLike,
        size: int | tuple[int, int] = 64,
        color: bool | None = True,
        fit: str = "crop",
        holdout: Iterable[int] = (),
        strict: bool = False,
        cache: bool = False,
        background: str = "white",
        fewest: int = 2,
    ) -> None:
        check_integers(fewest=(fewest, 1))
        check_choice("fit", fit, FITS)
        if cache and fit in WINDOWED_FITS:
            raise ValueError(
                "`cache` must be False for a new window every time. "
                f"Received: cache={cache}, fit={fit!r}"
            )
        self._sides = check_sides(size)
        self.path, self.size, self.fit = Path(path), size, fit
        self.name = self.path.resolve().name
        self._log = SkipLog(self.path, strict, fewest)
        self._find(holdout, color, background)
        self._good = self._fitted = None
        if strict or cache:
            self._read_all(keep=cache)

    @property
    def files(self) -> list[str]:
        """List of the names of the pictures shown."""
        return [self._names[index] for index in self.indices]

    @property
    def sample_shape(self) -> tuple[int, int, int]:
        """Shape of a picture as the networks see it."""
        return (*self._sides, self._channels)

    @property
    def skipped(self) -> list[str]:
        """List of the names of the pictures skipped so far."""
        return self._log.names

    @property
    def problems(self) -> dict[str, str]:
        """Dict from the names of these pictures to why each was skipped."""
        return self._log.problems

    @property
    def windowed(self) -> bool:
        """Whether a new window is taken of a picture every time."""
        return self.fit in WINDOWED_FITS

    def batches(
        self,
        batch_size: int,
        seed: int = 0,
        labelled: bool = True,
        first_epoch: int = 0,
    ) -> tf.data.Dataset:
        """Endless shuffled batches, decoded in parallel in the graph.

        The order and the windows of epoch `e` depend on `seed` and `e` alone,
        so that a run resumed with `first_epoch=e` sees the batches it would
        have seen without the break.

        Args:
            batch_size: Integer, from 1 to the number of pictures.
            seed: Integer that fixes orders and windows. Defaults to `0`.
            labelled: Whether labels, if there are any, come with the pictures.
                Defaults to `True`.
            first_epoch: Integer, the epoch to begin with. Defaults to `0`.

        Returns:
            `tf.data.Dataset` of float32 pictures
            `(batch_size, *sample_shape)` in [-1, 1]; with labels, of tuples
            with int32 labels `(batch_size,)`. Reading from it raises
            `tf.errors.InvalidArgumentError` when hardly any picture can be
            decoded, or, with `strict`, when one no longer can.

        Raises:
            ValueError: If `batch_size` or `first_epoch` is out of its range.
        """
        steps = self.steps_per_epoch(batch_size)
        labels = self._labels() if labelled else None

        def epoch_batches(epoch):
            order = epoch_order(len(self), seed, epoch)
            return self._stream(order, seed, epoch, batch_size, steps)

        def batch(positions, pictures):
            x = to_network_range(pictures)
            if labels is None:
                return x
            return x, tf.gather(labels, positions)

        return prefetch_without_autotuning(
            endless_epochs(epoch_batches, first_epoch).map(batch)
        )

    def sample(
        self, n: int, seed: int = 0, window: int = 0
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Pictures shown, in [-1, 1]; distinct unless some are damaged.

        Args:
            n: Number of pictures, at most all.
            seed: Integer that fixes the choice and the windows. Defaults to
                `0`.
            window: Integer. Another one gives other windows of the same
                pictures in the same order. Defaults to `0`.

        Returns:
            float32 array `(n, *sample_shape)` and int32 labels `(n,)`, or
            `None` without labels.

        Raises:
            ValueError: If `n` is out of range or too many pictures are
                damaged.
        """
        check_sample(n, len(self))
        order = np.random.default_rng(seed).permutation(len(self))
        with tf.device("CPU:0"):
            epoch = tf.constant(_SAMPLE_EPOCH - window, "int64")
            order = tf.constant(order, "int32")
            batches = prefetch_without_autotuning(
                self._stream(order, seed, epoch, n, steps=1)
            )
            try:
                chosen, pictures = next(iter(batches))
            except tf.errors.InvalidArgumentError as error:
                raise ValueError(
                    "`path` must hold pictures that can be decoded. Received: "
                    f"path={str(self.path)!r}, with {len(self.skipped)} of "
                    f"{len(self)} damaged"
                ) from error
        pictures = to_network_range(pictures).numpy()
        return pictures, None if self.labels is None else self._labels()[chosen]

    @property
    def fingerprint(self) -> Config:
        """Dict that identifies the data.

        Number of pictures, `digest` of names and labels, and `content`.
        """
        names = [self.files, self.class_names]
        if self.labels is not None and self.class_names is None:
            names.append(self.labels.tolist())
        if self.few_shot_labels:
            names.append(self.repeats.tolist())
        return {
            "pictures": len(self),
            "digest": json_digest(names),
            "content": self._container.digest(self.files),
        }

    def _find(self, holdout, color, background):
        """Find the pictures, and read their names and headers."""
        behind = parse_color(background)
        container = self._container = open_container(self.path)
        headers, self.class_names, self.labels = take_inventory(
            container, self._log, self._sides if self.windowed else None
        )
        names = self._names = list(headers)
        self.num_classes = None
        if self.labels is not None and names:
            known = len(self.class_names or ())
            self.num_classes = known or int(self.labels.max()) + 1
        self.holdout = check_holdout(holdout, self.num_classes)
        self._show_all(len(headers))
        check_count(len(self.indices), self._log)
        shown = [headers[name] for name in self.files]
        self._channels = count_channels(color, shown, background, self._log)
        self._decode = make_decoder(
            [self.path / name for name in names],
            [header.native for header in headers.values()],
            lambda index: container.locate(names[index]),
            behind,
        )

    def _labels(self):
        """Label at each position of an epoch that is not yet shuffled."""
        return None if self.labels is None else self.labels[self._positions]

    def read(self, index: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        """Fitted picture by its index, in the graph; fails when damaged."""
        if self._fitted is not None:
            tf.debugging.assert_equal(tf.gather(self._good, index), True)
            return tf.gather(self._fitted, index)
        picture = self._decode(index)
        picture = fit_picture(picture, self._sides, self.fit, seed)
        if self._channels == 1:
            picture = tf.image.rgb_to_grayscale(picture)
        return picture

    def _stream(self, order, seed, epoch, batch_size, steps):
        """Batches of positions and pictures; damaged ones are logged."""
        seed = tf.stack([tf.constant(seed, "int64"), epoch])
        indices, names = self.indices[self._positions], self._names
        log = self._log

        def read(position):
            window = tf.random.experimental.stateless_fold_in(seed, position)
            return self.read(tf.gather(indices, position), window)

        def report(damaged):
            log.skip_all([names[i] for i in indices[damaged]], DAMAGED)

        return readable_batches(order, read, report, batch_size, steps)

    def _pictures(self, chosen):
        """Some of the pictures shown, in [-1, 1]; none may be damaged."""
        seed = (0, _SAMPLE_EPOCH)
        pictures = [self.read(index, seed) for index in self.indices[chosen]]
        return to_network_range(tf.stack(pictures)).numpy()

    def _usable(self, order, k):
        """The first `k` of some of the pictures shown that can be decoded."""
        usable = []
        for chosen in order:
            try:
                self._pictures([chosen])
            except tf.errors.InvalidArgumentError:
                self._log.skip(self._names[self.indices[chosen]], DAMAGED)
                continue
            usable.append(chosen)
            if len(usable) == k:
                return usable
        raise ValueError(
            "`k` must be at most the number of pictures that can be decoded, "
            f"{len(usable)}. Received: k={k}"
        )

    def _read_all(self, keep):
        """Decode every picture once; note which are good, and keep them."""
        good, fitted = decode_all(
            len(self._names),
            lambda index: self.read(index, (0, 0)),
            self.sample_shape if keep else None,
        )
        damaged = list(itertools.compress(self._names, ~good))
        self._log.skip_all(damaged, DAMAGED)
        check_count(np.count_nonzero(good[self.indices]), self._log)
        if keep:
            with tf.device("CPU:0"):
                self._good = tf.constant(good)
                self._fitted = tf.constant(fitted)
