"""FIGR: a GAN whose initial weights are learned for adaptation."""

import functools
import itertools
import secrets
from typing import Any, Self

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from keras_creative import losses, replicas
from keras_creative.checks import check_integers, check_positive
from keras_creative.losses import batch_mean
from keras_creative.models.core.batches import in_batches
from keras_creative.models.core.checks import check_graphs
from keras_creative.models.core.data_rules import DataRules, output_range
from keras_creative.models.core.noise import Noise
from keras_creative.models.core.persistence import deserialized
from keras_creative.models.few_shot.few_shot_model import (
    BATCH,
    FewShotModel,
)
from keras_creative.models.few_shot.inner_loop import (
    Drawn,
    InnerLoop,
    Weights,
    call,
)
from keras_creative.models.few_shot.task_codes import checked_shots
from keras_creative.typing import ArrayLike, Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class FIGR(FewShotModel):
    """Few-shot image generation with Reptile (FIGR).

    The weights of a GAN are learned as a start from which a few steps of
    training on a few images, the *shots* of a task, lead to a generator of
    such images. A step of training takes a batch of tasks. On each, the inner
    loop trains a copy of both players by `inner_steps` steps of gradient
    descent. The outer step moves the weights towards the adapted ones, whose
    distance takes the place of the gradient in the optimizers.

    Inner and outer loop are one graph; the tasks of a batch run in parallel.
    Networks must not have batch normalization, which would mix tasks.

    Data are batches of tasks `(tasks, shots, *sample_shape)`, see
    `keras_creative.datasets.TaskSet.episodes()`. Called on latent vectors, the
    model is the generator that is not adapted. Logs are the losses `d_loss` and
    `g_loss` of the last inner steps, and `distance`, the mean distance that the
    weights of both players move in the inner loop.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)`.
        inner_steps: Steps of the inner loop, at least 1. Defaults to `10`.
        inner_rate: Learning rate of the inner loop, positive. Defaults to
            `1e-3`.
        criterion: `keras_creative.losses.Criterion` of the inner loop. Defaults
            to `None`: `Wasserstein()`, as published.
        penalty: Gradient penalty of the inner loop. Defaults to `None`:
            `GradientPenalty(10)`. The published code computes its norm over
            channels alone.
        seed: Integer that fixes the noise of training. Defaults to `0`.
        name: Name of the model. Defaults to `"figr"`.

    Raises:
        ValueError: If a network is not built, or a number is not positive.

    Example:

    ```python
    images = np.random.default_rng(0).integers(0, 256, (80, 32, 32, 1))
    tasks = keras_creative.datasets.TaskSet(
        images.astype("uint8"), np.arange(80) // 8
    )
    model = keras_creative.models.FIGR(
        keras_creative.networks.figr_generator(width=4),
        keras_creative.networks.figr_discriminator(width=4),
    )
    model.compile()
    model.fit(tasks.episodes(2, shots=4), steps_per_epoch=2)
    shots, _ = tasks.shots_of(0, shots=4)
    more = model.sample_like(shots, 16)
    ```

    Reference:

    - [Clouatre and Demers, 2019, algorithm 1](
        https://arxiv.org/abs/1901.02199)
    - Reptile: [Nichol et al., 2018, algorithm 2](
        https://arxiv.org/abs/1803.02999)
    """

    player_optimizers = {
        "generator": "g_optimizer",
        "discriminator": "d_optimizer",
    }
    tracked = ("d_loss", "g_loss", "distance")

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        inner_steps: int = 10,
        inner_rate: float = 1e-3,
        criterion: losses.Criterion | None = None,
        penalty: losses.DiscriminatorPenalty | None = None,
        seed: int = 0,
        name: str = "figr",
    ) -> None:
        super().__init__(name=name)
        check_graphs(generator=generator, discriminator=discriminator)
        check_integers(inner_steps=(inner_steps, 1))
        check_positive(inner_rate=inner_rate)
        self.generator, self.discriminator = generator, discriminator
        self.inner_steps, self.inner_rate = inner_steps, inner_rate
        self.criterion = criterion or losses.Wasserstein()
        self.penalty = penalty or losses.GradientPenalty(10.0)
        self.seed = seed
        self.latent_shape = tuple(generator.inputs[-1].shape[1:])
        self.sample_shape = tuple(generator.output_shape[1:])
        self.inner = self.make_inner_loop()
        self._adapt_in_graph = tf.function(self.inner.adapt)
        self.built = True

    def make_inner_loop(self) -> InnerLoop:
        """The training of copies of both players on the shots of a task."""
        return InnerLoop(
            self.generator,
            self.discriminator,
            self.criterion,
            self.penalty,
            self.inner_rate,
        )

    @property
    def data_rules(self) -> DataRules:
        """Rules that batches of tasks must follow."""
        return DataRules(
            (None, *self.sample_shape),
            output_range=output_range(self.generator),
        )

    @property
    def sampler(self) -> keras.Model:
        """The generator, which is not adapted to any task."""
        return self.generator

    def call(self, latent: Tensor, training: bool = False) -> Tensor:
        """Samples of the generator that is not adapted."""
        return self.generator(latent, training=training)

    def compile(
        self,
        g_optimizer: keras.optimizers.Optimizer | Config | str | None = None,
        d_optimizer: keras.optimizers.Optimizer | Config | str | None = None,
        **kwargs: Any,
    ) -> None:
        """Configure the optimizers of the outer loop.

        Args:
            g_optimizer: Keras optimizer, or its name, of the generator.
                Defaults to `None`: Adam with a learning rate of 1e-4.
            d_optimizer: See `g_optimizer`.
            **kwargs: See `PlayersModel.compile()`.
        """
        super().compile(
            g_optimizer=g_optimizer or keras.optimizers.Adam(1e-4),
            d_optimizer=d_optimizer or keras.optimizers.Adam(1e-4),
            **kwargs,
        )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Algorithm 1: an inner loop on each task, then the outer step."""
        shots, _ = self.unpack(data)
        start = self.inner.start()
        adapted, logs = self.inner_loops(start, shots)
        for name in self.players:
            self.outer_step(name, getattr(start, name), getattr(adapted, name))
        return self.track(
            {name: batch_mean(values) for name, values in logs.items()}
        )

    def inner_loops(
        self,
        start: Weights,
        shots: Tensor,
        steps: int | None = None,
        is_stacked: bool = False,
    ) -> tuple[Weights, dict[str, Tensor]]:
        """Adapt to several tasks at once.

        Args:
            start: The weights to start from.
            shots: Tensor `(tasks, shots, *sample_shape)`.
            steps: Steps of each loop. Defaults to `None`: `inner_steps`.
            is_stacked: Whether `start` has an entry for each task along the
                first axis. Defaults to `False`.

        Returns:
            `Weights` with an entry for each task along the first axis, and a
            dict of logs `(tasks,)`.
        """
        shots = ops.cast(shots, "float32")
        tasks, count = ops.shape(shots)[:2]
        steps = self.inner_steps if steps is None else steps
        drawn = self.inner.draw(self.noise, tasks, count, steps)
        as_weights = tf.nest.map_structure(
            lambda weight: tf.TensorSpec(weight.shape, weight.dtype),
            self.inner.start(),
        )
        as_logs = dict.fromkeys(self.tracked, tf.TensorSpec((), "float32"))
        adapt, elements = self.inner.adapt, (start, shots, drawn)
        if not is_stacked:
            adapt, elements = functools.partial(adapt, start), (shots, drawn)
        return tf.map_fn(
            lambda task: adapt(*task),
            elements,
            fn_output_signature=(as_weights, as_logs),
        )

    def outer_step(
        self, player: str, start: list[Tensor], adapted: list[Tensor]
    ) -> None:
        """Reptile's step of one player; without effect in evaluation.

        Args:
            player: Name of the player.
            start: Its weights; with or without an entry for each task along
                the first axis.
            adapted: Its adapted weights, with an entry for each task.
        """
        if not self.in_training:
            return
        replicas_count = replicas.count_replicas()
        gradients = [
            replicas.weighted(ops.mean(old - new, axis=0) / replicas_count)
            for old, new in zip(start, adapted, strict=True)
        ]
        player = self.players[player]
        player.optimizer.apply(gradients, player.network.trainable_variables)

    def adapt(
        self, shots: ArrayLike, steps: int | None = None, seed: int = 0
    ) -> keras.Model:
        """A generator that is adapted to some shots; the model stays as it is.

        Args:
            shots: Array `(shots, *sample_shape)`, in the range of the samples.
            steps: Steps of the inner loop. Defaults to `None`: `inner_steps`.
            seed: Integer that fixes its noise. Defaults to `0`.

        Returns:
            `keras.Model` from latent vectors to samples.

        Raises:
            ValueError: If the shots have another shape, or `steps` is not
                positive.
        """
        weights = self.adapted_weights(shots, steps, seed)
        generator = keras.models.clone_model(self.generator)
        generator.set_weights(self.generator.get_weights())
        for variable, value in zip(
            generator.trainable_variables, weights, strict=True
        ):
            variable.assign(value)
        return generator

    def sample_like(
        self,
        shots: ArrayLike,
        n: int,
        *,
        steps: int | None = None,
        seed: int | None = None,
    ) -> np.ndarray:
        """Samples of a generator that is adapted to some shots.

        Args:
            shots: See `adapt()`.
            n: Number of samples.
            steps: See `adapt()`.
            seed: Integer that determines the adaptation and the samples.
                Defaults to `None`: new ones at every call.

        Returns:
            NumPy array `(n, *sample_shape)`.

        Raises:
            ValueError: See `adapt()`.
        """
        check_integers(n=(n, 1))
        seed = secrets.randbelow(2**31) if seed is None else seed
        weights = self.adapted_weights(shots, steps, seed)
        generate = functools.partial(call, self.generator, weights)
        return in_batches(generate, [self.latents(n, seed)], BATCH)

    def adapted_weights(
        self, shots: ArrayLike, steps: int | None, seed: int
    ) -> list[Tensor]:
        """Weights of a generator that is adapted to shots, see `adapt()`."""
        steps = self.inner_steps if steps is None else steps
        check_integers(steps=(steps, 1), seed=(seed, 0))
        shots = checked_shots(shots, self.sample_shape)
        draws = itertools.count()
        noise = Noise(seed, lambda: (next(draws), 0))
        drawn = self.inner.draw(lambda: noise, 1, len(shots), steps)
        drawn = Drawn(*(numbers[0] for numbers in drawn))
        weights, _ = self._adapt_in_graph(self.inner.start(), shots, drawn)
        return weights.generator

    def get_config(self) -> Config:
        """Constructor arguments."""
        serialize = keras.saving.serialize_keras_object
        return {
            "generator": serialize(self.generator),
            "discriminator": serialize(self.discriminator),
            "inner_steps": self.inner_steps,
            "inner_rate": self.inner_rate,
            "criterion": serialize(self.criterion),
            "penalty": serialize(self.penalty),
            "seed": self.seed,
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Model from its config."""
        return cls(**deserialized(config))
