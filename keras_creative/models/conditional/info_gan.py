"""InfoGAN: codes that are estimated from the samples."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from keras_creative.checks import check_not_negative
from keras_creative.losses import batch_mean
from keras_creative.models.conditional.codes import Codes
from keras_creative.models.gan.gan import GAN
from keras_creative.typing import ArrayLike, Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class InfoGAN(GAN):
    """GAN with codes in its latent vectors that it learns to disentangle.

    A latent vector is Gaussian noise followed by codes. A head on the
    discriminator's features, the paper's Q, estimates the codes of generated
    samples; a lower bound of the mutual information between codes and samples
    is maximized by both players: `L_D = L_real/fake - lambda * L_I`,
    `L_G = L_real/fake - lambda * L_I`. No labels are used: the meaning of a
    code is learned from the data.

    Args:
        generator: Built `keras.Model` from latent vectors, noise and codes, to
            samples.
        discriminator: Built `keras.Model` from samples to a dict with `score`
            `(batch, 1)` and `codes` `(batch, codes.size)`.
        codes: Layout of the codes, `Codes`. Defaults to `None`: a categorical
            code with 10 values and two continuous codes.
        lambda_categorical: Weight of the information in categorical codes, a
            non-negative number or a
            `keras.optimizers.schedules.LearningRateSchedule` of the generator's
            step. With an increasing schedule the generator learns the data
            first. Defaults to `1`.
        lambda_continuous: The same for continuous codes. Defaults to `1`.
        lambda_circular: The same for circular codes. Defaults to `1`.
        **kwargs: See `GAN`.

    Raises:
        ValueError: If a weight is negative, or the networks do not fit the
            codes.

    Example:

    ```python
    codes = keras_creative.models.Codes(categorical=(8,), continuous=0)
    model = keras_creative.models.InfoGAN(
        keras_creative.networks.mlp_generator(latent_dim=2 + codes.size),
        keras_creative.networks.mlp_discriminator(code_size=codes.size),
        codes,
    )
    model.compile(
        g_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
    )
    ring = keras_creative.datasets.load_toy("8Gaussians")
    model.fit(ring.batches(400, labelled=False), steps_per_epoch=100)
    points = model.sample(500, categorical=3)
    ```

    Reference:

    - [Chen et al., 2016, equation 6](https://arxiv.org/abs/1606.03657)
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        codes: Codes | None = None,
        lambda_categorical: float
        | keras.optimizers.schedules.LearningRateSchedule = 1.0,
        lambda_continuous: float
        | keras.optimizers.schedules.LearningRateSchedule = 1.0,
        lambda_circular: float
        | keras.optimizers.schedules.LearningRateSchedule = 1.0,
        **kwargs: Any,
    ) -> None:
        self.codes = Codes() if codes is None else codes
        self.weights_of_codes = {
            "categorical": lambda_categorical,
            "continuous": lambda_continuous,
            "circular": lambda_circular,
        }
        check_not_negative(
            **{
                name: weight
                for name, weight in self._weights_by_argument().items()
                if not callable(weight)
            }
        )
        super().__init__(generator, discriminator, **kwargs)
        self._check_codes()
        self._information = tuple(
            self._minus_information(kind) for kind in self.codes.kinds
        )

    def draw_latent(self, batch_size: Tensor) -> Tensor:
        """Latent vectors of this replica, the codes at their end."""
        noise = self.noise()
        size = self.latent_shape[0] - self.codes.size
        gaussian = noise.normal((batch_size, size))
        codes = self.codes.draw(noise.uniform((batch_size, self.codes.count)))
        return ops.concatenate([gaussian, codes], axis=1)

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Equation 6: both players maximize the information in the codes."""
        real, _ = self.unpack(data)
        for x, _ in self.critic_batches(real, None):
            d_logs = self.discriminator_step(
                x, None, self.criterion, self.penalty, *self._information
            )
        g_logs = self.generator_step(
            x, None, self.criterion, *self._information
        )
        self.average_generator()
        return self.track(d_logs | g_logs)

    def _minus_information(self, kind):
        """Term of one kind of code that both players minimize."""
        weight = self.weights_of_codes[kind]

        def information(scored):
            codes = scored.latent[:, -self.codes.size :]
            estimates = scored.on_fake["codes"]
            return batch_mean(self.codes.information(codes, estimates)[kind])

        return self.add_term(
            f"information_{kind}", _negated(weight), information
        )

    def latents(
        self,
        n: int,
        seed: int | Sequence[int] | np.ndarray | None = None,
        **fixed: Any,
    ) -> np.ndarray:
        """Latent vectors as an array, with drawn or given codes.

        Args:
            n: Number of vectors.
            seed: Integer that determines the drawn numbers. Defaults to `None`:
                new ones at every call.
            **fixed: See `Codes.vectors()`.

        Returns:
            float32 array `(n, *latent_shape)`.
        """
        noise = super()._draw(n, seed)[:, : -self.codes.size]
        codes = self.codes.vectors(n, seed, **fixed)
        return np.concatenate([noise, codes], axis=1)

    def sample_inputs(
        self,
        n: int,
        seed: int | Sequence[int] | np.ndarray | None = None,
        **fixed: Any,
    ) -> np.ndarray:
        """See `latents()`.

        Example:

        >>> model = keras_creative.models.InfoGAN(
        ...     keras_creative.networks.mlp_generator(6),
        ...     keras_creative.networks.mlp_discriminator(code_size=4),
        ...     keras_creative.models.Codes((4,), continuous=0),
        ... )
        >>> model.sample(16, seed=1, categorical=3).shape
        (16, 2)
        """
        return self.latents(n, seed, **fixed)

    def _draw(self, n, seed):
        return self.latents(n, seed)

    def estimate_codes(
        self, samples: ArrayLike, batch_size: int = 256
    ) -> np.ndarray:
        """Estimates of the codes of samples, also of real ones.

        Args:
            samples: Array `(n, *sample_shape)`.
            batch_size: Samples estimated at once. Defaults to `256`.

        Returns:
            float32 array `(n, codes.size)`, see `Codes`.
        """
        batches = [
            self.discriminator(samples[i : i + batch_size], training=False)
            for i in range(0, len(samples), batch_size)
        ]
        return np.concatenate(
            [ops.convert_to_numpy(outputs["codes"]) for outputs in batches]
        )

    def _check_codes(self):
        heads = self.discriminator.output
        found = heads["codes"].shape[-1] if "codes" in heads else None
        size, latent = self.codes.size, self.latent_shape
        if found != size or len(latent) != 1 or latent[0] <= size:
            raise ValueError(
                "The networks must have the codes: a discriminator built with "
                f"`code_size={size}`, a generator of longer latent vectors "
                f"than that. Received: code_size={found}, latent_shape={latent}"
            )

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            **super().get_config(),
            "codes": keras.saving.serialize_keras_object(self.codes),
            **{
                name: keras.saving.serialize_keras_object(weight)
                for name, weight in self._weights_by_argument().items()
            },
        }

    def _weights_by_argument(self):
        return {
            f"lambda_{kind}": weight
            for kind, weight in self.weights_of_codes.items()
        }


def _negated(weight):
    if callable(weight):
        return lambda step: -weight(step)
    return -weight
