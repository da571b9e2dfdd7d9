"""The pool of earlier samples, beside a list of them."""

import numpy as np
import pytest

from keras_creative.layers import ImagePool


def test_first_samples_are_stored_and_returned():
    pool = ImagePool(4, (1,))
    first = pool.exchange(np.array([[1.0], [2.0]]), fixed([0.0, 0.0]))
    np.testing.assert_array_equal(first, [[1], [2]])
    then = pool.exchange(np.array([[3.0], [4.0]]), fixed([0.0, 0.0]))
    np.testing.assert_array_equal(then, [[3], [4]])
    np.testing.assert_array_equal(pool.samples, [[1], [2], [3], [4]])
    assert int(pool.count) == 4


def test_then_one_half_is_exchanged():
    pool = ImagePool(3, (1,))
    pool.exchange(np.array([[1.0], [2.0], [3.0]]), fixed([0, 0, 0]))
    # The order of the slots is that of 0.3, 0.1, 0.2: 1, 2, 0.
    draw = fixed([0.4, 0.6], [0.3, 0.1, 0.2])
    shown = pool.exchange(np.array([[8.0], [9.0]]), draw)
    np.testing.assert_array_equal(shown, [[2], [9]])
    np.testing.assert_array_equal(pool.samples, [[1], [8], [3]])


def test_a_batch_that_completes_the_pool():
    """What does not fit is returned and not stored."""
    pool = ImagePool(3, (1,))
    pool.exchange(np.array([[1.0], [2.0]]), fixed([0, 0]))
    shown = pool.exchange(np.array([[3.0], [4.0]]), fixed([0, 0]))
    np.testing.assert_array_equal(shown, [[3], [4]])
    np.testing.assert_array_equal(pool.samples, [[1], [2], [3]])


def test_shares_of_many_samples():
    """n = 1,000 samples, seed 0: half are earlier ones, none is lost.

    Those that fill the pool are shown twice, or are still in it at the end.
    """
    rng = np.random.default_rng(0)
    pool, seen = ImagePool(50, (1,)), []
    samples = np.arange(1.0, 1001.0).reshape(-1, 10, 1)
    for batch in samples:
        seen.append(pool.exchange(batch, lambda shape: rng.random(shape)))
    seen = np.ravel(seen)
    earlier = np.mean(seen != samples.ravel())
    assert abs(earlier - 0.5) < 0.06
    hidden = set(samples.ravel()) - set(seen)
    assert hidden == set(np.ravel(pool.samples)) - set(samples.ravel()[:50])


def test_wrong_size():
    with pytest.raises(ValueError, match="`size`.*Received: size=0"):
        ImagePool(0, (1,))


def fixed(shares, ranks=None):
    """Draws for the samples of a batch, then for the slots."""
    draws = iter([shares, ranks])

    def draw(shape):
        numbers = next(draws)
        numbers = np.arange(shape[0]) / 10 if numbers is None else numbers
        return np.array(numbers, "float32")

    return draw
