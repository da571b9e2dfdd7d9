"""The variational autoencoder whose code has independent numbers."""

import keras

from keras_creative.checks import check_not_negative
from keras_creative.losses import batch_mean, gaussian_kl, total_correlation
from keras_creative.models.core.layer_losses import pass_losses
from keras_creative.models.vae.vae import VAE
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class TCVAE(VAE):
    """VAE whose numbers of a code are made independent: beta-TCVAE.

    The total correlation of the codes, which is 0 if their numbers are
    independent, is minimized too. If the data have independent factors, such
    as the row and the column of a grid, each number describes one of them, and
    the numbers of different samples can be combined, see
    `keras_creative.proposals.RecombinationProposer`.

    Codes must be vectors. Logs are those of `VAE`, and `total_correlation`, its
    estimate in the batch, in nats; see
    `keras_creative.losses.total_correlation()` for replicas.

    Args:
        encoder: See `VAE`.
        decoder: See `VAE`.
        likelihood: See `VAE`. Defaults to `"bernoulli"`.
        beta: Weight of the divergence, see `VAE`. Defaults to `1`.
        gamma: Weight of the total correlation beyond its part of the
            divergence, non-negative; the paper's `beta - 1`. Defaults to `5`.
        seed: Integer that fixes the noise of training. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If a weight is negative, codes are no vectors, or an
            argument of `VAE` is invalid.

    Example:

    ```python
    model = keras_creative.models.TCVAE(
        keras_creative.networks.mlp_vae_encoder((2,), latent_dim=2),
        keras_creative.networks.mlp_vae_decoder(2, (2,)),
        likelihood="gaussian",
        beta=0.02,
        gamma=1.0,
    )
    model.compile(keras.optimizers.Adam(3e-3), steps_per_execution=50)
    grid = keras_creative.datasets.load_toy("25Gaussians", holdout=[12])
    model.fit(grid.batches(256), steps_per_epoch=5000)
    codes = model.encode(grid.sample(100)[0])
    ```

    Reference:

    - [Chen et al., 2018, eq. 4](https://arxiv.org/abs/1802.04942)
    """

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        likelihood: str = "bernoulli",
        beta: float = 1.0,
        gamma: float = 5.0,
        seed: int = 0,
        name: str | None = None,
    ) -> None:
        super().__init__(encoder, decoder, likelihood, beta, seed, name)
        check_not_negative(gamma=gamma)
        if len(self.latent_shape) != 1:
            raise ValueError(
                "`encoder` must return codes that are vectors. "
                f"Received: codes of shape {self.latent_shape}"
            )
        self.gamma = gamma

    @property
    def tracked(self) -> tuple[str, ...]:
        """Names of the logs of a step, in order."""
        return (*super().tracked, "total_correlation")

    def evidence_loss(
        self, samples: Tensor, labels: Tensor, noise: Tensor
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """The loss of a `VAE` and the weighted total correlation.

        Args:
            samples: Batch of samples.
            labels: Not used.
            noise: Standard normal numbers `(batch, latent_dim)`.

        Returns:
            Scalar, and a dict of its parts to log.
        """
        mean, log_variance = self._code(samples, (), self.in_training)
        latent = mean + keras.ops.exp(0.5 * log_variance) * noise
        outputs = self.decoder(latent, training=self.in_training)
        reconstruction = batch_mean(
            -self.likelihood.log_likelihood(samples, outputs)
        )
        kl = batch_mean(gaussian_kl(mean, log_variance))
        correlation = batch_mean(total_correlation(latent, mean, log_variance))
        loss = reconstruction + self.beta * kl + self.gamma * correlation
        return sum(pass_losses(self), loss), {
            "reconstruction": reconstruction,
            "kl": kl,
            "elbo": -(reconstruction + kl),
            "total_correlation": correlation,
        }

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {**super().get_config(), "gamma": self.gamma}
