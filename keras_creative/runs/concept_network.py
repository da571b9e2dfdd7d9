"""A network whose features tell concepts apart that it has not seen."""

from typing import Self

import keras
import numpy as np
from keras import ops

from keras_creative.datasets import TaskSet
from keras_creative.typing import ArrayLike

_STAGES = 4
_GROUPS = 8


class ConceptNetwork:
    """Network that is trained to recognize new concepts from a few shots.

    It is trained on episodes: queries are classified by the distance of their
    features from the mean features of the shots of each concept. Trained on
    other concepts than those of a generative model's test, its features judge
    the samples of the model for these.

    Args:
        network: Keras model from pictures to features `(n, features)`.

    Example:

    ```text
    split = recipe.load_split()
    judge = keras_creative.runs.ConceptNetwork.train(split.train)
    features = judge.features(model.sample_like(shots, 64))
    ```

    Reference:

    - [Snell et al., 2017, algorithm 1](https://arxiv.org/abs/1703.05175)
    """

    def __init__(self, network: keras.Model) -> None:
        self.network = network

    @classmethod
    def train(
        cls,
        tasks: TaskSet,
        ways: int = 20,
        shots: int = 4,
        queries: int = 4,
        steps: int = 2000,
        width: int = 32,
        learning_rate: float = 1e-3,
        seed: int = 0,
        verbose: int = 0,
    ) -> Self:
        """Train a network on the concepts of a set of tasks.

        Args:
            tasks: `TaskSet` with at least `shots + queries` pictures of each
                concept.
            ways: Concepts of an episode, all different. Defaults to `20`.
            shots: Shots of each. Defaults to `4`.
            queries: Queries of each. Defaults to `4`.
            steps: Number of episodes. Defaults to `2000`.
            width: Channels of each layer, a multiple of 8. Defaults to `32`.
            learning_rate: The first one; it has a cosine decay to 0. Defaults
                to `1e-3`.
            seed: Integer that fixes weights and episodes. Defaults to `0`.
            verbose: As in `keras.Model.fit()`. Defaults to `0`.

        Returns:
            `ConceptNetwork`.

        Raises:
            ValueError: If a concept has too few pictures, or there are fewer
                concepts than `ways`.
        """
        keras.utils.set_random_seed(seed)
        network = _make_network(tasks.sample_shape, width)
        classifier = _episode_classifier(network, shots, queries)
        labels = np.repeat(np.arange(ways), queries)
        episodes = tasks.episodes(ways, shots, queries, seed, distinct=True)
        rate = keras.optimizers.schedules.CosineDecay(learning_rate, steps)
        classifier.compile(
            keras.optimizers.Adam(rate),
            keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"],
        )
        classifier.fit(
            episodes.map(lambda *pictures: (pictures, labels)),
            steps_per_epoch=steps,
            verbose=verbose,
        )
        return cls(network)

    def features(self, pictures: ArrayLike) -> np.ndarray:
        """Features of pictures.

        Args:
            pictures: Array `(n, height, width, channels)` in [-1, 1].

        Returns:
            float32 array `(n, features)`.
        """
        return self.network.predict(
            np.asarray(pictures), batch_size=500, verbose=0
        )


def _make_network(shape, width):
    """Four stages of convolutions, whose samples do not depend on others."""
    inputs = x = keras.Input(shape)
    for _ in range(_STAGES):
        x = keras.layers.Conv2D(width, 3, padding="same")(x)
        x = keras.layers.GroupNormalization(_GROUPS)(x)
        x = keras.layers.ReLU()(x)
        x = keras.layers.MaxPooling2D(padding="same")(x)
    return keras.Model(inputs, keras.layers.Flatten()(x))


def _episode_classifier(network, shots, queries):
    """Model from the shots and queries of concepts to logits of the queries."""
    shape = network.input_shape[1:]
    given = keras.Input((shots, *shape))
    others = keras.Input((queries, *shape))
    length = network.output_shape[1]

    def features(pictures):
        return network(ops.reshape(pictures, (-1, *shape)))

    means = ops.mean(ops.reshape(features(given), (-1, shots, length)), axis=1)
    points = features(others)
    squares = ops.sum(ops.square(points), axis=1, keepdims=True)
    lengths = ops.sum(ops.square(means), axis=1)
    products = ops.matmul(points, ops.transpose(means))
    distances = squares - 2.0 * products + ops.expand_dims(lengths, axis=0)
    return keras.Model([given, others], -distances)
