"""What every adversarial game has in common."""

import abc

import keras
from keras import ops

from keras_creative.losses.reduction import batch_mean, global_mean
from keras_creative.typing import Config, Tensor


class Criterion(keras.losses.Loss, abc.ABC):
    """Base class of the adversarial games.

    As a Keras loss, `criterion(real_scores, fake_scores)` is what the
    discriminator minimises. A subclass says what the discriminator pays on
    real and on generated samples, and what the generator pays. Scores are
    logits, or a critic's values, never probabilities.

    Every loss is a mean over the batch, divided by the number of replicas
    under `tf.distribute` like any other Keras loss.

    Args:
        name: Name of the loss. Defaults to the class name in snake case.
        dtype: Type that the scores are cast to. Defaults to
            `keras.config.floatx()`, so that half-precision networks are judged
            in float32.

    Example:

    >>> criterion = keras_creative.losses.NonSaturating()
    >>> scores = np.zeros((4, 1))
    >>> float(criterion.generator_loss(scores))  # log 2
    0.6931471824645996
    """

    # Whether the generator's loss, too, compares with real samples.
    uses_real_scores = False

    def __init__(
        self,
        name: str | None = None,
        dtype: str | keras.DTypePolicy | None = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)

    @abc.abstractmethod
    def discriminator_terms(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        """What the discriminator pays, before the mean over the batch.

        Args:
            real_scores: Scores of real samples, `(batch, 1)`.
            fake_scores: Scores of generated samples, `(batch, 1)`.

        Returns:
            Two tensors of that shape: the loss on real and on generated
            samples.
        """

    @abc.abstractmethod
    def generator_term(
        self, fake_scores: Tensor, real_scores: Tensor = None
    ) -> Tensor:
        """What the generator pays, before the mean over the batch.

        Args:
            fake_scores: Scores of generated samples, `(batch, 1)`.
            real_scores: Scores of real samples, where `uses_real_scores`.

        Returns:
            Tensor of that shape.
        """

    def boundary(self, real_scores: Tensor, fake_scores: Tensor) -> Tensor:
        """Score above which a sample counts as real, for the accuracy.

        0, where a logit is undecided. Games whose scores have no such zero
        take the middle between the mean real and the mean generated score.

        Args:
            real_scores: Scores of real samples, `(batch, 1)`, or
                `(members, batch, 1)` of games that are played side by side.
            fake_scores: Scores of generated samples, of that shape.

        Returns:
            Scalar, or one for each member, `(members, 1, 1)`.
        """
        return 0.0

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Discriminator's loss for real scores and fake scores."""
        on_real, on_fake = self.discriminator_terms(y_true, y_pred)
        return on_real + on_fake

    def discriminator_losses(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Discriminator's mean loss on real and on generated samples.

        Args:
            real_scores: Scores of real samples, `(batch, 1)`.
            fake_scores: Scores of generated samples, `(batch, 1)`.

        Returns:
            Two scalars; their sum is the discriminator's loss.
        """
        on_real, on_fake = self.discriminator_terms(
            ops.cast(real_scores, self.dtype), ops.cast(fake_scores, self.dtype)
        )
        return batch_mean(on_real), batch_mean(on_fake)

    def generator_loss(
        self, fake_scores: Tensor, real_scores: Tensor = None
    ) -> Tensor:
        """Generator's mean loss.

        Args:
            fake_scores: Scores of generated samples, `(batch, 1)`.
            real_scores: Scores of real samples, where `uses_real_scores`.
                Defaults to `None`.

        Returns:
            Scalar.
        """
        fake_scores = ops.cast(fake_scores, self.dtype)
        if real_scores is not None:
            real_scores = ops.cast(real_scores, self.dtype)
        return batch_mean(self.generator_term(fake_scores, real_scores))

    def get_config(self) -> Config:
        """Arguments that make the same criterion again."""
        return {"name": self.name}


def middle(real_scores, fake_scores):
    """Halfway between the mean real and the mean fake score of all replicas.

    Of games that are played side by side for each its own.
    """
    if len(ops.shape(real_scores)) == 3:
        means = [
            ops.mean(scores, axis=1, keepdims=True)
            for scores in (real_scores, fake_scores)
        ]
    else:
        means = global_mean(real_scores), global_mean(fake_scores)
    return sum(means) / 2
