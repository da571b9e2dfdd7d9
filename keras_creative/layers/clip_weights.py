"""Weight clipping of the original Wasserstein GAN."""

import keras
from keras import ops

from keras_creative.typing import Config, Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class ClipWeights(keras.constraints.Constraint):
    """Clips the values of a weight to `[-limit, limit]`.

    Keras optimizers apply a weight's constraint after each step, which is
    when the Wasserstein GAN clips its critic.

    Args:
        limit: Largest absolute value, positive.

    Raises:
        ValueError: If `limit` is not positive.

    Example:

    >>> clip = keras_creative.layers.ClipWeights(0.1)
    >>> [round(float(w), 2) for w in clip(np.array([-3.0, 0.05, 0.2]))]
    [-0.1, 0.05, 0.1]

    Reference:

    - [Arjovsky et al., 2017, algorithm 1](https://arxiv.org/abs/1701.07875)
    """

    def __init__(self, limit: float) -> None:
        if not limit > 0:
            raise ValueError(
                f"`limit` must be positive. Received: limit={limit}"
            )
        self.limit = limit

    def __call__(self, w: Tensor) -> Tensor:
        """The clipped weight."""
        return ops.clip(w, -self.limit, self.limit)

    def get_config(self) -> Config:
        """Constructor arguments."""
        return {"limit": self.limit}
