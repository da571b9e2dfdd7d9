"""Rectifiers for discriminators with a gradient penalty."""

import keras
import tensorflow as tf

from keras_creative.typing import Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
def rectify(x: Tensor, negative_slope: float = 0.0) -> Tensor:
    """`max(x, negative_slope * x)`, without a second derivative.

    The second derivative of a rectifier is zero. For a gradient penalty,
    TensorFlow's own rectifiers return it as a tensor of zeros, which is then
    propagated back through all layers below; this function avoids that work.
    The gradient reads the outputs, which have the signs of `x`, so that
    TensorFlow can fuse a convolution, its bias and the rectifier.

    Args:
        x: Float tensor.
        negative_slope: Slope for negative inputs, from 0 to 1. Defaults to
            `0.0`.

    Returns:
        Tensor of the same shape and dtype.

    Example:

    >>> keras_creative.layers.rectify(np.array([-2.0, 3.0]), 0.5).numpy()
    array([-1.,  3.])
    """

    @tf.custom_gradient
    def rectified(x):
        outputs = tf.nn.leaky_relu(x, negative_slope)

        def gradient(upstream):
            return tf.raw_ops.LeakyReluGrad(
                gradients=upstream,
                features=tf.stop_gradient(outputs),
                alpha=negative_slope,
            )

        return outputs, gradient

    return rectified(tf.convert_to_tensor(x))


@keras.saving.register_keras_serializable(package="keras_creative")
class LeakyReLU(keras.layers.LeakyReLU):
    """`keras.layers.LeakyReLU` computed by `rectify()`, for discriminators.

    Args:
        negative_slope: Slope for negative inputs, from 0 to 1. Defaults to
            `0.3`.

    Example:

    >>> layer = keras_creative.layers.LeakyReLU(0.2)
    >>> layer(np.array([-5.0, 3.0])).numpy()
    array([-1.,  3.], dtype=float32)
    """

    def call(self, inputs: Tensor) -> Tensor:
        """Rectified inputs."""
        return rectify(inputs, self.negative_slope)
