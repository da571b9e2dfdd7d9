"""Base class of adversarial models."""

import functools
from typing import Any, Self

import keras

from keras_creative.layers import for_training
from keras_creative.models.core.averaging import (
    averaged_copy,
    check_decay,
    update_average,
)
from keras_creative.models.core.checks import check_graphs, check_networks
from keras_creative.models.core.network_forms import (
    as_discriminator,
    warn_of_probabilities,
)
from keras_creative.models.core.persistence import copy_variables, deserialized
from keras_creative.models.core.players import PlayersModel
from keras_creative.models.core.sampling import Sampling
from keras_creative.typing import Config, Tensor

if keras.backend.backend() != "tensorflow":
    raise ImportError(
        "keras_creative trains with the TensorFlow backend. Set the "
        "environment variable KERAS_BACKEND=tensorflow before importing keras. "
        f"Received: backend={keras.backend.backend()!r}"
    )


class AdversarialModel(Sampling, PlayersModel):
    """Base class of models with a generator and a discriminator.

    It owns the two networks, their optimizers, the noise, the averaged
    generator and saving. A subclass names its logs in `tracked`, and writes
    its paper's algorithm as `train_step()`:

    ```python
    def train_step(self, data):
        real, _ = self.unpack(data)
        latent = self.draw_latent(ops.shape(real)[0])
        fake = self.generate(latent)
        d_logs = self.descend(
            "discriminator", lambda: self.discriminator_loss(real, fake)
        )
        ...
        return self.track(d_logs | g_logs)
    ```

    Called on latent vectors, the model is its generator.

    Args:
        generator: Built `keras.Model` from latent vectors to samples.
        discriminator: `keras.Model` from samples to a dict with `score`
            `(batch, 1)`, a logit, and further heads; or to the logit alone.
        ema: Decay of the exponential moving average of the generator's weights,
            in [0, 1). `sample()`, `predict()` and exports use the average.
            Defaults to `0`: no averaged generator.
        gradient_norms: See `PlayersModel`. Defaults to `False`.
        seed: Integer that fixes the noise of training; a stacked model has one
            per member, see `stack()`. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If a network is not built, if they do not fit together,
            or if `ema` is out of range.
    """

    player_optimizers = {
        "generator": "g_optimizer",
        "discriminator": "d_optimizer",
    }

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        ema: float = 0.0,
        gradient_norms: bool = False,
        seed: int = 0,
        name: str | None = None,
    ) -> None:
        super().__init__(gradient_norms, name)
        check_graphs(generator=generator)
        discriminator = as_discriminator(
            discriminator, generator.output_shape[1:]
        )
        check_networks(generator, discriminator)
        warn_of_probabilities(discriminator)
        check_decay(ema)
        self.generator = generator
        self.discriminator = discriminator
        # A partial, so that Keras does not save the shared layers twice.
        self._generator_in_training = functools.partial(
            for_training(generator), training=True
        )
        self.ema = ema
        self.seed = tuple(seed) if isinstance(seed, list | tuple) else seed
        # Number of models that this one trains, see `stack()`.
        self.members = len(self.seed) if isinstance(self.seed, tuple) else 1
        self.latent_shape = tuple(generator.inputs[0].shape[1:])
        self.sample_shape = tuple(generator.output_shape[1:])
        self.averaged_generator = averaged_copy(generator, ema)
        self.built = True

    @property
    def tracked(self) -> tuple[str, ...]:
        """Names of the logs of a step, in order."""
        return ("d_loss", "g_loss", *self.norm_names)

    @property
    def num_classes(self) -> int | None:
        """Classes of the discriminator's class head, or `None`."""
        class_logits = self.discriminator.output.get("class_logits")
        return None if class_logits is None else class_logits.shape[-1]

    @property
    def sampler(self) -> keras.Model:
        """Network that draws samples: the averaged generator, if any."""
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
        """Configure the optimizer of each player.

        Args:
            g_optimizer: Keras optimizer, or its name, of the generator.
                Defaults to `"adam"`.
            d_optimizer: Keras optimizer, or its name, of the discriminator.
                Defaults to `"adam"`.
            **kwargs: See `PlayersModel.compile()`.

        Raises:
            ValueError: See `PlayersModel.compile()`.
        """
        super().compile(
            g_optimizer=g_optimizer, d_optimizer=d_optimizer, **kwargs
        )

    def draw_latent(self, batch_size: Tensor) -> Tensor:
        """Latent vectors of this replica.

        Args:
            batch_size: Number of vectors.

        Returns:
            Tensor `(batch_size, *latent_shape)`.
        """
        return self.noise().normal((batch_size, *self.latent_shape))

    def generate(self, latent: Tensor, labels: Tensor = None) -> Tensor:
        """Samples of the trained generator, not of the averaged one.

        In training, batch normalization uses the fused kernel.

        Args:
            latent: Batch of latent vectors, or inputs of the generator.
            labels: Labels of the batch, used by conditional models. Defaults to
                `None`.

        Returns:
            Tensor of samples.
        """
        if self.in_training:
            return self._generator_in_training(latent)
        return self.generator(latent, training=False)

    def average_generator(self) -> None:
        """Update the averaged generator; without effect in evaluation."""
        if self.averaged_generator is None or not self.in_training:
            return
        update_average(
            self.averaged_generator,
            self.generator,
            self.ema,
            self.g_optimizer.iterations,
        )

    def restore_state_from(self, other: keras.Model) -> None:
        """See `PlayersModel.restore_state_from()`; also copies the average."""
        super().restore_state_from(other)
        if self.averaged_generator is not None:
            copy_variables(
                self.averaged_generator.variables, other.sampler.variables
            )

    def get_config(self) -> Config:
        """Constructor arguments."""
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
        """Model from its config."""
        return cls(**deserialized(config))
