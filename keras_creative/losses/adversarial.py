"""Losses of the generator and the discriminator, from the scores."""

import keras
from keras import ops

from keras_creative.losses.criterion import Criterion, midpoint
from keras_creative.typing import Config, Tensor


def minimax_discriminator_loss(
    real_scores: Tensor,
    fake_scores: Tensor,
    smooth_real: float = 0.0,
    smooth_fake: float = 0.0,
) -> Tensor:
    """Discriminator's minimax loss, per sample, in nats.

    `-log D(x) - log(1 - D(G(z)))` with `D = sigmoid(score)`. With smoothing,
    the targets 1 and 0 are replaced by `1 - smooth_real` and `smooth_fake`.

    Args:
        real_scores: Logits of real samples.
        fake_scores: Logits of generated samples, of the same shape.
        smooth_real: Amount subtracted from the target of real samples, 1, in
            [0, 1). Defaults to `0`.
        smooth_fake: Amount added to the target of generated samples, 0, in
            [0, 1). Defaults to `0`.

    Returns:
        Tensor of the same shape as the scores.

    Reference:

    - [Goodfellow et al., 2014, eq. 1](https://arxiv.org/abs/1406.2661)
    - [Salimans et al., 2016, section 3.4](https://arxiv.org/abs/1606.03498)
    """
    return _binary_crossentropy(
        real_scores, 1.0 - smooth_real
    ) + _binary_crossentropy(fake_scores, smooth_fake)


def minimax_generator_loss(fake_scores: Tensor) -> Tensor:
    """Generator's minimax loss `log(1 - D(G(z)))`, in nats.

    Args:
        fake_scores: Logits of generated samples.

    Returns:
        Tensor of the same shape as the scores, never positive.

    Reference:

    - [Goodfellow et al., 2014, eq. 1](https://arxiv.org/abs/1406.2661)
    """
    return -ops.softplus(fake_scores)


def non_saturating_generator_loss(fake_scores: Tensor) -> Tensor:
    """Generator's loss `-log D(G(z))`, in nats.

    It has the same fixed point as the minimax loss, but its gradient does not
    vanish where the discriminator is certain that a sample is generated.

    Args:
        fake_scores: Logits of generated samples.

    Returns:
        Tensor of the same shape as the scores, never negative.

    Reference:

    - [Goodfellow et al., 2014, section 3](https://arxiv.org/abs/1406.2661)
    """
    return ops.softplus(-fake_scores)


def least_squares_discriminator_loss(
    real_scores: Tensor, fake_scores: Tensor
) -> Tensor:
    """Discriminator's loss `(D(x) - 1)^2 / 2 + D(G(z))^2 / 2`, per sample.

    Args:
        real_scores: Scores of real samples.
        fake_scores: Scores of generated samples, of the same shape.

    Returns:
        Tensor of the same shape as the scores.

    Reference:

    - [Mao et al., 2017, eq. 9](https://arxiv.org/abs/1611.04076)
    """
    return (ops.square(real_scores - 1.0) + ops.square(fake_scores)) / 2


def least_squares_generator_loss(fake_scores: Tensor) -> Tensor:
    """Generator's loss `(D(G(z)) - 1)^2 / 2`, per sample.

    Args:
        fake_scores: Scores of generated samples.

    Returns:
        Tensor of the same shape as the scores.

    Reference:

    - [Mao et al., 2017, eq. 9](https://arxiv.org/abs/1611.04076)
    """
    return ops.square(fake_scores - 1.0) / 2


def hinge_discriminator_loss(
    real_scores: Tensor, fake_scores: Tensor
) -> Tensor:
    """Discriminator's loss `max(0, 1 - D(x)) + max(0, 1 + D(G(z)))`.

    Args:
        real_scores: Scores of real samples.
        fake_scores: Scores of generated samples, of the same shape.

    Returns:
        Tensor of the same shape as the scores.

    Reference:

    - [Lim and Ye, 2017](https://arxiv.org/abs/1705.02894)
    - [Miyato et al., 2018, eq. 16](https://arxiv.org/abs/1802.05957)
    """
    return ops.relu(1.0 - real_scores) + ops.relu(1.0 + fake_scores)


def wasserstein_discriminator_loss(
    real_scores: Tensor, fake_scores: Tensor
) -> Tensor:
    """Critic's Wasserstein loss `f(G(z)) - f(x)`, per sample.

    Args:
        real_scores: Critic's values of real samples.
        fake_scores: Critic's values of generated samples, of the same shape.

    Returns:
        Tensor of the same shape as the scores.

    Reference:

    - [Arjovsky et al., 2017, algorithm 1](https://arxiv.org/abs/1701.07875)
    """
    return fake_scores - real_scores


def wasserstein_generator_loss(fake_scores: Tensor) -> Tensor:
    """Generator's Wasserstein and hinge loss `-f(G(z))`, per sample.

    Args:
        fake_scores: Critic's values of generated samples.

    Returns:
        Tensor of the same shape as the scores.

    Reference:

    - [Arjovsky et al., 2017, algorithm 1](https://arxiv.org/abs/1701.07875)
    """
    return -fake_scores


