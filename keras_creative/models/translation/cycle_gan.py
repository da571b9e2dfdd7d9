"""CycleGAN: translation between two sides without pairs."""

import functools
from collections.abc import Callable
from typing import Any, Self

import keras
import numpy as np
from keras import ops

from keras_creative import losses
from keras_creative.checks import check_integers, check_not_negative
from keras_creative.layers import ImagePool, for_training
from keras_creative.models.core.checks import check_graphs
from keras_creative.models.core.persistence import copy_variables, deserialized
from keras_creative.models.translation.translation_model import (
    TranslationModel,
    check_judge,
    check_translator,
    mean_difference,
    translated,
)
from keras_creative.typing import ArrayLike, Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class CycleGAN(TranslationModel):
    """Translation between images of two sides, A and B, without pairs.

    A generator in each direction deceives the discriminator of its side. The
    translation back must give the image again (cycle consistency), and a
    generator must leave an image of its own target side as it is (identity).
    Discriminators are shown earlier samples as well, from a pool that is saved
    with the weights.

    Data are pairs of batches `(a, b)` that need not correspond, see
    `keras_creative.datasets.PairSet`. Called on images of A, the model is the
    generator from A to B. Logs are the total losses of the generators and of
    each discriminator, and `adversarial`, `cycle` and `identity`, sums of both
    directions before weighting.

    Args:
        generator_ab: Built `keras.Model` from images of A to images of B.
        generator_ba: Built `keras.Model` from images of B to images of A.
        discriminator_a: Built `keras.Model` from images of A to a dict with
            `score`, of any shape.
        discriminator_b: The same for B.
        cycle_weight: Weight of the mean absolute difference of an image and its
            translation there and back, non-negative. Defaults to `10`.
        identity_weight: Weight of the mean absolute difference of an image and
            its translation to the side on which it is, non-negative. Without
            it, generators may change the colors of all images. It needs sides
            of one shape; 0 saves its passes. Defaults to `5`.
        pool_size: Samples in the pool of each side, at least as many as in a
            batch. 0 is no pool. Defaults to `50`.
        gradient_norms: See `PlayersModel`. Defaults to `False`.
        seed: Integer that fixes the draws from the pools. Defaults to `0`.
        name: Name of the model. Defaults to `"cycle_gan"`.

    Raises:
        ValueError: If the networks do not fit together, or a number is out of
            range.

    Example:

    ```python
    rng = np.random.default_rng(0)
    a, b = rng.uniform(-1, 1, (2, 16, 64, 64, 3)).astype("float32")
    shape = {"image_shape": (64, 64, 3), "width": 4}
    model = keras_creative.models.CycleGAN(
        keras_creative.networks.resnet_translator(**shape, blocks=1),
        keras_creative.networks.resnet_translator(**shape, blocks=1),
        keras_creative.networks.patch_discriminator(**shape),
        keras_creative.networks.patch_discriminator(**shape),
    )
    model.compile()
    model.fit(a, b, batch_size=1)
    b_of_a = model.translate(a)
    a_of_b = model.translate_back(b)
    ```

    Reference:

    - [Zhu et al., 2017, equations 1 to 3 and section 4](
        https://arxiv.org/abs/1703.10593)
    """

    player_optimizers = {
        "generator_ab": "g_ab_optimizer",
        "generator_ba": "g_ba_optimizer",
        "discriminator_a": "d_a_optimizer",
        "discriminator_b": "d_b_optimizer",
    }

    def __init__(
        self,
        generator_ab: keras.Model,
        generator_ba: keras.Model,
        discriminator_a: keras.Model,
        discriminator_b: keras.Model,
        cycle_weight: float = 10.0,
        identity_weight: float = 5.0,
        pool_size: int = 50,
        gradient_norms: bool = False,
        seed: int = 0,
        name: str = "cycle_gan",
    ) -> None:
        super().__init__(gradient_norms=gradient_norms, name=name)
        check_not_negative(
            cycle_weight=cycle_weight, identity_weight=identity_weight
        )
        check_integers(pool_size=(pool_size, 0))
        a, b = _checked_sides(
            generator_ab, generator_ba, discriminator_a, discriminator_b
        )
        if identity_weight and a != b:
            raise ValueError(
                "`identity_weight` must be 0 for sides of different shapes. "
                f"Received: identity_weight={identity_weight}, sides {a}, {b}"
            )
        self.generator_ab, self.generator_ba = generator_ab, generator_ba
        self.discriminator_a = discriminator_a
        self.discriminator_b = discriminator_b
        self.cycle_weight = cycle_weight
        self.identity_weight = identity_weight
        self.pool_size, self.seed = pool_size, seed
        self.criterion = losses.LeastSquares()
        self.pool_a = ImagePool(pool_size, a) if pool_size else None
        self.pool_b = ImagePool(pool_size, b) if pool_size else None
        self.add_examples()
        # Partials, so that Keras does not save the shared layers twice.
        self._ab, self._ba = (
            functools.partial(for_training(network), training=True)
            for network in (generator_ab, generator_ba)
        )
        self.built = True

    @property
    def translator(self) -> keras.Model:
        """The generator from A to B."""
        return self.generator_ab

    @property
    def generators(self) -> tuple[Callable, Callable]:
        """Functions of images, from A to B and back, of the present step."""
        if self.in_training:
            return self._ab, self._ba
        return self.generator_ab, self.generator_ba

    @property
    def tracked(self) -> tuple[str, ...]:
        """Names of the logs."""
        identity = ("identity",) if self.identity_weight else ()
        return (
            "d_a_loss",
            "d_b_loss",
            "g_loss",
            "adversarial",
            "cycle",
            *identity,
            *self.norm_names,
        )

    def train_step(self, data: Any) -> dict[str, Tensor]:
        """Both generators, then each discriminator on samples of its pool."""
        a, b = self.unpack(data)
        fakes = {}
        logs = self.descend_together(
            ("generator_ab", "generator_ba"),
            lambda: self.generators_loss(a, b, fakes),
            "g_loss",
        )
        fake_a = self.exchanged(self.pool_a, fakes["a"])
        logs |= self.descend(
            "discriminator_a",
            lambda: self.discriminator_loss(self.discriminator_a, a, fake_a),
        )
        fake_b = self.exchanged(self.pool_b, fakes["b"])
        logs |= self.descend(
            "discriminator_b",
            lambda: self.discriminator_loss(self.discriminator_b, b, fake_b),
        )
        self.keep_example(a[0])
        return self.track(logs)

    def generators_loss(
        self, a: Tensor, b: Tensor, fakes: dict[str, Tensor]
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Equation 3 and the identity term of section 5.2.

        Args:
            a: Batch of A.
            b: Batch of B.
            fakes: Dict that receives the translations to `"a"` and to `"b"`.

        Returns:
            Scalar, and a dict of its parts to log.
        """
        ab, ba = self.generators
        fake_b, same_b = self._passed(ab, a, b)
        fake_a, same_a = self._passed(ba, b, a)
        again_a, again_b = ba(fake_b), ab(fake_a)
        logs = {
            "adversarial": self._deception(self.discriminator_a, fake_a)
            + self._deception(self.discriminator_b, fake_b),
            "cycle": mean_difference(again_a, a) + mean_difference(again_b, b),
        }
        loss = logs["adversarial"] + self.cycle_weight * logs["cycle"]
        if self.identity_weight:
            logs["identity"] = mean_difference(same_a, a) + mean_difference(
                same_b, b
            )
            loss += self.identity_weight * logs["identity"]
        fakes["a"], fakes["b"] = map(ops.stop_gradient, (fake_a, fake_b))
        return loss, logs

    def discriminator_loss(
        self, discriminator: keras.Model, real: Tensor, fake: Tensor
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Equation 1 with least squares, of one side.

        Args:
            discriminator: The discriminator of the side.
            real: Batch of the side.
            fake: Translations to it.

        Returns:
            Scalar, and a dict without entries.
        """
        scores = (
            discriminator(x, training=self.in_training)["score"]
            for x in (real, fake)
        )
        return sum(self.criterion.discriminator_losses(*scores)), {}

    def exchanged(self, pool: ImagePool | None, fake: Tensor) -> Tensor:
        """New or earlier samples; in evaluation, the new ones.

        Args:
            pool: The pool of the side, or `None`.
            fake: New samples.

        Returns:
            Tensor like `fake`.
        """
        if pool is None or not self.in_training:
            return fake
        return pool.exchange(fake, self.noise().uniform)

    def check_batch_size(self, batch_size: int) -> None:
        """Raise if a batch has more images than a pool.

        Args:
            batch_size: Images of each side in a batch.

        Raises:
            ValueError: See above.
        """
        super().check_batch_size(batch_size)
        if self.pool_size and batch_size > self.pool_size:
            raise ValueError(
                f"`batch_size` must be at most `pool_size`, {self.pool_size}, "
                f"or that be 0. Received: batch_size={batch_size}"
            )

    def translate_back(self, images: ArrayLike) -> np.ndarray:
        """Translations of images of B to A, see `translate()`.

        Args:
            images: Array of images of B, in [-1, 1].

        Returns:
            NumPy array of images of A.

        Raises:
            ValueError: If the images have another shape, or are out of range.
        """
        return translated(self.generator_ba, images)

    def restore_state_from(self, other: keras.Model) -> None:
        """See `PlayersModel.restore_state_from()`; also copies the pools."""
        super().restore_state_from(other)
        self.examples.assign(other.examples)
        for own, theirs in (
            (self.pool_a, other.pool_a),
            (self.pool_b, other.pool_b),
        ):
            if own is not None and theirs is not None:
                copy_variables(own.variables, theirs.variables)

    def get_config(self) -> Config:
        """Constructor arguments."""
        networks = {
            name: keras.saving.serialize_keras_object(getattr(self, name))
            for name in self.player_optimizers
        }
        return {
            **networks,
            "cycle_weight": self.cycle_weight,
            "identity_weight": self.identity_weight,
            "pool_size": self.pool_size,
            "gradient_norms": self.gradient_norms,
            "seed": self.seed,
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Model from its config."""
        return cls(**deserialized(config))

    def _passed(self, generator, others, own):
        """Translations of the other side, and of the own one if weighted."""
        if not self.identity_weight:
            return generator(others), None
        return ops.split(generator(ops.concatenate([others, own])), 2)

    def _deception(self, discriminator, fake):
        """How far scores of fakes are from those of real images, squared."""
        score = discriminator(fake, training=self.in_training)["score"]
        # The paper's term has no factor of one half, the criterion has.
        return 2.0 * self.criterion.generator_loss(score)


def _checked_sides(
    generator_ab, generator_ba, discriminator_a, discriminator_b
):
    """Shapes of the images of A and of B."""
    check_graphs(generator_ab=generator_ab, generator_ba=generator_ba)
    a, b = (
        tuple(generator.inputs[0].shape[1:])
        for generator in (generator_ab, generator_ba)
    )
    check_translator("generator_ab", generator_ab, a, b)
    check_translator("generator_ba", generator_ba, b, a)
    check_judge("discriminator_a", discriminator_a, a)
    check_judge("discriminator_b", discriminator_b, b)
    return a, b
