"""What the two players of a GAN minimise, from the discriminator's scores."""

import abc

import keras
from keras import ops

from keras_creative.losses.reduction import batch_mean


def minimax_discriminator_loss(real_scores, fake_scores):
    """Discriminator's loss of the minimax game, per sample, in nats.

    `-log D(x) - log(1 - D(G(z)))` with `D = sigmoid(score)`.

    Args:
        real_scores: Logits on real samples.
        fake_scores: Logits on generated samples, of the same shape.

    Returns:
        Tensor of the scores' shape.

    Reference:

    - [Goodfellow et al., 2014, eq. 1](https://arxiv.org/abs/1406.2661)
    """
    return ops.softplus(-real_scores) + ops.softplus(fake_scores)


def minimax_generator_loss(fake_scores):
    """Generator's loss of the minimax game, `log(1 - D(G(z)))`, in nats.

    Args:
        fake_scores: Logits on generated samples.

    Returns:
        Tensor of the scores' shape, never positive.

    Reference:

    - [Goodfellow et al., 2014, eq. 1](https://arxiv.org/abs/1406.2661)
    """
    return -ops.softplus(fake_scores)


def non_saturating_generator_loss(fake_scores):
    """Generator's loss `-log D(G(z))`, in nats.

    It has the fixed point of the minimax game, but its gradient does not
    vanish where the discriminator is sure that a sample is fake.

    Args:
        fake_scores: Logits on generated samples.

    Returns:
        Tensor of the scores' shape, never negative.

    Reference:

    - [Goodfellow et al., 2014, section 3](https://arxiv.org/abs/1406.2661)
    """
    return ops.softplus(-fake_scores)


def wasserstein_discriminator_loss(real_scores, fake_scores):
    """Critic's loss of the Wasserstein game, `f(G(z)) - f(x)`, per sample.

    Args:
        real_scores: Critic's values on real samples.
        fake_scores: Critic's values on generated samples, of the same shape.

    Returns:
        Tensor of the scores' shape.

    Reference:

    - [Arjovsky et al., 2017, algorithm 1](https://arxiv.org/abs/1701.07875)
    """
    return fake_scores - real_scores


def wasserstein_generator_loss(fake_scores):
    """Generator's loss of the Wasserstein game, `-f(G(z))`.

    Args:
        fake_scores: Critic's values on generated samples.

    Returns:
        Tensor of the scores' shape.

    Reference:

    - [Arjovsky et al., 2017, algorithm 1](https://arxiv.org/abs/1701.07875)
    """
    return -fake_scores


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

    def __init__(self, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)

    @abc.abstractmethod
    def discriminator_terms(self, real_scores, fake_scores):
        """What the discriminator pays, before the mean over the batch.

        Args:
            real_scores: Scores of real samples, `(batch, 1)`.
            fake_scores: Scores of generated samples, `(batch, 1)`.

        Returns:
            Two tensors of that shape: the loss on real and on generated
            samples.
        """

    @abc.abstractmethod
    def generator_term(self, fake_scores):
        """What the generator pays, before the mean over the batch.

        Args:
            fake_scores: Scores of generated samples, `(batch, 1)`.

        Returns:
            Tensor of that shape.
        """

    def call(self, y_true, y_pred):
        """Discriminator's loss for real scores and fake scores."""
        on_real, on_fake = self.discriminator_terms(y_true, y_pred)
        return on_real + on_fake

    def discriminator_losses(self, real_scores, fake_scores):
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

    def generator_loss(self, fake_scores):
        """Generator's mean loss.

        Args:
            fake_scores: Scores of generated samples, `(batch, 1)`.

        Returns:
            Scalar.
        """
        return batch_mean(
            self.generator_term(ops.cast(fake_scores, self.dtype))
        )

    def get_config(self):
        """Arguments that make the same criterion again."""
        return {"name": self.name}


@keras.saving.register_keras_serializable(package="keras_creative")
class Minimax(Criterion):
    """The zero-sum game of the first GAN.

    Reference:

    - [Goodfellow et al., 2014, eq. 1](https://arxiv.org/abs/1406.2661)
    """

    def discriminator_terms(self, real_scores, fake_scores):
        """Binary cross-entropy: real is 1, generated is 0."""
        return ops.softplus(-real_scores), ops.softplus(fake_scores)

    def generator_term(self, fake_scores):
        """See `minimax_generator_loss()`."""
        return minimax_generator_loss(fake_scores)


@keras.saving.register_keras_serializable(package="keras_creative")
class NonSaturating(Minimax):
    """The minimax discriminator against the non-saturating generator.

    Reference:

    - [Goodfellow et al., 2014, section 3](https://arxiv.org/abs/1406.2661)
    """

    def generator_term(self, fake_scores):
        """See `non_saturating_generator_loss()`."""
        return non_saturating_generator_loss(fake_scores)


@keras.saving.register_keras_serializable(package="keras_creative")
class Wasserstein(Criterion):
    """The Wasserstein game of a critic that is kept Lipschitz elsewhere.

    Reference:

    - [Arjovsky et al., 2017, algorithm 1](https://arxiv.org/abs/1701.07875)
    """

    def discriminator_terms(self, real_scores, fake_scores):
        """The critic raises real values and lowers generated ones."""
        return -real_scores, fake_scores

    def generator_term(self, fake_scores):
        """See `wasserstein_generator_loss()`."""
        return wasserstein_generator_loss(fake_scores)
