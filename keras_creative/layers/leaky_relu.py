"""Rectifiers whose gradient can be penalised without waste."""

import keras
import tensorflow as tf

from keras_creative.typing import Tensor


@keras.saving.register_keras_serializable(package="keras_creative")
def rectify(x: Tensor, negative_slope: float = 0.0) -> Tensor:
    """`max(x, negative_slope * x)`, a line on either side of 0.

    The slope does not change with `x`, except in 0. TensorFlow's own rectifiers
    answer with a tensor of zeros when it is asked how it does, as a penalty on
    the gradient asks, and these zeros are then carried back through all
    convolutions below; here nothing is.

    Args:
        x: Float tensor.
        negative_slope: Slope below 0, from 0 to 1. Defaults to `0.0`.

    Returns:
        Tensor of the same shape and dtype.

    Example:

    >>> keras_creative.layers.rectify(np.array([-2.0, 3.0]), 0.5).numpy()
    array([-1.,  3.])
    """

    @tf.custom_gradient
    def rectified(x):
        def gradient(upstream):
            return tf.raw_ops.LeakyReluGrad(
                gradients=upstream,
                features=tf.stop_gradient(x),
                alpha=negative_slope,
            )

        return tf.nn.leaky_relu(x, negative_slope), gradient

    return rectified(tf.convert_to_tensor(x))


@keras.saving.register_keras_serializable(package="keras_creative")
class LeakyReLU(keras.layers.LeakyReLU):
    """`keras.layers.LeakyReLU` by `rectify()`, for discriminators.

    Args:
        negative_slope: Slope below 0, from 0 to 1. Defaults to `0.3`.

    Example:

    >>> layer = keras_creative.layers.LeakyReLU(0.2)
    >>> layer(np.array([-5.0, 3.0])).numpy()
    array([-1.,  3.], dtype=float32)
    """

    def call(self, inputs: Tensor) -> Tensor:
        """Both lines."""
        return rectify(inputs, self.negative_slope)
