"""Relativistic criteria, which compare real and generated scores."""

import keras
from keras import ops

from keras_creative.losses.criterion import Criterion, midpoint
from keras_creative.typing import Tensor


def relativistic_discriminator_loss(
    real_scores: Tensor, fake_scores: Tensor
) -> Tensor:
    """Discriminator's paired relativistic loss, in nats.

    `-log sigmoid(C(x) - C(G(z)))` for each pair of a real and a generated
    sample. The generator's loss is the same with the arguments exchanged.

    Args:
        real_scores: Scores of real samples.
        fake_scores: Scores of generated samples, of the same shape.

    Returns:
        Tensor of the same shape as the scores.

    Reference:

    - [Jolicoeur-Martineau, 2018, eq. 4, 5](https://arxiv.org/abs/1807.00734)
    """
    return ops.softplus(fake_scores - real_scores)


@keras.saving.register_keras_serializable(package="keras_creative")
class RelativisticPaired(Criterion):
    """Compares each real sample with one generated sample (RpGAN).

    The discriminator's loss belongs to a pair; half of it is logged as the
    loss on real and half as the loss on generated samples.

    Reference:

    - [Jolicoeur-Martineau, 2018, eq. 4, 5](https://arxiv.org/abs/1807.00734)
    - [Huang et al., 2024, eq. 2](https://arxiv.org/abs/2501.05441)
    """

    uses_real_scores = True

    def discriminator_terms(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Half of the loss of each pair, twice."""
        half = relativistic_discriminator_loss(real_scores, fake_scores) / 2
        return half, half

    def generator_term(
        self, fake_scores: Tensor, real_scores: Tensor = None
    ) -> Tensor:
        """The loss of each pair with real and generated exchanged."""
        return relativistic_discriminator_loss(fake_scores, real_scores)

    def boundary(self, real_scores: Tensor, fake_scores: Tensor) -> Tensor:
        """The midpoint of both means: only differences of scores matter."""
        return midpoint(real_scores, fake_scores)


@keras.saving.register_keras_serializable(package="keras_creative")
class RelativisticAverage(RelativisticPaired):
    """Compares each sample with the mean score of the other kind (RaGAN).

    The mean is computed over the batch; under `tf.distribute`, over the batch
    of one replica.

    Reference:

    - [Jolicoeur-Martineau, 2018, eq. 8, 9](https://arxiv.org/abs/1807.00734)
    """

    def discriminator_terms(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Losses relative to the mean generated and the mean real score."""
        return (
            ops.softplus(ops.mean(fake_scores) - real_scores),
            ops.softplus(fake_scores - ops.mean(real_scores)),
        )

    def generator_term(
        self, fake_scores: Tensor, real_scores: Tensor = None
    ) -> Tensor:
        """Sum of both terms with real and generated exchanged."""
        return sum(self.discriminator_terms(fake_scores, real_scores))
