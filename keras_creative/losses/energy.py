"""Energy-based criterion, whose discriminator is an autoencoder."""

import keras
from keras import ops

from keras_creative.losses.criterion import Criterion, midpoint
from keras_creative.losses.reduction import batch_mean
from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class EnergyMargin(Criterion):
    """Low energy for real samples, at least `margin` for generated ones.

    A score is the negated energy, so that higher scores mean more real, as in
    the other criteria:
    `L_D = E(x) + max(0, margin - E(G(z)))`, `L_G = E(G(z))`. It requires
    a discriminator whose energy is never negative, such as an autoencoder;
    otherwise the energy of real samples has no lower bound.

    Args:
        margin: Energy above which generated samples have zero loss, positive,
            in the unit of the discriminator's energy. Defaults to `1`.
        name: Name of the loss. Defaults to the class name in snake case.

    Raises:
        ValueError: If `margin` is not positive.

    Reference:

    - [Zhao et al., 2017, eq. 1, 2](https://arxiv.org/abs/1609.03126)
    """

    def __init__(self, margin: float = 1.0, name: str | None = None) -> None:
        super().__init__(name=name)
        if not margin > 0:
            raise ValueError(
                f"`margin` must be positive. Received: margin={margin}"
            )
        self.margin = margin

    def discriminator_terms(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        """The real energy, and the generated one's distance to the margin."""
        return -real_scores, ops.relu(self.margin + fake_scores)

    def generator_term(
        self, fake_scores: Tensor, real_scores: Tensor = None
    ) -> Tensor:
        """The generated energy."""
        return -fake_scores

    def boundary(self, real_scores: Tensor, fake_scores: Tensor) -> Tensor:
        """The midpoint of both means: energies have no natural threshold."""
        return midpoint(real_scores, fake_scores)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {**super().get_config(), "margin": self.margin}


def pulling_away(features: Tensor) -> Tensor:
    """EBGAN's pulling-away term: similarity of the features of a batch.

    The mean squared cosine between the features of any two samples of the
    batch; under `tf.distribute`, of the batch of one replica.

    Args:
        features: Tensor `(batch, ...)`; axes after the first are flattened.

    Returns:
        float32 scalar in [0, 1], divided by the number of replicas; 1 if all
        features are parallel, 0 if all are orthogonal or there is only one.

    Reference:

    - [Zhao et al., 2017, eq. 4](https://arxiv.org/abs/1609.03126)
    """
    features = ops.cast(features, "float32")
    n = ops.shape(features)[0]
    features = ops.normalize(ops.reshape(features, (n, -1)), epsilon=1e-6)
    cosines = ops.square(features @ ops.transpose(features))
    others = ops.sum(cosines, axis=1) - ops.diagonal(cosines)
    return batch_mean(others / ops.cast(ops.maximum(n - 1, 1), "float32"))
