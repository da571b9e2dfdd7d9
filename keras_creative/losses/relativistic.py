"""Games in which a sample's score is judged against the other side's."""

import keras
from keras import ops

from keras_creative.losses.criterion import Criterion, middle
from keras_creative.typing import Tensor


def relativistic_discriminator_loss(
    real_scores: Tensor, fake_scores: Tensor
) -> Tensor:
    """Discriminator's loss of the paired relativistic game, in nats.

    `-log sigmoid(C(x) - C(G(z)))` for each pair of a real and a generated
    sample; the generator's is the same with the sides exchanged.

    Args:
        real_scores: Scores on real samples.
        fake_scores: Scores on generated samples, of the same shape.

    Returns:
        Tensor of the scores' shape.

    Reference:

    - [Jolicoeur-Martineau, 2018, eq. 4, 5](https://arxiv.org/abs/1807.00734)
    """
    return ops.softplus(fake_scores - real_scores)


@keras.saving.register_keras_serializable(package="keras_creative")
class RelativisticPaired(Criterion):
    """Each real sample against one generated sample (RpGAN).

    The discriminator's loss belongs to the pair; half of it is reported for
    either side.

    Reference:

    - [Jolicoeur-Martineau, 2018, eq. 4, 5](https://arxiv.org/abs/1807.00734)
    - [Huang et al., 2024, eq. 2](https://arxiv.org/abs/2501.05441)
    """

    uses_real_scores = True

    def discriminator_terms(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Half of the pair's loss for either side."""
        half = relativistic_discriminator_loss(real_scores, fake_scores) / 2
        return half, half

    def generator_term(
        self, fake_scores: Tensor, real_scores: Tensor = None
    ) -> Tensor:
        """The pair's loss with the sides exchanged."""
        return relativistic_discriminator_loss(fake_scores, real_scores)

    def boundary(self, real_scores: Tensor, fake_scores: Tensor) -> Tensor:
        """Only differences of scores count: the middle of both means."""
        return middle(real_scores, fake_scores)


@keras.saving.register_keras_serializable(package="keras_creative")
class RelativisticAverage(RelativisticPaired):
    """Each sample against the mean score of the other side (RaGAN).

    The mean is that of the batch; under `tf.distribute`, of the replica's part
    of it.

    Reference:

    - [Jolicoeur-Martineau, 2018, eq. 8, 9](https://arxiv.org/abs/1807.00734)
    """

    def discriminator_terms(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Real above the mean generated score, generated below the real."""
        return (
            ops.softplus(ops.mean(fake_scores) - real_scores),
            ops.softplus(fake_scores - ops.mean(real_scores)),
        )

    def generator_term(
        self, fake_scores: Tensor, real_scores: Tensor = None
    ) -> Tensor:
        """Both terms with the sides exchanged."""
        return sum(self.discriminator_terms(fake_scores, real_scores))
