"""FAML: a GAN that is told its shots, and adapts to them."""

import secrets
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from keras_creative import losses
from keras_creative.checks import check_integers, check_not_negative
from keras_creative.losses import batch_mean
from keras_creative.models.core.batches import in_batches
from keras_creative.models.core.checks import check_graphs
from keras_creative.models.few_shot.few_shot_model import BATCH
from keras_creative.models.few_shot.figr import FIGR
from keras_creative.models.few_shot.inner_loop import InnerLoop, call
from keras_creative.models.few_shot.last_shot import LastShot
from keras_creative.models.few_shot.task_codes import checked_shots, in_turn
from keras_creative.typing import ArrayLike, Config, Tensor

# Samples of a shot, which the mode-seeking term compares.
_PAIR = 2


@keras.saving.register_keras_serializable(package="keras_creative")
class FAML(LastShot, FIGR):
    """FIGR whose generator is told a shot, which it also reconstructs (FAML).

    An encoder maps each shot to a code. The generator makes two samples of a
    code and noise. Added to its loss in the inner loop are the mean absolute
    difference of a sample and its shot, and the mode-seeking term of the two
    samples of a shot, which keeps noise from being ignored. Encoder and
    generator are one player.

    All else is as in `FIGR`: gradient descent with one step of each player at a
    time, where the published code has Adam, two steps of the discriminator and
    then five of the generator; and the Wasserstein criterion with a gradient
    penalty. `criterion=losses.RelativisticAverage()` and
    `penalty=losses.GradientPenalty(0)` are those of FAML.

    Data are batches of tasks, and logs are those of `FIGR`. Without shots,
    `sample()` draws samples for the last shot of training.

    Args:
        encoder: Built `keras.Model` from samples to codes `(batch, length)`,
            such as `keras_creative.networks.shot_encoder()`.
        generator: Built `keras.Model` from a code followed by noise, as one
            vector, to samples.
        discriminator: See `FIGR`.
        reconstruction_weight: Weight of the absolute difference, non-negative.
            Defaults to `1`, as published.
        diversity_weight: Weight of the mode-seeking term, non-negative.
            Defaults to `1`, as published.
        name: Name of the model. Defaults to `"faml"`.
        **kwargs: Other arguments of `FIGR`.

    Raises:
        ValueError: See `FIGR`; or if the networks do not fit together, or a
            weight is negative.

    Example:

    ```python
    images = np.random.default_rng(0).integers(0, 256, (80, 32, 32, 1))
    tasks = keras_creative.datasets.TaskSet(
        images.astype("uint8"), np.arange(80) // 8
    )
    model = keras_creative.models.FAML(
        keras_creative.networks.shot_encoder((32, 32, 1), length=8, width=8),
        keras_creative.networks.figr_generator(latent_dim=16, width=4),
        keras_creative.networks.figr_discriminator(width=4),
        inner_steps=2,
    )
    model.compile()
    model.fit(tasks.episodes(2, shots=4), steps_per_epoch=2)
    shots, _ = tasks.shots_of(0, shots=4)
    more = model.sample_like(shots, 16)
    ```

    Reference:

    - [Phaphuangwittayakul et al., 2021](
        https://doi.org/10.1109/TMM.2021.3077729)
    - Mode seeking: [Mao et al., 2019, equation 2](
        https://arxiv.org/abs/1903.05628)
    """

    def __init__(
        self,
        encoder: keras.Model,
        generator: keras.Model,
        discriminator: keras.Model,
        reconstruction_weight: float = 1.0,
        diversity_weight: float = 1.0,
        name: str = "faml",
        **kwargs: Any,
    ) -> None:
        check_graphs(encoder=encoder, generator=generator)
        check_not_negative(
            reconstruction_weight=reconstruction_weight,
            diversity_weight=diversity_weight,
        )
        self._weights_of_terms = {
            "reconstruction_weight": reconstruction_weight,
            "diversity_weight": diversity_weight,
        }
        told = _told_generator(encoder, generator)
        super().__init__(told, discriminator, name=name, **kwargs)
        self.add_last_shot()

    @property
    def shot_network(self) -> keras.Model:
        """Encoder and generator, from shots and noise to samples."""
        return self.generator

    def make_inner_loop(self) -> "ToldInnerLoop":
        """The training of copies of both players on the shots of a task."""
        return ToldInnerLoop(
            self.generator,
            self.discriminator,
            self.criterion,
            self.penalty,
            self.inner_rate,
            **self._weights_of_terms,
        )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """FIGR's algorithm, whose inner loops tell the generator the shots."""
        shots, _ = self.unpack(data)
        self.keep_shot(shots[0, 0])
        return super().train_step(data)

    def sample_like(
        self,
        shots: ArrayLike,
        n: int,
        *,
        steps: int | None = None,
        seed: int | None = None,
    ) -> np.ndarray:
        """Samples of an adapted generator, which is told the shots in turn.

        Args:
            shots: See `FIGR.sample_like()`.
            n: Number of samples.
            steps: See above.
            seed: See above.

        Returns:
            NumPy array `(n, *sample_shape)`.

        Raises:
            ValueError: See `FIGR.adapt()`.
        """
        check_integers(n=(n, 1))
        seed = secrets.randbelow(2**31) if seed is None else seed
        shots = checked_shots(shots, self.sample_shape)
        latents = self.latents(n, seed)
        weights = self.adapted_weights(shots, steps, seed)
        return in_batches(
            lambda *given: call(self.generator, weights, given),
            [in_turn(shots, n), latents],
            BATCH,
        )

    def get_config(self) -> Config:
        """Constructor arguments."""
        networks = [
            keras.saving.serialize_keras_object(layer)
            for layer in self.generator.layers
            if isinstance(layer, keras.Model)
        ]
        return {
            **super().get_config(),
            **dict(zip(("encoder", "generator"), networks, strict=True)),
            **self._weights_of_terms,
        }


