"""What every adversarial model is made of, and none of its mathematics."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Self

import keras
import tensorflow as tf
from keras import ops

from keras_creative import replicas
from keras_creative.layers import with_fused_normalization
from keras_creative.models.core.checks import (
    check_compile_arguments,
    check_graphs,
    check_networks,
)
from keras_creative.models.core.descent import gradients_of
from keras_creative.models.core.layer_losses import add_losses, weight_losses
from keras_creative.models.core.persistence import Persistence
from keras_creative.models.core.players import (
    as_discriminator,
    warn_of_probabilities,
)
from keras_creative.models.core.sampling import Sampling
from keras_creative.models.core.steps import Steps
from keras_creative.typing import Config, Tensor

if keras.backend.backend() != "tensorflow":
    raise ImportError(
        "keras_creative trains with the TensorFlow backend. Set the "
        "environment variable KERAS_BACKEND=tensorflow before importing keras. "
        f"Received: backend={keras.backend.backend()!r}"
    )


class AdversarialModel(Sampling, Steps, Persistence, keras.Model):
    """Base class of models in which a generator plays a discriminator.

    It owns the two networks, their optimisers, the noise, the averaged
    generator and saving. A subclass names its logs in `tracked`, and writes
    its paper's algorithm as `train_step()`:

    ```python
    def train_step(self, data):
        real, _ = self.unpack(data)
        latent = self.draw_latent(ops.shape(real)[0])
        fake = self.run_generator(latent)
        d_logs = self.minimise(
            lambda: self.discriminator_loss(real, fake),
            self.discriminator,
            self.d_optimizer,
        )
        ...
        return self.track(d_logs | g_logs)
    ```

    Called on latent vectors, the model is its generator.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: `keras.Model` from samples to a dict with `score`
            `(batch, 1)`, a logit, and what other heads it has; or to the
            logit alone.
        ema: Decay of the exponential moving average of the generator's
            weights, in [0, 1). The average is what `sample()`, `predict()`
            and saving the sampler see. Defaults to `0`, which keeps none.
        gradient_norms: Whether to log the length of each player's gradient,
            under `tf.distribute` that of the replica's part of the loss; an
            evaluation, which takes none, logs 0. Defaults to `False`.
        seed: Integer that fixes the noise of training; a stacked model has
            one for each member, see `stack()`. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If a network is not built, if they do not fit together,
            or if `ema` is out of range.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        ema: float = 0.0,
        gradient_norms: bool = False,
        seed: int = 0,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        check_graphs(generator=generator)
        discriminator = as_discriminator(
            discriminator, generator.output_shape[1:]
        )
        check_networks(generator, discriminator)
        warn_of_probabilities(discriminator)
        if not 0 <= ema < 1:
            raise ValueError(f"`ema` must be in [0, 1). Received: ema={ema}")
        self.generator = generator
        self.discriminator = discriminator
        # A partial, so that Keras does not save the shared layers twice.
        self._generator_in_training = functools.partial(
            with_fused_normalization(generator), training=True
        )
        self.ema = ema
        self.gradient_norms = gradient_norms
        self.seed = tuple(seed) if isinstance(seed, list | tuple) else seed
        self.averaged_generator = None
        if ema:
            self.averaged_generator = keras.models.clone_model(generator)
            self.averaged_generator.set_weights(generator.get_weights())
        self.add_step_state()
        self.built = True

    @property
    def tracked(self) -> tuple[str, ...]:
        """Names of the logs of a step, in order."""
        return ("d_loss", "g_loss", *self.norm_names)

    @property
    def norm_names(self) -> tuple[str, ...]:
        """Names of the gradients' lengths, where they are logged."""
        if not self.gradient_norms:
            return ()
        return ("d_gradient_norm", "g_gradient_norm")

    @property
    def members(self) -> int:
        """Number of models that are trained as this one, see `stack()`."""
        return len(self.seed) if isinstance(self.seed, tuple) else 1

    @property
    def latent_shape(self) -> tuple[int, ...]:
        """Shape of one latent vector."""
        return tuple(self.generator.inputs[0].shape[1:])

    @property
    def num_classes(self) -> int | None:
        """Classes of the discriminator's class head, or `None`."""
        class_logits = self.discriminator.output.get("class_logits")
        return None if class_logits is None else class_logits.shape[-1]

    @property
    def sample_shape(self) -> tuple[int, ...]:
        """Shape of one sample."""
        return tuple(self.generator.output_shape[1:])

    # Length of the attributes that conditional networks take.
    attributes_length = None

    @property
    def sampler(self) -> keras.Model:
        """The network that samples come from: the average, where kept."""
        return self.averaged_generator or self.generator

    def call(self, latent: Tensor, training: bool = False) -> Tensor:
        """Samples for latent vectors."""
        network = self.generator if training else self.sampler
        return network(latent, training=training)

    def compile(
        self,
        g_optimizer: keras.optimizers.Optimizer | Config | str = "adam",
        d_optimizer: keras.optimizers.Optimizer | Config | str = "adam",
        **kwargs: Any,
    ) -> None:
        """Give each player its optimiser.

        Under `tf.distribute`, call it inside the strategy's scope, as the
        model itself is made.

        Args:
            g_optimizer: Keras optimiser, or its name, of the generator.
                Defaults to `"adam"`.
            d_optimizer: Keras optimiser, or its name, of the discriminator.
                Defaults to `"adam"`.
            **kwargs: `run_eagerly`, `steps_per_execution`, `jit_compile`, as
                in `keras.Model.compile()`; `jit_compile` defaults to `False`.

        Raises:
            ValueError: If both players share one optimiser object, or an
                argument belongs to models of one optimiser and one loss.
        """
        players = "`g_optimizer` and `d_optimizer`, one for each player"
        check_compile_arguments(kwargs, optimizer=players)
        kwargs.setdefault("jit_compile", False)
        super().compile(optimizer=None, **kwargs)
        self.g_optimizer = self._prepare_optimizer(g_optimizer, self.generator)
        self.d_optimizer = self._prepare_optimizer(
            d_optimizer, self.discriminator
        )
        if self.g_optimizer is self.d_optimizer:
            raise ValueError(
                "The players need an optimiser each. Received: the same "
                f"object as g_optimizer and d_optimizer: {g_optimizer}"
            )

    def draw_latent(self, batch_size: Tensor, noise: Any = None) -> Tensor:
        """Latent vectors of this replica.

        Args:
            batch_size: Their number.
            noise: What `noise()` gave. Defaults to `None`: training's.

        Returns:
            Tensor `(batch_size, *latent_shape)`.
        """
        noise = noise or self.noise()
        return noise.normal((batch_size, *self.latent_shape))

    def generator_inputs(self, latent: Tensor, labels: Tensor) -> Tensor:
        """What the generator is called on; a conditional one takes labels.

        Args:
            latent: Batch of latent vectors.
            labels: Labels of the batch, or `None`.

        Returns:
            The latent vectors alone.
        """
        return latent

    def discriminator_inputs(self, samples: Tensor, labels: Tensor) -> Tensor:
        """What the discriminator is called on.

        Args:
            samples: Batch of samples, or of packs, see `pack()`.
            labels: Labels of the single samples, or `None`.

        Returns:
            The samples alone.
        """
        return samples

    def run_generator(
        self, latent: Tensor, labels: Tensor = None, training: bool = True
    ) -> Tensor:
        """Samples of the generator that is trained, not of its average.

        Args:
            latent: Batch of latent vectors.
            labels: Labels of the batch, for a conditional generator. Defaults
                to `None`.
            training: Whether it is in training mode, where its batch
                normalisations run fused. Defaults to `True`.

        Returns:
            Tensor of samples.
        """
        inputs = self.generator_inputs(latent, labels)
        if training:
            return self._generator_in_training(inputs)
        return self.generator(inputs, training=False)

    def minimise(
        self,
        loss_fn: Callable[[], tuple[Tensor, dict[str, Tensor]]],
        network: keras.Model,
        optimizer: keras.optimizers.Optimizer,
    ) -> dict[str, Tensor]:
        """One descent step of one player.

        Args:
            loss_fn: Function without arguments that returns the scalar to
                minimise and a dict of scalars to log. Every term is a Keras
                loss or a `keras_creative.losses.batch_mean()`, so that it is
                divided by the number of replicas.
            network: The player; no other variable changes. The regularizers
                of its weights are added to the loss, see `regularized()`.
            optimizer: The player's optimiser.

        Returns:
            The dict of logs.
        """
        variables = network.trainable_variables
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch([variable.value for variable in variables])
            loss, logs = self.regularized(network, *loss_fn())
            loss = replicas.weighted(self.members * loss)
            loss = optimizer.scale_loss(loss)
        gradients = gradients_of(loss, variables, tape)
        if self.gradient_norms:
            player = "d" if network is self.discriminator else "g"
            logs[f"{player}_gradient_norm"] = _norm(gradients, optimizer)
        optimizer.apply(gradients, variables)
        return logs

    def regularized(
        self, network: keras.Model, loss: Tensor, logs: Mapping[str, Tensor]
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """A player's loss with the penalties of its weights.

        Losses that layers add in a pass, by `activity_regularizer` or
        `add_loss()`, are part of `discriminator_loss()` and
        `generator_loss()` of `GAN`; those of your own add them by
        `keras_creative.models.core.layer_losses.pass_losses()`.

        Args:
            network: The player.
            loss: Scalar, the loss without them.
            logs: Dict of scalars to log.

        Returns:
            Scalar, and the dict, where `d_loss` or `g_loss` is what is
            minimised.
        """
        penalties = weight_losses(network)
        if penalties is None:
            return loss, logs
        name = "d_loss" if network is self.discriminator else "g_loss"
        if name in logs:
            logs = {**logs, name: add_losses(logs[name], penalties)}
        return add_losses(loss, penalties), logs

    def average_generator(self) -> None:
        """Move the averaged generator towards the generator.

        The decay starts low, `(1 + t) / (10 + t)` at step `t`, so that the
        initial weights are soon forgotten.
        """
        if self.averaged_generator is None:
            return
        step = ops.cast(self.g_optimizer.iterations, "float32")
        rate = 1.0 - ops.minimum(self.ema, (1.0 + step) / (10.0 + step))
        for average, current in zip(
            self.averaged_generator.weights,
            self.generator.weights,
            strict=True,
        ):
            difference = ops.subtract(current, average)
            average.assign_add(ops.cast(rate, difference.dtype) * difference)

    def _prepare_optimizer(self, optimizer, network):
        optimizer = keras.optimizers.get(optimizer)
        if self.dtype_policy.name == "mixed_float16" and not isinstance(
            optimizer, keras.optimizers.LossScaleOptimizer
        ):
            optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
        optimizer.build(network.trainable_variables)
        return optimizer

    def get_config(self) -> Config:
        """Arguments that make the same model again."""
        return {
            "generator": keras.saving.serialize_keras_object(self.generator),
            "discriminator": keras.saving.serialize_keras_object(
                self.discriminator
            ),
            "ema": self.ema,
            "gradient_norms": self.gradient_norms,
            "seed": self.seed,
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Model of a configuration."""
        nested = {
            key: keras.saving.deserialize_keras_object(value)
            if isinstance(value, dict)
            else value
            for key, value in config.items()
        }
        return cls(**nested)


def _norm(gradients, optimizer):
    """Length of a gradient, freed of a loss scale."""
    scale = getattr(optimizer, "dynamic_scale", None)
    norm = tf.linalg.global_norm(gradients)
    return norm if scale is None else norm / scale.value
