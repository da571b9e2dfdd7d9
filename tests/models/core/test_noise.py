import numpy as np
import tensorflow as tf
from scipy import stats

from keras_creative.models.core.noise import standard_normal


def draw(shape, seed, jit_compile):
    counter = tf.Variable(seed[1], dtype="int64")

    @tf.function(jit_compile=jit_compile)
    def draw():
        return standard_normal(
            shape, tf.stack([tf.cast(seed[0], "int64"), counter.read_value()])
        )

    return draw().numpy()


def test_follows_the_normal_distribution():
    """n=20000, seed (0, 0): Kolmogorov-Smirnov at p > 1e-3."""
    values = draw((20_000,), (0, 0), jit_compile=False)
    assert stats.kstest(values, "norm").pvalue > 1e-3
    assert np.all(np.isfinite(values))


def test_is_the_same_with_xla():
    plain, compiled = (draw((50, 3), (1, 2), jit) for jit in (False, True))
    np.testing.assert_allclose(plain, compiled, atol=1e-5)


def test_seed_and_counter_both_matter():
    base = draw((8,), (0, 0), False)
    assert not np.allclose(base, draw((8,), (1, 0), False))
    assert not np.allclose(base, draw((8,), (0, 1), False))
