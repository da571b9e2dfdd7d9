"""Random numbers that are equal with and without XLA, with a saved state."""

import math

import tensorflow as tf

from keras_creative.replicas import count_replicas, rows_of_draw


class Noise:
    """Random numbers of one replica, a function of a seed and of indices.

    Under `tf.distribute` a replica takes its own rows of the draw for the
    global batch.

    Args:
        seed: Integer; or a tuple of integers, each of which determines an equal
            part of the rows, in order.
        next_index: Function without arguments that returns the two integers of
            the next draw: its number, and a stream index for draws with the
            same number.
    """

    def __init__(self, seed, next_index):
        self.seed = seed
        self.next_index = next_index

    def normal(self, shape):
        """Standard normal numbers.

        Args:
            shape: Shape; the first axis is this replica's batch.

        Returns:
            float32 tensor.
        """
        return self._rows(standard_normal, shape)

    def uniform(self, shape):
        """Numbers from [0, 1).

        Args:
            shape: Shape; the first axis is this replica's batch.

        Returns:
            float32 tensor.
        """
        return self._rows(uniform, shape)

    def _rows(self, draw, shape):
        number, stream = self.next_index()
        size, *rest = tuple(shape)
        seeds = self.seed if isinstance(self.seed, tuple) else (self.seed,)
        parts = []
        for seed in seeds:
            seed = tf.cast(seed, "int64") + (stream << 32)
            seed = tf.stack([seed, tf.cast(number, "int64")])
            if count_replicas() == 1:
                parts.append(draw((size // len(seeds), *rest), seed))
                continue
            total, start = rows_of_draw(size)
            parts.append(draw((total, *rest), seed)[start : start + size])
        return parts[0] if len(parts) == 1 else tf.concat(parts, axis=0)


def standard_normal(shape, seed):
    """Standard normal numbers that depend only on `seed`.

    TensorFlow's stateless normal and uniform numbers differ between XLA and the
    ordinary kernels; the underlying Philox bits do not. Therefore the numbers
    are computed from these bits with the Box-Muller transform.

    Args:
        shape: Shape of the result.
        seed: Integer tensor of two elements.

    Returns:
        float32 tensor; no number is larger than 5.77.
    """
    unit = uniform((2, *tuple(shape)), seed)
    radius = tf.sqrt(-2.0 * tf.math.log(unit[0] + 2.0**-24))
    return radius * tf.cos(2.0 * math.pi * unit[1])


def uniform(shape, seed):
    """Numbers from [0, 1) that depend only on `seed`.

    Args:
        shape: Shape of the result.
        seed: Integer tensor of two elements.

    Returns:
        float32 tensor of multiples of 2^-24.
    """
    bits = tf.random.stateless_uniform(
        shape,
        seed,
        minval=None,
        maxval=None,
        dtype="uint32",
        alg="philox",
    )
    return tf.cast(tf.bitwise.right_shift(bits, 8), "float32") * 2.0**-24
