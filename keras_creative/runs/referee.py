"""Referees that know all classes, those too that a model was not shown."""

import math
import os
import re
import tempfile
import warnings
from pathlib import Path
from typing import Any, Self

import keras
import numpy as np

from keras_creative import datasets
from keras_creative.files import atomic_path
from keras_creative.files.archives import check_archive
from keras_creative.precision import dtype_policy
from keras_creative.runs.progress import RunProgress
from keras_creative.typing import ArrayLike, PathLike

_VERSION = 1
_EPOCHS = 5
_BATCH_SIZE = 256
_FIRST_RATE = 3e-3
_SMALLEST_MAP = 4
_HELD_BACK = 10
_POINTS = 10000
_CACHE_VARIABLE = "KERAS_CREATIVE_CACHE"


class Referee:
    """Classifier that knows all classes of a picture set, hidden ones too.

    It judges what a model made that was shown only some of them. A small
    convolutional network is trained once for a data set, on all its pictures,
    and kept in a cache folder with what it said of real test pictures. These
    are the test split of MNIST, Fashion-MNIST and CIFAR-10; of other sets, a
    tenth of the pictures, which is held back from the training. A damaged file
    in the cache is replaced, with a warning.

    Args:
        network: Keras model from pictures to logits `(n, num_classes)`.
        test_probabilities: What it says of the test pictures,
            `(m, num_classes)`.
        test_labels: Their labels `(m,)`.

    Example:

    ```python
    digits = keras_creative.datasets.PictureSet.load("mnist")
    referee = keras_creative.experiments.Referee.load(digits)
    probabilities = referee.probabilities(model.sample(64))
    ```
    """

    def __init__(
        self,
        network: keras.Model,
        test_probabilities: np.ndarray | None,
        test_labels: np.ndarray,
    ) -> None:
        self.network = network
        self.test_probabilities = test_probabilities
        self.test_labels = test_labels

    @classmethod
    def load(
        cls,
        data: datasets.PictureSet | datasets.PictureFolder,
        cache: PathLike | None = None,
        epochs: int = _EPOCHS,
        seed: int = 0,
        verbose: int = 0,
        train: bool = True,
    ) -> Self | None:
        """The referee of a data set, from the cache if it is there.

        Args:
            data: `PictureSet` or `PictureFolder` with labels. What it hides
                is made whole: every split of a set has the same referee.
            cache: Folder. Defaults to `None`: that of the environment
                variable `KERAS_CREATIVE_CACHE`, else
                `~/.cache/keras_creative`.
            epochs: Passes over the data. Defaults to `5`.
            seed: Integer that fixes the training. Defaults to `0`.
            verbose: As in `keras.Model.fit()`. Defaults to `0`.
            train: Whether to train one that is not in the cache. Defaults to
                `True`.

        Returns:
            `Referee`, or `None` if there is none and none is to be trained.

        Raises:
            ValueError: If the data have no labels.
        """
        if data.num_classes is None:
            raise ValueError(
                "`data` must have labels for a referee. "
                f"Received: data={data.name!r}, which has none"
            )
        data = _in_memory(data.whole())
        path = _cached(data, cache, epochs, seed)
        network = _make_network(data.sample_shape, data.num_classes, seed)
        saved = _read(path, network, data.num_classes)
        if saved is not None:
            weights, probabilities, labels = saved
            network.set_weights(weights)
            return cls(network, probabilities, labels)
        if not train:
            return None
        training, test = _with_test(data)
        _train(network, training, epochs, seed, verbose)
        pictures, labels = test.sample(len(test))
        referee = cls(network, None, labels)
        referee.test_probabilities = referee.probabilities(pictures)
        try:
            _write(path, referee)
        except OSError as error:
            warnings.warn(
                f"The referee of {data.name!r} cannot be kept for next time: "
                f"{error}",
                stacklevel=2,
            )
        return referee

    @property
    def accuracy(self) -> float:
        """Share of the test pictures given to their class."""
        given = self.test_probabilities.argmax(axis=1)
        return float((given == self.test_labels).mean())

    def probabilities(self, pictures: ArrayLike) -> np.ndarray:
        """Probability of each class.

        Args:
            pictures: Array `(n, size, size, channels)` in [-1, 1].

        Returns:
            float32 array `(n, num_classes)`.
        """
        logits = self.network.predict(pictures, batch_size=500, verbose=0)
        return keras.ops.convert_to_numpy(keras.ops.softmax(logits))


