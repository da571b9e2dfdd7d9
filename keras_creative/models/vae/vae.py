"""The variational autoencoder."""

from typing import Any, Self

import keras
import numpy as np
from keras import ops

from keras_creative.checks import check_not_negative
from keras_creative.losses import batch_mean, gaussian_kl
from keras_creative.models.core.batches import in_batches
from keras_creative.models.core.data_rules import DataRules
from keras_creative.models.core.layer_losses import pass_losses
from keras_creative.models.core.players import Player, PlayersModel
from keras_creative.models.core.sampling import Sampling
from keras_creative.models.vae.encoding import (
    check_autoencoder,
    joint_inputs,
)
from keras_creative.models.vae.likelihoods import get_likelihood
from keras_creative.typing import ArrayLike, Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class VAE(Sampling, PlayersModel):
    """Variational autoencoder; with another `beta` than 1, a beta-VAE.

    The encoder maps a sample to a Gaussian distribution of codes, and the
    decoder a code to a distribution of samples. Both minimize the negative
    log-likelihood of the sample given one code that is drawn from the Gaussian,
    plus `beta` times the divergence of the Gaussian from the standard normal
    distribution. With `beta=1` that is the negative evidence lower bound.

    Called on codes, the model returns the mean samples, in [-1, 1] for
    pictures, and so do `sample()` and `reconstruct()`. Labels are ignored.

    Logs, in nats per sample: `loss`; `reconstruction`, the negative
    log-likelihood; `kl`; and `elbo`, minus both.

    Args:
        encoder: Built `keras.Model` from samples to a dict with `mean` and
            `log_variance` of the code.
        decoder: Built `keras.Model` from codes to logits of pixels, or to
            means.
        likelihood: `"bernoulli"` for pictures in [-1, 1], whose pixels are
            interpreted as probabilities of white; or `"gaussian"`, with one
            learned variance. Defaults to `"bernoulli"`.
        beta: Weight of the divergence, non-negative. Defaults to `1`.
        seed: Integer that fixes the noise of training. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If `beta` is negative, the likelihood unknown, or the
            networks do not fit together.

    Example:

    ```python
    model = keras_creative.models.VAE(
        keras_creative.networks.mlp_vae_encoder(latent_dim=2),
        keras_creative.networks.mlp_vae_decoder(latent_dim=2),
    )
    model.compile(keras.optimizers.Adam(1e-3))
    images, _ = keras_creative.datasets.load_images("fashion-mnist")
    model.fit(keras_creative.datasets.to_network_range(images), batch_size=64)
    pictures = model.sample(64)
    ```

    Reference:

    - [Kingma & Welling, 2014, eq. 10](https://arxiv.org/abs/1312.6114)
    - beta: [Higgins et al., 2017, eq. 4](
        https://openreview.net/forum?id=Sy2fzU9gl)
    - learned variance: [Rybkin et al., 2021](
        https://arxiv.org/abs/2006.13202)
    """

    player_optimizers = {"autoencoder": "optimizer"}

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        likelihood: str = "bernoulli",
        beta: float = 1.0,
        seed: int = 0,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        check_autoencoder(encoder, decoder)
        check_not_negative(beta=beta)
        self.encoder = encoder
        self.decoder = decoder
        self.likelihood = get_likelihood(likelihood)
        self.beta = beta
        self.seed = seed
        self.built = True

    @property
    def tracked(self) -> tuple[str, ...]:
        """Names of the logs of a step, in order."""
        return ("loss", "reconstruction", "kl", "elbo")

    @property
    def players(self) -> dict[str, Player]:
        """Encoder, decoder and likelihood, which share one optimizer."""
        return {"autoencoder": Player(self, self.optimizer)}

    @property
    def latent_shape(self) -> tuple[int, ...]:
        """Shape of one code."""
        return tuple(self.decoder.inputs[0].shape[1:])

    @property
    def sample_shape(self) -> tuple[int, ...]:
        """Shape of one sample."""
        return tuple(self.encoder.inputs[0].shape[1:])

    @property
    def sampler(self) -> keras.Model:
        """A plain Keras model from codes to mean samples."""
        return self.likelihood.sampler(self.decoder)

    def call(self, latent: Tensor, training: bool = False) -> Tensor:
        """Mean samples for codes."""
        return self.likelihood.expected(self.decoder(latent, training=training))

    def compile(
        self,
        optimizer: keras.optimizers.Optimizer | Config | str = "adam",
        **kwargs: Any,
    ) -> None:
        """Configure the optimizer.

        Small networks train much faster when several steps are compiled
        together: `compile(jit_compile=True, steps_per_execution=100)`.

        Args:
            optimizer: Keras optimizer, or its name. Defaults to `"adam"`.
            **kwargs: `run_eagerly`, `steps_per_execution`, `jit_compile`, see
                `keras.Model.compile()`; `jit_compile` defaults to `False`.

        Raises:
            ValueError: If a loss or a metric is given.
        """
        super().compile(optimizer=optimizer, **kwargs)

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Algorithm 1 of Kingma & Welling, with one code for each sample."""
        samples, labels = self.unpack(data)
        shape = ops.shape(samples)[0], *self.latent_shape
        noise = self.noise().normal(shape)
        logs = self.descend(
            "autoencoder", lambda: self.evidence_loss(samples, labels, noise)
        )
        return self.track(logs)

    def evidence_loss(
        self, samples: Tensor, labels: Tensor, noise: Tensor
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """The negative evidence lower bound with a weighted divergence.

        Args:
            samples: Batch of samples.
            labels: Their labels, or `None`.
            noise: Standard normal numbers `(batch, *latent_shape)`.

        Returns:
            Scalar, and a dict of its parts to log.
        """
        log_likelihood, kl = self._evidence(
            samples, self._conditions(labels), noise, self.in_training
        )
        reconstruction, kl = batch_mean(-log_likelihood), batch_mean(kl)
        loss = sum(pass_losses(self), reconstruction + self.beta * kl)
        return loss, {
            "reconstruction": reconstruction,
            "kl": kl,
            "elbo": -(reconstruction + kl),
        }

    def encode(
        self,
        x: ArrayLike,
        batch_size: int = 256,
        labels: ArrayLike | None = None,
    ) -> np.ndarray:
        """The mean codes of samples.

        Args:
            x: Array of samples.
            batch_size: Samples encoded at once. Defaults to `256`.
            labels: Their labels, for conditional models only. Defaults to
                `None`.

        Returns:
            NumPy array `(n, *latent_shape)`.

        Raises:
            ValueError: If the samples' shape is not the encoder's, or labels
                are missing or not expected.

        Example:

        >>> vae = keras_creative.models.VAE(
        ...     keras_creative.networks.mlp_vae_encoder(latent_dim=2),
        ...     keras_creative.networks.mlp_vae_decoder(latent_dim=2),
        ... )
        >>> vae.encode(np.zeros((16, 28, 28, 1))).shape
        (16, 2)
        """
        return in_batches(
            lambda x, *conditions: self._code(x, conditions)[0],
            self._given(x, labels),
            batch_size,
        )

    def reconstruct(
        self,
        x: ArrayLike,
        batch_size: int = 256,
        labels: ArrayLike | None = None,
    ) -> np.ndarray:
        """Samples decoded from the mean codes of samples.

        Args:
            x: Array of samples.
            batch_size: See `encode()`.
            labels: See `encode()`.

        Returns:
            NumPy array of the shape of `x`.

        Raises:
            ValueError: See `encode()`.
        """

        def reconstruct(x, *conditions):
            mean, _ = self._code(x, conditions)
            return self(joint_inputs(mean, conditions))

        return in_batches(reconstruct, self._given(x, labels), batch_size)

    def elbo(
        self,
        x: ArrayLike,
        samples: int = 1,
        seed: int = 0,
        batch_size: int = 256,
        labels: ArrayLike | None = None,
    ) -> np.ndarray:
        """Evidence lower bound of each sample, for any `beta`.

        Args:
            x: Array of samples.
            samples: Codes drawn for each, over which the log-likelihood is
                averaged. Defaults to `1`.
            seed: Integer that determines them. Defaults to `0`.
            batch_size: See `encode()`.
            labels: See `encode()`.

        Returns:
            NumPy array `(n,)`, in nats.

        Raises:
            ValueError: If `samples` is not positive; see also `encode()`.
        """
        if samples < 1:
            raise ValueError(
                f"`samples` must be positive. Received: samples={samples}"
            )

        def elbo(noise, x, *conditions):
            log_likelihood, kl = self._evidence(x, conditions, noise)
            return log_likelihood - kl

        given = self._given(x, labels)
        rng = np.random.default_rng(seed)
        total = np.zeros(len(given[0]))
        for _ in range(samples):
            noise = rng.normal(size=(len(total), *self.latent_shape))
            arrays = (noise.astype("float32"), *given)
            total += in_batches(elbo, arrays, batch_size)
        return total / samples

    def get_config(self) -> Config:
        """Constructor arguments."""
        serialize = keras.saving.serialize_keras_object
        return {
            "encoder": serialize(self.encoder),
            "decoder": serialize(self.decoder),
            "likelihood": self.likelihood.name,
            "beta": self.beta,
            "seed": self.seed,
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Model from its config."""
        networks = {
            key: keras.saving.deserialize_keras_object(config[key])
            for key in ("encoder", "decoder")
        }
        return cls(**{**config, **networks})

    def _code(self, samples, conditions, training=False):
        code = self.encoder(
            joint_inputs(samples, conditions), training=training
        )
        return [
            ops.cast(code[name], "float32") for name in ("mean", "log_variance")
        ]

    def _evidence(self, samples, conditions, noise, training=False):
        """Log-likelihood and divergence of each sample."""
        mean, log_variance = self._code(samples, conditions, training)
        latent = mean + ops.exp(0.5 * log_variance) * noise
        outputs = self.decoder(
            joint_inputs(latent, conditions), training=training
        )
        log_likelihood = self.likelihood.log_likelihood(samples, outputs)
        return log_likelihood, gaussian_kl(mean, log_variance)

    def _conditions(self, labels):
        """Further inputs of the networks: none."""
        return ()

    def _given(self, x, labels):
        """Arrays of samples, and of the networks' further inputs."""
        if labels is not None:
            raise ValueError(
                "`labels` must be None for a model that takes none. "
                f"Received: labels={labels!r}"
            )
        DataRules(self.sample_shape).check_form(x)
        return (x,)