class ToldInnerLoop(InnerLoop):
    """Inner loop of a generator that is told the shots.

    Args:
        *args: See `InnerLoop`.
        reconstruction_weight: See `FAML`.
        diversity_weight: See above.
    """

    def __init__(self, *args, reconstruction_weight, diversity_weight):
        super().__init__(*args)
        self.reconstruction_weight = reconstruction_weight
        self.diversity_weight = diversity_weight

    def draw(self, noise, tasks, shots, steps):
        """Random numbers of some tasks, for two samples of each shot."""
        return super().draw(noise, tasks, _PAIR * shots, steps)

    def adapt(self, start, shots, drawn):
        """Train copies of both players on the shots, two samples of each."""
        return super().adapt(start, tf.repeat(shots, _PAIR, axis=0), drawn)

    def generate(self, weights, shots, latent):
        """Samples of the shots."""
        return call(self.generator, weights.generator, [shots, latent])

    def generator_loss(self, weights, shots, fake, latent):
        """The criterion, the reconstruction and the mode-seeking term."""
        game = super().generator_loss(weights, shots, fake, latent)
        reconstruction = batch_mean(ops.abs(fake - shots))
        numbers = ops.arange(ops.shape(shots)[0]) // _PAIR
        diversity = losses.mode_seeking(fake, latent, numbers)
        game += self.reconstruction_weight * reconstruction
        return game + self.diversity_weight * diversity


def _told_generator(encoder, generator):
    """An encoder and a generator of codes and noise as one model."""
    shape, code = encoder.input_shape[1:], encoder.output_shape[1:]
    given, made = generator.input_shape[1:], generator.output_shape[1:]
    if shape != made or len(code) != 1 or not code < given:
        raise ValueError(
            "`encoder` must map samples to codes, and `generator` a code "
            "followed by noise, one longer vector, to such samples. Received: "
            f"an encoder from {shape} to {code}, and a generator from {given} "
            f"to {made}"
        )
    shot = keras.Input(shape, name="shot")
    noise = keras.Input((given[0] - code[0],), name="latent")
    joined = keras.layers.Concatenate(name="joined")([encoder(shot), noise])
    return keras.Model([shot, noise], generator(joined), name="generator")