class PosteriorReferee:
    """Referee of a mixture, whose posterior is known: nothing is trained.

    A point far from all classes is given to the nearest, so that the
    recovery rate of points needs `keras_creative.metrics.hit_rate()` beside
    it.

    Args:
        data: `GaussianMixture`; what it hides is made whole.

    Example:

    >>> ring = keras_creative.datasets.load_toy("8Gaussians", holdout=[1])
    >>> referee = keras_creative.experiments.PosteriorReferee(ring)
    >>> referee.probabilities(ring.centers).argmax(axis=1)
    array([0, 1, 2, 3, 4, 5, 6, 7])
    """

    def __init__(self, data: datasets.GaussianMixture) -> None:
        self.data = data.whole()
        points, self.test_labels = self.data.sample(_POINTS)
        self.test_probabilities = self.probabilities(points)

    accuracy = Referee.accuracy

    def probabilities(self, points: ArrayLike) -> np.ndarray:
        """Probability of each class.

        Args:
            points: Array `(n, 2)`.

        Returns:
            float64 array `(n, num_classes)`.
        """
        logits = np.stack(
            [
                self.data.log_density(points, labels=[k]) + np.log(share)
                for k, share in enumerate(self.data.shares)
            ],
            axis=1,
        )
        logits = logits - logits.max(axis=1, keepdims=True)
        weights = np.exp(logits)
        return weights / weights.sum(axis=1, keepdims=True)


def load_referee(
    data: datasets.GaussianMixture
    | datasets.PictureSet
    | datasets.PictureFolder,
    **kwargs: Any,
) -> PosteriorReferee | Referee | None:
    """The referee of points or of pictures.

    Args:
        data: `GaussianMixture`, `PictureSet` or `PictureFolder`.
        **kwargs: As for `Referee.load()`, for pictures; points need none.

    Returns:
        `PosteriorReferee` or `Referee`.
    """
    if isinstance(data, datasets.GaussianMixture):
        return PosteriorReferee(data)
    return Referee.load(data, **kwargs)


def _in_memory(data):
    """A folder of pictures as a set in memory, which tells by its pixels."""
    if isinstance(data, datasets.PictureSet):
        return data
    pictures, labels = data.sample(len(data))
    images = np.round((pictures + 1) * 127.5).astype("uint8")
    return datasets.PictureSet(images, labels, size=data.size, name=data.name)


