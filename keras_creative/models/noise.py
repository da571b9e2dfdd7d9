"""Noise that is the same with and without XLA."""

import math

import tensorflow as tf


def standard_normal(shape, seed):
    """Standard normal numbers that are a function of `seed` alone.

    TensorFlow's stateless normal and uniform numbers differ between XLA and
    the ordinary kernels; the Philox bits under them do not. So they are drawn
    here from the bits, by Box and Muller's transform.

    Args:
        shape: Shape of the result.
        seed: Integer tensor of two elements.

    Returns:
        float32 tensor; no number is larger than 5.77.
    """
    bits = tf.random.stateless_uniform(
        (2, *shape),
        seed,
        minval=None,
        maxval=None,
        dtype="uint32",
        alg="philox",
    )
    unit = tf.cast(tf.bitwise.right_shift(bits, 8), "float32") * 2.0**-24
    radius = tf.sqrt(-2.0 * tf.math.log(unit[0] + 2.0**-24))
    return radius * tf.cos(2.0 * math.pi * unit[1])