@keras.saving.register_keras_serializable(package="keras_creative")
class Minimax(Criterion):
    """Zero-sum criterion of the original GAN.

    Args:
        smooth_real: Amount subtracted from the discriminator's target of real
            samples, 1, in [0, 1): one-sided label smoothing. Defaults to `0`.
        smooth_fake: Amount added to its target of generated samples, 0, in
            [0, 1), for two-sided label smoothing. Defaults to `0`.
        name: Name of the loss. Defaults to the class name in snake case.

    Raises:
        ValueError: If `smooth_real` or `smooth_fake` is not in [0, 1).

    Reference:

    - [Goodfellow et al., 2014, eq. 1](https://arxiv.org/abs/1406.2661)
    - [Salimans et al., 2016, section 3.4](https://arxiv.org/abs/1606.03498)
    """

    def __init__(
        self,
        smooth_real: float = 0.0,
        smooth_fake: float = 0.0,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        for argument, value in (
            ("smooth_real", smooth_real),
            ("smooth_fake", smooth_fake),
        ):
            if not 0 <= value < 1:
                raise ValueError(
                    f"`{argument}` must be in [0, 1). "
                    f"Received: {argument}={value}"
                )
        self.smooth_real = smooth_real
        self.smooth_fake = smooth_fake

    def discriminator_terms(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Binary cross-entropy with targets 1 (real) and 0 (generated)."""
        return (
            _binary_crossentropy(real_scores, 1.0 - self.smooth_real),
            _binary_crossentropy(fake_scores, self.smooth_fake),
        )

    def generator_term(
        self, fake_scores: Tensor, real_scores: Tensor = None
    ) -> Tensor:
        """See `minimax_generator_loss()`."""
        return minimax_generator_loss(fake_scores)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {
            **super().get_config(),
            "smooth_real": self.smooth_real,
            "smooth_fake": self.smooth_fake,
        }


@keras.saving.register_keras_serializable(package="keras_creative")
class NonSaturating(Minimax):
    """Minimax loss of the discriminator, non-saturating loss of the generator.

    Args:
        smooth_real: See `Minimax`. Defaults to `0`.
        smooth_fake: See `Minimax`. Defaults to `0`.
        name: Name of the loss. Defaults to the class name in snake case.

    Reference:

    - [Goodfellow et al., 2014, section 3](https://arxiv.org/abs/1406.2661)
    """

    def generator_term(
        self, fake_scores: Tensor, real_scores: Tensor = None
    ) -> Tensor:
        """See `non_saturating_generator_loss()`."""
        return non_saturating_generator_loss(fake_scores)


@keras.saving.register_keras_serializable(package="keras_creative")
class LeastSquares(Criterion):
    """Least-squares criterion with the targets 1 and 0.

    Reference:

    - [Mao et al., 2017, eq. 9](https://arxiv.org/abs/1611.04076)
    """

    def discriminator_terms(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Half the squared distances from 1 and from 0."""
        return ops.square(real_scores - 1.0) / 2, ops.square(fake_scores) / 2

    def generator_term(
        self, fake_scores: Tensor, real_scores: Tensor = None
    ) -> Tensor:
        """See `least_squares_generator_loss()`."""
        return least_squares_generator_loss(fake_scores)

    def boundary(self, real_scores: Tensor, fake_scores: Tensor) -> Tensor:
        """The midpoint of the two targets."""
        return 0.5


@keras.saving.register_keras_serializable(package="keras_creative")
class Hinge(Criterion):
    """Hinge criterion: scores beyond the margins have zero loss.

    Reference:

    - [Lim and Ye, 2017](https://arxiv.org/abs/1705.02894)
    - [Miyato et al., 2018, eq. 16](https://arxiv.org/abs/1802.05957)
    """

    def discriminator_terms(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Distances to the margins 1 and -1, or 0 beyond them."""
        return ops.relu(1.0 - real_scores), ops.relu(1.0 + fake_scores)

    def generator_term(
        self, fake_scores: Tensor, real_scores: Tensor = None
    ) -> Tensor:
        """See `wasserstein_generator_loss()`."""
        return wasserstein_generator_loss(fake_scores)


@keras.saving.register_keras_serializable(package="keras_creative")
class Wasserstein(Criterion):
    """Wasserstein criterion.

    It requires a Lipschitz continuous critic, for example by clipped weights
    or a gradient penalty.

    Reference:

    - [Arjovsky et al., 2017, algorithm 1](https://arxiv.org/abs/1701.07875)
    """

    def discriminator_terms(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        """The negated real values, and the generated values."""
        return -real_scores, fake_scores

    def generator_term(
        self, fake_scores: Tensor, real_scores: Tensor = None
    ) -> Tensor:
        """See `wasserstein_generator_loss()`."""
        return wasserstein_generator_loss(fake_scores)

    def boundary(self, real_scores: Tensor, fake_scores: Tensor) -> Tensor:
        """The midpoint of both means: critic values have no natural zero."""
        return midpoint(real_scores, fake_scores)


def _binary_crossentropy(scores, target):
    """Cross-entropy between `target` and the sigmoid of the scores, in nats."""
    return ops.softplus(scores) - target * scores
