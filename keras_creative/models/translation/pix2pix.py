"""Pix2pix: translation learned from pairs."""

from typing import Any, Self

import keras
from keras import ops

from keras_creative import losses
from keras_creative.checks import check_not_negative
from keras_creative.models.core.checks import check_graphs
from keras_creative.models.core.persistence import deserialized
from keras_creative.models.translation.translation_model import (
    TranslationModel,
    check_judge,
    check_translator,
    mean_difference,
)
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class Pix2Pix(TranslationModel):
    """Translation of images of A to their partners of B, learned from pairs.

    The discriminator sees an image together with its partner, or with the
    generator's translation. The generator's loss has the mean absolute
    difference from the partner as a further term.

    Data are pairs of batches of partners, see `keras_creative.datasets.PairSet`
    with `paired=True`. Called on images of A, the model is its generator. Noise
    is that of the generator's dropout, if it has some, in training alone. Logs
    are the total losses, and `adversarial` and `l1` before weighting.

    Args:
        generator: Built `keras.Model` from images of A to images of B.
        discriminator: Built `keras.Model` from images with the channels of A
            followed by those of B to a dict with `score`, of any shape.
        l1_weight: Weight of the absolute difference, non-negative. Defaults to
            `100`.
        gradient_norms: See `PlayersModel`. Defaults to `False`.
        seed: Integer of the noise, as for other models; pix2pix draws none
            besides that of dropout. Defaults to `0`.
        name: Name of the model. Defaults to `"pix2pix"`.

    Raises:
        ValueError: If the networks do not fit together, or the weight is
            negative.

    Example:

    ```python
    rng = np.random.default_rng(0)
    a, b = rng.uniform(-1, 1, (2, 16, 64, 64, 3)).astype("float32")
    model = keras_creative.models.Pix2Pix(
        keras_creative.networks.unet_translator((64, 64, 3), width=4),
        keras_creative.networks.patch_discriminator((64, 64, 6), width=4),
    )
    model.compile()
    model.fit(a, b, batch_size=4)
    b_of_a = model.translate(a)
    ```

    Reference:

    - [Isola et al., 2017, equations 1 to 4](https://arxiv.org/abs/1611.07004)
    """

    player_optimizers = {
        "generator": "g_optimizer",
        "discriminator": "d_optimizer",
    }

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        l1_weight: float = 100.0,
        gradient_norms: bool = False,
        seed: int = 0,
        name: str = "pix2pix",
    ) -> None:
        super().__init__(gradient_norms=gradient_norms, name=name)
        check_not_negative(l1_weight=l1_weight)
        check_graphs(generator=generator)
        a = tuple(generator.inputs[0].shape[1:])
        channels = generator.outputs[0].shape[-1]
        check_translator("generator", generator, a, (*a[:2], channels))
        check_judge("discriminator", discriminator, (*a[:2], a[2] + channels))
        self.generator, self.discriminator = generator, discriminator
        self.l1_weight, self.seed = l1_weight, seed
        self.criterion = losses.NonSaturating()
        self.add_examples()
        self.built = True

    @property
    def translator(self) -> keras.Model:
        """The generator."""
        return self.generator

    @property
    def tracked(self) -> tuple[str, ...]:
        """Names of the logs."""
        return ("d_loss", "g_loss", "adversarial", "l1", *self.norm_names)

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """The discriminator on both kinds of pairs, then the generator."""
        a, b = self.unpack(data)
        d_logs = self.descend(
            "discriminator", lambda: self.discriminator_loss(a, b)
        )
        g_logs = self.descend("generator", lambda: self.generator_loss(a, b))
        self.keep_example(a[0])
        return self.track(d_logs | g_logs)

    def discriminator_loss(
        self, a: Tensor, b: Tensor
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Equation 1, halved as in section 3.3.

        Args:
            a: Batch of A.
            b: Its partners.

        Returns:
            Scalar, and a dict without entries.
        """
        fake = self.generator(a, training=self.in_training)
        scores = (self._score(a, x) for x in (b, fake))
        return sum(self.criterion.discriminator_losses(*scores)) / 2.0, {}

    def generator_loss(
        self, a: Tensor, b: Tensor
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Equation 4, with the criterion that does not saturate.

        Args:
            a: Batch of A.
            b: Its partners.

        Returns:
            Scalar, and a dict of its parts to log.
        """
        fake = self.generator(a, training=self.in_training)
        logs = {
            "adversarial": self.criterion.generator_loss(self._score(a, fake)),
            "l1": mean_difference(fake, b),
        }
        return logs["adversarial"] + self.l1_weight * logs["l1"], logs

    def restore_state_from(self, other: keras.Model) -> None:
        """See `PlayersModel.restore_state_from()`; also copies the examples."""
        super().restore_state_from(other)
        self.examples.assign(other.examples)

    def get_config(self) -> Config:
        """Constructor arguments."""
        serialize = keras.saving.serialize_keras_object
        return {
            "generator": serialize(self.generator),
            "discriminator": serialize(self.discriminator),
            "l1_weight": self.l1_weight,
            "gradient_norms": self.gradient_norms,
            "seed": self.seed,
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Model from its config."""
        return cls(**deserialized(config))

    def _score(self, a, x):
        pairs = ops.concatenate([ops.cast(a, x.dtype), x], axis=-1)
        return self.discriminator(pairs, training=self.in_training)["score"]
