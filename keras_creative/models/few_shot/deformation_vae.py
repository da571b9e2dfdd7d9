"""A variational autoencoder of the deformations between drawings."""

from typing import Any, Self

import keras
import numpy as np
from keras import ops

from keras_creative.checks import (
    check_integers,
    check_not_negative,
    check_positive,
)
from keras_creative.losses import (
    batch_mean,
    gaussian_kl,
    multiscale_squared_error,
)
from keras_creative.models.core.checks import check_graphs
from keras_creative.models.core.layer_losses import pass_losses
from keras_creative.models.core.persistence import deserialized
from keras_creative.models.core.players import Player
from keras_creative.models.few_shot.few_shot_model import (
    BATCH,
    FewShotModel,
)
from keras_creative.models.few_shot.last_shot import LastShot
from keras_creative.models.few_shot.task_codes import checked_shots, in_turn
from keras_creative.typing import ArrayLike, Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class DeformationVAE(LastShot, FewShotModel):
    """Variational autoencoder of the deformations between images of a concept.

    A code says how a shot is deformed to become another image of its concept.
    The encoder sees both images; the decoder, the shot and the code. Codes are
    close to standard normal ones, which are independent of the concept: a new
    shot is deformed as the drawings of the training are by different hands.
    There is no inner loop, and each shot is deformed on its own.

    The prior is that the images of a concept differ by a deformation. What
    some images have and others lack is not learned.

    The error of an image is `multiscale_squared_error()`, over twice the
    squared `deviation`.

    Data are pairs of shots `(tasks, shots, *sample_shape)` and queries
    `(tasks, queries, *sample_shape)`, see
    `keras_creative.datasets.TaskSet.episodes()`. Called on codes, the model
    deforms one shot of the last step of training, or random pixels if it is not
    trained. Logs, per image: `loss`; `reconstruction`, the error; and `kl`, in
    nats.

    Args:
        encoder: Built `keras.Model` from `[shots, others]` to a dict with
            `mean` and `log_variance` of the code, see
            `keras_creative.networks.deformation_encoder()`.
        decoder: Built `keras.Model` from `[shots, codes]` to images, see
            `keras_creative.networks.deformation_decoder()`.
        deviation: Standard deviation of a pixel, positive. Defaults to `0.5`.
        beta: Weight of the divergence, non-negative. Defaults to `1`.
        temperature: Scale of the codes of `sample_like()`, non-negative: 0 for
            the mean deformation, 1 for those of training, in between for
            samples that are closer to the shots and more often recognized. It
            may be changed at any time. Defaults to `1`.
        seed: Integer that fixes the noise of training. Defaults to `0`.
        name: Name of the model. Defaults to the class name in snake case.

    Raises:
        ValueError: If the networks do not fit together, or a number is out of
            range.

    Example:

    ```python
    images = np.random.default_rng(0).integers(0, 256, (80, 28, 28, 1))
    tasks = keras_creative.datasets.TaskSet(
        images.astype("uint8"), np.arange(80) // 8
    )
    model = keras_creative.models.DeformationVAE(
        keras_creative.networks.deformation_encoder(width=8),
        keras_creative.networks.deformation_decoder(width=8),
    )
    model.compile()
    model.fit(tasks.episodes(4, shots=4, queries=4), steps_per_epoch=2)
    shots, _ = tasks.shots_of(0, shots=4)
    more = model.sample_like(shots, 16)
    ```

    Reference:

    - Learned deformations as new examples: [Hauberg et al., 2016](
        https://arxiv.org/abs/1510.02795)
    - Codes of the change of an image, to be applied to one of another class:
      [Schwartz et al., 2018, section 3](https://arxiv.org/abs/1806.04734)
    """

    # Encoder and decoder share one optimizer.
    player_optimizers = {"autoencoder": "optimizer"}
    tracked = ("loss", "reconstruction", "kl")

    def __init__(
        self,
        encoder: keras.Model,
        decoder: keras.Model,
        deviation: float = 0.5,
        beta: float = 1.0,
        temperature: float = 1.0,
        seed: int = 0,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        check_graphs(encoder=encoder, decoder=decoder)
        _check_fit(encoder, decoder)
        check_positive(deviation=deviation)
        check_not_negative(beta=beta, temperature=temperature)
        self.encoder, self.decoder = encoder, decoder
        self.deviation, self.beta, self.seed = deviation, beta, seed
        self.temperature = temperature
        self.add_last_shot()
        self.built = True

    @property
    def players(self) -> dict[str, Player]:
        """Encoder and decoder, which share one optimizer."""
        return {"autoencoder": Player(self, self.optimizer)}

    @property
    def sample_shape(self) -> tuple[int, ...]:
        """Shape of one sample."""
        return tuple(self.decoder.output_shape[1:])

    @property
    def latent_shape(self) -> tuple[int, ...]:
        """Shape of one code."""
        return tuple(self.decoder.inputs[1].shape[1:])

    @property
    def shot_network(self) -> keras.Model:
        """The decoder."""
        return self.decoder

    def compile(
        self,
        optimizer: keras.optimizers.Optimizer | Config | str = "adam",
        **kwargs: Any,
    ) -> None:
        """Configure the optimizer.

        Args:
            optimizer: Keras optimizer, or its name. Defaults to `"adam"`.
            **kwargs: See `PlayersModel.compile()`.
        """
        super().compile(optimizer=optimizer, **kwargs)

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """A query is reconstructed from a shot and the code of both."""
        shots, queries, picked = self.queries_of(data)
        noise = self.per_query(self.noise().normal, shots, queries)
        logs = self.descend(
            "autoencoder", lambda: self.evidence_loss(picked, queries, noise)
        )
        self.keep_shot(picked[0])
        return self.track(logs)

    def evidence_loss(
        self, shots: Tensor, queries: Tensor, noise: Tensor
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Error of the reconstruction, and the divergence of the code.

        Args:
            shots: A shot for each query.
            queries: Batch of images.
            noise: Standard normal numbers `(batch, *latent_shape)`.

        Returns:
            Scalar, and a dict of its parts to log.
        """
        training = self.in_training
        code = self.encoder([shots, queries], training=training)
        mean, log_variance = code["mean"], code["log_variance"]
        latent = mean + ops.exp(0.5 * log_variance) * noise
        made = self.decoder([shots, latent], training=training)
        error = multiscale_squared_error(queries, made)
        reconstruction = batch_mean(error / (2.0 * self.deviation**2))
        kl = batch_mean(gaussian_kl(mean, log_variance))
        loss = sum(pass_losses(self), reconstruction + self.beta * kl)
        return loss, {"reconstruction": reconstruction, "kl": kl}

    def sample_like(
        self, shots: ArrayLike, n: int, *, seed: int | None = None
    ) -> np.ndarray:
        """Deformations of some shots, each of which is used in turn.

        Args:
            shots: Array `(shots, *sample_shape)`, in the range of the samples.
            n: Number of samples.
            seed: Integer that determines them. Defaults to `None`: new ones at
                every call.

        Returns:
            NumPy array `(n, *sample_shape)`.

        Raises:
            ValueError: If the shots have another shape.
        """
        check_integers(n=(n, 1))
        shots = checked_shots(shots, self.sample_shape)
        picked = in_turn(shots, n)
        codes = self.temperature * self.latents(n, seed)
        return self.decoder.predict(
            [picked, codes], batch_size=BATCH, verbose=0
        )

    def get_config(self) -> Config:
        """Constructor arguments."""
        serialize = keras.saving.serialize_keras_object
        return {
            "encoder": serialize(self.encoder),
            "decoder": serialize(self.decoder),
            "deviation": self.deviation,
            "beta": self.beta,
            "temperature": self.temperature,
            "seed": self.seed,
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Model from its config."""
        return cls(**deserialized(config))


def _check_fit(encoder, decoder):
    """Raise unless two networks deform images of one shape."""
    images = [tuple(i.shape[1:]) for i in encoder.inputs]
    given = [tuple(i.shape[1:]) for i in decoder.inputs]
    made = tuple(decoder.outputs[0].shape[1:])
    code = getattr(encoder, "output", None)
    keys = ("mean", "log_variance")
    is_code = isinstance(code, dict) and set(keys) <= set(code)
    lengths = [tuple(code[key].shape[1:]) for key in keys] if is_code else [()]
    if images != [made, made] or given != [made, lengths[0]] or not is_code:
        raise ValueError(
            "`encoder` must map two images to a dict of `mean` and "
            "`log_variance` of a code, and `decoder` an image and a code of "
            "this length to an image of the same shape. Received: encoder from "
            f"{images} to {lengths[0]}, decoder from {given} to {made}"
        )
