"""Referees: classifiers of all classes, including held-out classes."""

import math
import warnings
from typing import Any, Self

import keras
import numpy as np

from keras_creative import datasets
from keras_creative.precision import dtype_policy
from keras_creative.runs.progress import RunProgress
from keras_creative.runs.referee_cache import (
    cache_path,
    read_referee,
    write_referee,
)
from keras_creative.typing import ArrayLike, PathLike

_EPOCHS = 5
_BATCH_SIZE = 256
_FIRST_RATE = 3e-3
_SMALLEST_MAP = 4
_HELD_BACK = 10
_POINTS = 10000


class Referee:
    """Classifier of all classes of an image data set, including held-out ones.

    It classifies the samples of a model that was trained on some of the
    classes. A small convolutional network is trained once per data set, on all
    its images, and cached in a folder together with its probabilities of real
    test images. These are the test split of MNIST, Fashion-MNIST and CIFAR-10;
    for other data, a tenth of the images, which is excluded from training. A
    damaged file in the cache is replaced, with a warning.

    Args:
        network: Keras model from images to logits `(n, num_classes)`.
        test_probabilities: Its probabilities of the test images,
            `(m, num_classes)`.
        test_labels: Labels of the test images `(m,)`.

    Example:

    ```python
    digits = keras_creative.datasets.PictureSet.load("mnist")
    referee = keras_creative.runs.Referee.load(digits)
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
        """Load the referee of a data set from the cache, or train it.

        Args:
            data: `PictureSet` or `PictureFolder` with labels. Its held-out
                classes are included, so that every split of a data set has
                the same referee.
            cache: Cache folder. Defaults to `None`: the environment variable
                `KERAS_CREATIVE_CACHE`, or `~/.cache/keras_creative`.
            epochs: Number of training epochs. Defaults to `5`.
            seed: Integer that fixes the training. Defaults to `0`.
            verbose: As in `keras.Model.fit()`. Defaults to `0`.
            train: Whether to train a referee that is not in the cache.
                Defaults to `True`.

        Returns:
            `Referee`, or `None` if it is not in the cache and `train` is
            `False`.

        Raises:
            ValueError: If the data have no labels.
        """
        if data.num_classes is None:
            raise ValueError(
                "`data` must have labels for a referee. "
                f"Received: data={data.name!r}, which has no labels"
            )
        data = _in_memory(data.whole())
        path = cache_path(data, cache, epochs, seed)
        network = _make_network(data.sample_shape, data.num_classes, seed)
        saved = read_referee(path, network, data.num_classes)
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
            write_referee(path, referee)
        except OSError as error:
            warnings.warn(
                f"The referee of {data.name!r} cannot be cached: {error}",
                stacklevel=2,
            )
        return referee

    @property
    def accuracy(self) -> float:
        """Accuracy on the test images."""
        given = self.test_probabilities.argmax(axis=1)
        return float((given == self.test_labels).mean())

    def probabilities(self, pictures: ArrayLike) -> np.ndarray:
        """Probabilities of the classes.

        Args:
            pictures: Array `(n, size, size, channels)` in [-1, 1].

        Returns:
            float32 array `(n, num_classes)`.
        """
        logits = self.network.predict(pictures, batch_size=500, verbose=0)
        return keras.ops.convert_to_numpy(keras.ops.softmax(logits))


class PosteriorReferee:
    """Referee of a mixture, by its known posterior: nothing is trained.

    A point far from all classes is assigned to the nearest one: read the
    recovery rate of points together with `keras_creative.metrics.hit_rate()`.

    Args:
        data: `GaussianMixture`; its held-out classes are included.

    Example:

    >>> ring = keras_creative.datasets.load_toy("8Gaussians", holdout=[1])
    >>> referee = keras_creative.runs.PosteriorReferee(ring)
    >>> referee.probabilities(ring.centers).argmax(axis=1)
    array([0, 1, 2, 3, 4, 5, 6, 7])
    """

    def __init__(self, data: datasets.GaussianMixture) -> None:
        self.data = data.whole()
        points, self.test_labels = self.data.sample(_POINTS)
        self.test_probabilities = self.probabilities(points)

    accuracy = Referee.accuracy

    def probabilities(self, points: ArrayLike) -> np.ndarray:
        """Posterior probabilities of the classes.

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
        return keras.ops.convert_to_numpy(keras.ops.softmax(logits))


def load_referee(
    data: datasets.GaussianMixture
    | datasets.PictureSet
    | datasets.PictureFolder,
    **kwargs: Any,
) -> PosteriorReferee | Referee | None:
    """Load the referee of a data set of points or images.

    Args:
        data: `GaussianMixture`, `PictureSet` or `PictureFolder`.
        **kwargs: Arguments of `Referee.load()`, for images.

    Returns:
        `PosteriorReferee`, or as `Referee.load()`.
    """
    if isinstance(data, datasets.GaussianMixture):
        return PosteriorReferee(data)
    return Referee.load(data, **kwargs)


def _in_memory(data):
    """Images of a folder in memory, where their pixels identify them."""
    if isinstance(data, datasets.PictureSet):
        return data
    pictures, labels = data.sample(len(data))
    images = np.round((pictures + 1) * 127.5).astype("uint8")
    return datasets.PictureSet(images, labels, size=data.size, name=data.name)


def _with_test(data):
    """Training images, and test images for the accuracy."""
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
    """The test split, if the data are the training split of a known set."""
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
    """Strided convolutions down to 4 x 4, then two dense layers."""
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
