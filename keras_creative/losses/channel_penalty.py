"""The gradient penalty of FIGR's published code."""

import keras
from keras import ops

from keras_creative.losses.penalties import GradientPenalty
from keras_creative.typing import Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
class ChannelGradientPenalty(GradientPenalty):
    """`GradientPenalty` with a norm for each pixel, over its channels alone.

    `weight * E_pixels (|grad_pixel D(x')| - 1)^2`, for images
    `(batch, height, width, channels)`. The published code of FIGR computes it,
    where the norm over all pixels is meant. It asks for a gradient of norm 1 at
    each pixel, and thus for a norm of the square root of their number at the
    image.

    Args:
        weight: Non-negative number, or a schedule of the discriminator's
            steps. Defaults to `10`.

    Raises:
        ValueError: If the weight is negative.

    Reference:

    - [Clouatre and Demers, 2019](https://arxiv.org/abs/1901.02199), its code
    """

    norm_axes = (-1,)

    def cost(self, squared_norms: Tensor) -> Tensor:
        """Squared difference of the norm from 1, averaged over the pixels."""
        return ops.mean(super().cost(squared_norms), axis=(1, 2))
