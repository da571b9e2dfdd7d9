"""Base class of the criteria of all GAN variants."""

import abc

import keras
from keras import ops

from keras_creative.losses.reduction import batch_mean, global_mean
from keras_creative.typing import Config, Tensor


class Criterion(keras.losses.Loss, abc.ABC):
    """Base class of criteria: the losses of discriminator and generator.

    As a Keras loss, `criterion(real_scores, fake_scores)` is the loss of the
    discriminator. A subclass defines the discriminator's loss on real and on
    generated samples and the generator's loss. Scores are logits or a
    critic's values, never probabilities.

    Every loss is a mean over the batch, divided by the number of replicas
    under `tf.distribute`, as all Keras losses are.

    Args:
        name: Name of the loss. Defaults to the class name in snake case.
        dtype: Type that the scores are cast to. Defaults to
            `keras.config.floatx()`, so that losses of half-precision networks
            are computed in float32.

    Example:

    >>> criterion = keras_creative.losses.NonSaturating()
    >>> scores = np.zeros((4, 1))
    >>> float(criterion.generator_loss(scores))  # log 2
    0.6931471824645996
    """

    # Whether the generator's loss depends on the scores of real samples.
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
        """The discriminator's loss per sample, before the mean over the batch.

        Args:
            real_scores: Scores of real samples, `(batch, 1)`.
            fake_scores: Scores of generated samples, `(batch, 1)`.

        Returns:
            Two tensors `(batch, 1)`: the loss on real and on generated
            samples.
        """

    @abc.abstractmethod
    def generator_term(
        self, fake_scores: Tensor, real_scores: Tensor = None
    ) -> Tensor:
        """The generator's loss per sample, before the mean over the batch.

        Args:
            fake_scores: Scores of generated samples, `(batch, 1)`.
            real_scores: Scores of real samples, if `uses_real_scores`.

        Returns:
            Tensor `(batch, 1)`.
        """

    def boundary(self, real_scores: Tensor, fake_scores: Tensor) -> Tensor:
        """Score above which a sample counts as real, for the accuracy.

        0 by default, the logit of probability 1/2. Criteria whose scores have
        no natural zero use the midpoint of the mean real and the mean
        generated score.

        Args:
            real_scores: Scores of real samples, `(batch, 1)`, or
                `(members, batch, 1)` of stacked models.
            fake_scores: Scores of generated samples, of the same shape.

        Returns:
            Scalar, or one value per member, `(members, 1, 1)`.
        """
        return 0.0

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Discriminator's loss per sample from real and generated scores."""
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
            real_scores: Scores of real samples, if `uses_real_scores`.
                Defaults to `None`.

        Returns:
            Scalar.
        """
        fake_scores = ops.cast(fake_scores, self.dtype)
        if real_scores is not None:
            real_scores = ops.cast(real_scores, self.dtype)
        return batch_mean(self.generator_term(fake_scores, real_scores))

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {"name": self.name}


def midpoint(real_scores, fake_scores):
    """Midpoint of the mean real and the mean generated score of all replicas.

    For stacked models it is computed per member.
    """
    if len(ops.shape(real_scores)) == 3:
        means = [
            ops.mean(scores, axis=1, keepdims=True)
            for scores in (real_scores, fake_scores)
        ]
    else:
        means = global_mean(real_scores), global_mean(fake_scores)
    return sum(means) / 2