def _with_test(data):
    """Pictures to train on, and others to state the accuracy with."""
    test = _known_test(data)
    if test is not None:
        return data, test
    order = np.random.default_rng(0).permutation(len(data))
    held_back = max(1, len(data) // _HELD_BACK)
    return tuple(
        datasets.PictureSet(
            data.images[chosen], data.labels[chosen], size=data.size
        )
        for chosen in (order[held_back:], order[:held_back])
    )


def _known_test(data):
    """The test split, if the data are a known set's training split."""
    if data.name not in datasets.IMAGE_DATASETS:
        return None
    options = {"size": data.size, "color": data.sample_shape[-1] == 3}
    load = datasets.PictureSet.load
    try:
        if load(data.name, **options).fingerprint == data.fingerprint:
            return load(data.name, split="test", **options)
    except FileNotFoundError:
        pass
    return None


def _make_network(shape, num_classes, seed):
    """Strided convolutions down to a map of 4 x 4, then two dense layers."""
    with dtype_policy("float32"):
        inputs = x = keras.Input(shape)
        stages = max(1, math.ceil(math.log2(shape[0] / _SMALLEST_MAP)))
        for stage in range(stages):
            x = keras.layers.Conv2D(
                filters=min(32 * 2**stage, 128),
                kernel_size=3 if stage else 5,
                strides=2,
                padding="same",
                use_bias=False,
                kernel_initializer=keras.initializers.HeNormal(seed + stage),
            )(x)
            x = keras.layers.BatchNormalization(momentum=0.9)(x)
            x = keras.layers.ReLU()(x)
        x = keras.layers.Flatten()(x)
        x = keras.layers.Dropout(0.25, seed=seed)(x)
        start = keras.initializers.GlorotUniform
        x = keras.layers.Dense(
            128, "relu", kernel_initializer=start(seed + stages)
        )(x)
        x = keras.layers.Dropout(0.1, seed=seed + 1)(x)
        outputs = keras.layers.Dense(
            num_classes, kernel_initializer=start(seed + stages + 1)
        )(x)
        return keras.Model(inputs, outputs, name="referee")


def _train(network, data, epochs, seed, verbose):
    batch_size = min(_BATCH_SIZE, len(data))
    steps = data.steps_per_epoch(batch_size)
    falling = keras.optimizers.schedules.CosineDecay(
        _FIRST_RATE, steps * epochs
    )
    network.compile(
        optimizer=keras.optimizers.Adam(falling),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,
        steps_per_execution=min(50, steps),
    )
    batches = data.batches(batch_size, seed)
    network.fit(
        batches,
        epochs=epochs,
        steps_per_epoch=steps,
        shuffle=False,
        callbacks=[RunProgress()] if verbose else [],
        verbose=0,
    )


def _cached(data, cache, epochs, seed):
    """File of a referee; its name says all that makes it."""
    folder = Path(cache or os.environ.get(_CACHE_VARIABLE) or _default_cache())
    name = re.sub(r"[^\w.-]", "_", data.name)[:64]
    fingerprint = data.fingerprint
    digest = fingerprint["digest"] + fingerprint.get("content", "")
    shape = "x".join(map(str, data.sample_shape))
    made = f"v{_VERSION}-{epochs}epochs-seed{seed}"
    return folder / f"referee-{name}-{digest}-{shape}-{made}.npz"


def _default_cache():
    try:
        home = Path.home()
    except RuntimeError:  # a user without a home
        home = Path(tempfile.gettempdir())
    return home / ".cache" / "keras_creative"


def _read(path, network, num_classes):
    """Weights, and what a file says of the test pictures, or `None`."""
    if not os.path.lexists(path):
        return None
    shapes = [tuple(weight.shape) for weight in network.weights]
    try:
        check_archive(path)
        with np.load(path, allow_pickle=False) as file:
            weights = [file[f"weight_{i}"] for i in range(len(shapes))]
            probabilities = file["test_probabilities"]
            labels = file["test_labels"]
        _check_saved(weights, shapes, probabilities, labels, num_classes)
    except Exception as error:  # damaged bytes make NumPy raise many kinds
        warnings.warn(
            f"The referee in {str(path)!r} is damaged and trained anew: "
            f"{' '.join(str(error).split())[:200]}",
            stacklevel=3,
        )
        return None
    return weights, probabilities, labels


def _check_saved(weights, shapes, probabilities, labels, num_classes):
    """Raise unless arrays are a referee's of these shapes and classes."""
    floats = (*weights, probabilities)
    if [weight.shape for weight in weights] != shapes:
        raise ValueError("its weights have other shapes")
    if any(array.dtype != np.float32 for array in floats):
        raise ValueError("its arrays are no float32")
    if not all(np.isfinite(array).all() for array in floats):
        raise ValueError("its arrays are not finite")
    if probabilities.shape != (len(labels), num_classes) or not len(labels):
        raise ValueError("its probabilities have another shape")
    if not np.allclose(probabilities.sum(axis=1), 1, atol=1e-3) or (
        probabilities.min() < 0
    ):
        raise ValueError("its probabilities are none")
    is_integer = np.issubdtype(labels.dtype, np.integer)
    if labels.ndim != 1 or not is_integer:
        raise ValueError("its labels are no integers")
    if labels.min() < 0 or labels.max() >= num_classes:
        raise ValueError("its labels are out of range")


def _write(path, referee):
    weights = referee.network.get_weights()
    with atomic_path(path) as temporary:
        np.savez(
            temporary,
            test_probabilities=referee.test_probabilities,
            test_labels=referee.test_labels,
            **{f"weight_{i}": weight for i, weight in enumerate(weights)},
        )
