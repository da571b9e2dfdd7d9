import numpy as np
import tensorflow as tf

from keras_creative import losses


def linear(x, training):
    """A score whose gradient is (3, 4) at the first pixel, 0 elsewhere."""
    return {"score": x[:, 0, 0, :1] * 3 + x[:, 0, 0, 1:] * 4}


def test_norms_are_of_pixels_over_channels():
    """One pixel costs (5 - 1)^2, three cost (0 - 1)^2."""
    real = tf.zeros((2, 2, 2, 2))
    penalty = losses.ChannelGradientPenalty(2.0)
    value = penalty(linear, real, real + 1)
    np.testing.assert_allclose(value, 2 * (16 + 3) / 4, rtol=1e-5)
    usual = losses.GradientPenalty(2.0)(linear, real, real + 1)
    np.testing.assert_allclose(usual, 2 * 16, rtol=1e-5)
    copied = losses.ChannelGradientPenalty.from_config(penalty.get_config())
    assert copied.weight == 2
